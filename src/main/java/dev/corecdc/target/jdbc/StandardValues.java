package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Values in the words of databases that keep to the SQL standard, where MySQL's own would not be understood. */
final class StandardValues {

    private static final SqlDate EPOCH = new SqlDate(1970, 1, 1);

    private final ZeroDates zeroDates;

    StandardValues(ZeroDates zeroDates) {
        this.zeroDates = zeroDates;
    }

    /**
     * A value as a text, or unchanged if it is of another kind than those that all such databases write alike.
     *
     * @throws UnfitValueException when it is a date that is none, and may not be replaced
     */
    @Nullable
    Object of(Object value, Column source) throws UnfitValueException {
        if (value instanceof SqlDate date) {
            return isDate(date) ? date.toString() : replaced(EPOCH.toString(), value, source);
        } else if (value instanceof SqlDateTime time) {
            return isDate(time.date())
                    ? time.toString().replace('T', ' ')
                    : replaced(EPOCH + " 00:00:00", value, source);
        } else if (value instanceof Json json) {
            return json.text();
        }
        return value;
    }

    private static boolean isDate(SqlDate date) {
        return date.year() > 0 && date.month() > 0 && date.day() > 0;
    }

    private @Nullable String replaced(String epoch, Object value, Column source) throws UnfitValueException {
        return switch (zeroDates) {
            case NULL_VALUE -> null;
            case EPOCH -> epoch;
            case REFUSE ->
                throw new UnfitValueException(
                        "the column '%s' has %s, which is no date".formatted(source.name(), value));
        };
    }

    /** A number as so many bits, the highest first. */
    static String bits(Object number, int length) {
        String bits = new BigInteger(number.toString()).toString(2);
        return "0".repeat(Math.max(0, length - bits.length())) + bits;
    }

    /** A vector, with what stands around its numbers. */
    static String vector(float[] vector, char open, char close) {
        StringBuilder text = new StringBuilder().append(open);
        for (int i = 0; i < vector.length; i++) {
            text.append(i == 0 ? "" : ",").append(vector[i]);
        }
        return text.append(close).toString();
    }
}
