package dev.corecdc.sample;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of {@code shop.orders}: {@code customer_name} is {@code customerName}. */
record Order(
        long id,
        String customerName,
        Status status,
        BigDecimal total,
        LocalDate orderedOn,
        Instant changedAt,
        @Nullable Address shipTo,
        Set<String> labels) {

    enum Status {
        OPEN,
        PAID
    }

    /** A JSON column. */
    record Address(String street, String city) {}
}
