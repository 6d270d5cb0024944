/** The service at work on an embedded MariaDB with a small living data set: {@code ./mvnw spring-boot:test-run}. */
@NullMarked
package dev.corecdc.demo;

import org.jspecify.annotations.NullMarked;
