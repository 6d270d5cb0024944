package dev.corecdc.service;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The service with a target of its user's own that takes up to 10 ms for each call, and several calls at a time. It adds a line for each change to
 * the file {@code changes}, such as {@code item INSERT 7 v3}.
 */
@Configuration(proxyBeanMethods = false)
class ParallelTargetApplication {

    @Bean
    Target parallel() {
        return new ParallelTarget();
    }

    public static void main(String[] args) {
        SpringApplication.run(new Class<?>[] {CoreCdcApplication.class, ParallelTargetApplication.class}, args);
    }

    private static final class ParallelTarget implements ConcurrentTarget {

        private final Path file = Path.of("changes");
        private int callers;
        private int most;

        @Override
        public void save(List<ChangeRecord> records) throws IOException {
            enter();
            try {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(10_000_000));
                String lines = records.stream().map(ParallelTarget::line).collect(Collectors.joining());
                Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } finally {
                leave();
            }
        }

        private static String line(ChangeRecord change) {
            return IntStream.range(0, change.columns().size())
                    .mapToObj(i -> String.valueOf(change.row().get(i)))
                    .collect(Collectors.joining(" ", change.columns().table() + " " + change.type() + " ", "\n"));
        }

        private synchronized void enter() {
            callers++;
            if (callers > most) {
                most = callers;
                System.out.printf("%d calls at a time.%n", most);
            }
        }

        private synchronized void leave() {
            callers--;
        }
    }
}
