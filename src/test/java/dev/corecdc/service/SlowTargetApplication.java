package dev.corecdc.service;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.Target;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service with a target of its user's own, which takes 100 ms for each batch and checks that the ids it gets are 1, 2, 3, … */
@Configuration(proxyBeanMethods = false)
class SlowTargetApplication {

    @Bean
    Target slow() {
        return new SlowTarget();
    }

    public static void main(String[] args) {
        SpringApplication.run(new Class<?>[] {CoreCdcApplication.class, SlowTargetApplication.class}, args);
    }

    private static final class SlowTarget implements Target {

        private long last;

        @Override
        public void save(List<ChangeRecord> records) {
            LockSupport.parkNanos(100_000_000);
            for (ChangeRecord change : records) {
                long id = (Long) Objects.requireNonNull(change.row().get(0));
                if (id != last + 1) {
                    System.out.printf("after %d came %d%n", last, id);
                }
                last = id;
            }
            System.out.printf("delivered up to %d.%n", last);
        }
    }
}
