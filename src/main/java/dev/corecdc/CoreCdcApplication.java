package dev.corecdc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service's entry point; everything else comes from the auto-configurations of the packages below. */
@SpringBootApplication
public class CoreCdcApplication {

    public static void main(String[] args) {
        SpringApplication.run(CoreCdcApplication.class, args);
    }
}
