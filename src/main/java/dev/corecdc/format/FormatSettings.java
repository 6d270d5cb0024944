package dev.corecdc.format;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a format writes.
 *
 * @param service the name stamped on every record
 * @param json how JSON numbers are written, where the format leaves a choice
 * @param debezium of the format {@code debezium}
 */
public record FormatSettings(String service, JsonSettings json, DebeziumSettings debezium) {

    /** Settings with which {@code debezium} writes as Debezium does without settings. */
    public FormatSettings(String service, JsonSettings json) {
        this(service, json, DebeziumSettings.DEFAULTS);
    }

    /**
     * How JSON numbers are written that not every reader takes exactly.
     *
     * @param decimal columns of type DECIMAL
     * @param unsignedBigint columns of type BIGINT UNSIGNED
     */
    public record JsonSettings(
            @DefaultValue("number") NumberStyle decimal,
            @DefaultValue("number") NumberStyle unsignedBigint) {}

    /** As a JSON number or as a JSON string. */
    public enum NumberStyle {
        NUMBER,
        STRING
    }

    /**
     * How the format {@code debezium} writes numbers, in Debezium's own words.
     *
     * @param decimal columns of type DECIMAL: {@code precise}, the unscaled value in base64, {@code string} or {@code double}
     * @param unsignedBigint columns of type BIGINT UNSIGNED: {@code long}, which is negative past 9223372036854775807, or
     *     {@code precise}, the value in base64
     */
    public record DebeziumSettings(
            @DefaultValue("precise") DecimalHandling decimal,
            @DefaultValue("long") UnsignedHandling unsignedBigint) {

        /** As Debezium does without settings. */
        public static final DebeziumSettings DEFAULTS =
                new DebeziumSettings(DecimalHandling.PRECISE, UnsignedHandling.LONG);
    }

    /** Debezium's {@code decimal.handling.mode}. */
    public enum DecimalHandling {
        PRECISE,
        STRING,
        DOUBLE
    }

    /** Debezium's {@code bigint.unsigned.handling.mode}. */
    public enum UnsignedHandling {
        LONG,
        PRECISE
    }
}
