package dev.corecdc.service;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.Target;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service with a target of its user's own, which checks that the ids it gets, and their sequences, are 1, 2, 3, … */
@Configuration(proxyBeanMethods = false)
class CountingTargetApplication {

    @Bean
    Target counting() {
        return new CountingTarget();
    }

    public static void main(String[] args) {
        SpringApplication.run(new Class<?>[] {CoreCdcApplication.class, CountingTargetApplication.class}, args);
    }

    private static final class CountingTarget implements Target {

        private static final int STEP = 100_000;

        private long last;

        @Override
        public void save(List<ChangeRecord> records) {
            for (ChangeRecord change : records) {
                long id = (Long) Objects.requireNonNull(change.row().get(0));
                if (id != last + 1 || change.sequence() != id) {
                    System.out.printf("after %d came %d with the sequence %d%n", last, id, change.sequence());
                }
                last = id;
                if (id % STEP == 0) {
                    System.out.printf("delivered up to %d.%n", id);
                }
            }
        }
    }
}
