package dev.corecdc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * The service's entry point; everything else comes from the auto-configurations of the packages below. Nothing is scanned
 * for, so that a bean is there only when its auto-configuration says so.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CoreCdcApplication {

    public static void main(String[] args) {
        SpringApplication.run(CoreCdcApplication.class, args);
    }
}
