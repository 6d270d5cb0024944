package dev.corecdc.service;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.target.Target;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service with two targets that take what comes and check the order, and one that hangs; it tells the most that any queue held. */
@Configuration(proxyBeanMethods = false)
class HungTargetApplication {

    @Bean
    Target hung() {
        return records -> new CountDownLatch(1).await();
    }

    @Bean
    Target first(ObjectProvider<StreamControl> streams) {
        return new CheckingTarget("first", streams);
    }

    @Bean
    Target second(ObjectProvider<StreamControl> streams) {
        return new CheckingTarget("second", streams);
    }

    public static void main(String[] args) {
        SpringApplication.run(new Class<?>[] {CoreCdcApplication.class, HungTargetApplication.class}, args);
    }

    private static final class CheckingTarget implements Target {

        private final String name;
        private final ObjectProvider<StreamControl> streams;
        private long last;
        private long most;

        CheckingTarget(String name, ObjectProvider<StreamControl> streams) {
            this.name = name;
            this.streams = streams;
        }

        @Override
        public void save(List<ChangeRecord> records) {
            for (ChangeRecord change : records) {
                long id = (Long) Objects.requireNonNull(change.row().get(0));
                if (id != last + 1) {
                    System.out.printf("%s: after %d came %d%n", name, last, id);
                }
                last = id;
            }
            streams.getObject().status("shop").targets().forEach(target -> most = Math.max(most, target.queuedBytes()));
            System.out.printf("%s delivered up to %d, at most %d MB queued.%n", name, last, most >> 20);
            if (streams.getObject().status("shop").targets().stream()
                    .anyMatch(target -> target.conservation().unaccounted() != 0)) {
                System.out.printf("unaccounted: %s%n", streams.getObject().status("shop"));
            }
        }
    }
}
