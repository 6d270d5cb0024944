package dev.corecdc.transform;

import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A value of a row as text. */
final class ValueText {

    private ValueText() {}

    /** As people read it: numbers in decimal, dates and times as SQL writes them, JSON as it is, bytes in base64. */
    static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Json json) {
            return json.text();
        }
        if (value instanceof Geometry geometry) {
            return geometry.srid() + ":" + of(geometry.wkb());
        }
        return value instanceof float[] vector ? Arrays.toString(vector) : value.toString();
    }

    /** The text in UTF-8; bytes as they are. */
    static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : of(value).getBytes(StandardCharsets.UTF_8);
    }
}
