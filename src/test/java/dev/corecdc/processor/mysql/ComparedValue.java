package dev.corecdc.processor.mysql;

import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDateTime;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as a server's SELECT and our records have in common, as text. */
final class ComparedValue {

    static final String NULL = "NULL";

    private static final int LONGEST = 1000;

    private ComparedValue() {}

    /** Of a record. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof byte[] bytes) {
            return shortened(HexFormat.of().withUpperCase().formatHex(bytes));
        } else if (value instanceof BigDecimal decimal) {
            return shortened(decimal.toPlainString());
        } else if (value instanceof Float || value instanceof Double) {
            return shortened(Double.toString(((Number) value).doubleValue()));
        } else if (value instanceof Json json) {
            return shortened(json.text());
        } else if (value instanceof SqlDateTime time) {
            return shortened(time.toString().replace('T', ' '));
        }
        return shortened(value.toString());
    }

    /** What a SELECT says, by {@link #select}. */
    static String selected(@Nullable String text, String type) {
        if (text == null) {
            return NULL;
        }
        return shortened(
                type.equals("float") || type.equals("double") ? Double.toString(Double.parseDouble(text)) : text);
    }

    /** What to select of a column so that its value is comparable. */
    static String select(String column, String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "binary", "varbinary", "blob", "longblob" -> "HEX(`%s`)".formatted(column);
            case "bit", "float", "year" -> "`%s` + 0".formatted(column);
            case "double" -> "`%s`".formatted(column);
            default -> "CAST(`%s` AS CHAR CHARSET utf8mb4)".formatted(column);
        };
    }

    /** In quotes, so that it is no NULL; its middle as a number where it is long. */
    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? "'" + text + "'"
                : "'%s…%d characters, %08x'".formatted(text.substring(0, LONGEST), text.length(), text.hashCode());
    }
}
