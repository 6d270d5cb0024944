package dev.corecdc.format;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a format writes.
 *
 * @param service the name stamped on every record
 */
public record FormatSettings(String service, JsonSettings json) {

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
}
