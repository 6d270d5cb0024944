package dev.corecdc.sample;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service with listeners, and a target that counts. */
@Configuration(proxyBeanMethods = false)
class SampleApplication {

    final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @Bean
    Target counting() {
        return records -> {
            for (ChangeRecord change : records) {
                counts.merge(change.columns().table(), 1, Integer::sum);
            }
        };
    }

    @Bean
    OrderMails orderMails() {
        return new OrderMails();
    }

    @Bean
    OrderIndex orderIndex() {
        return new OrderIndex();
    }

    public static void main(String[] args) {
        SpringApplication.run(new Class<?>[] {CoreCdcApplication.class, SampleApplication.class}, args);
    }
}
