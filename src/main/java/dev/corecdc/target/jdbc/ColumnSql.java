package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Columns, and the values that they have by themselves, in the words of the copy's database. */
final class ColumnSql {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    /** As servers that are not lax take it; with the year 0 and without. */
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");

    private static final Pattern TIME_OF_DAY = Pattern.compile("\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d{1,6})?");

    private static final Pattern TIME = Pattern.compile("-?\\d{1,3}:\\d{2}:\\d{2}(\\.\\d{1,6})?");

    private final Translation translation;
    private final SessionTime time;

    ColumnSql(Translation translation) {
        this.translation = translation;
        this.time = new SessionTime(translation.event());
    }

    /** @param key whether it is part of a key, and has to be comparable */
    String type(DefinedColumn defined, boolean key) {
        return translation.dialect().columnTypes().of(defined.column(), key);
    }

    /** The column in CREATE TABLE. */
    String definition(DefinedColumn defined, boolean key, boolean primary) throws UntranslatableDdlException {
        String type = type(defined, key);
        String value = literal(defined.defaultValue(), defined.column(), type);
        return translation.quoted(translation.column(defined.name())) + " " + type
                + (value == null ? "" : " DEFAULT " + value)
                + (primary || refusesNull(defined) ? " NOT NULL" : "");
    }

    /** A date that is none may have become NULL. */
    boolean refusesNull(DefinedColumn defined) {
        ColumnType type = defined.column().type();
        boolean hasDate = type == ColumnType.DATE || type == ColumnType.DATETIME || type == ColumnType.TIMESTAMP;
        return defined.isNotNull() && !(hasDate && translation.zeroDates() == ZeroDates.NULL_VALUE);
    }

    /**
     * What the rows that are there have in a new column; null for NULL.
     *
     * @throws UntranslatableDdlException when the statement does not tell
     */
    @Nullable
    String filling(DefinedColumn defined, String type) throws UntranslatableDdlException {
        if (defined.generated() || defined.numbered() || defined.defaultValue().is(DefaultValue.Kind.EXPRESSION)) {
            throw new UntranslatableDdlException(
                    "what rows that are there have in the column '%s' is not in the log".formatted(defined.name()));
        }
        if (defined.defaultValue().is(DefaultValue.Kind.NOW)) {
            return begin(defined.column());
        } else if (defined.defaultValue().is(DefaultValue.Kind.NONE)) {
            return defined.isNotNull() ? implicit(defined.column(), type) : null;
        }
        String literal = literal(defined.defaultValue(), defined.column(), type);
        boolean isUnknown = literal == null
                && defined.column().type() == ColumnType.TIMESTAMP
                && defined.defaultValue().is(DefaultValue.Kind.TEXT)
                && !defined.defaultValue().text().startsWith("0000");
        if (isUnknown) {
            throw unknownZone(defined.column());
        }
        return literal;
    }

    private String begin(Column column) throws UntranslatableDdlException {
        if (!ColumnTypes.brackets(column, "0").equals("0")) {
            throw new UntranslatableDdlException(
                    "what rows that are there have in the column '%s', the time of the statement with its fraction, is not in the log"
                            .formatted(column.name()));
        }
        String begin = column.type() == ColumnType.TIMESTAMP ? time.beginInUtc() + "+00" : time.begin();
        if (begin == null) {
            throw unknownZone(column);
        }
        return Translation.text(begin);
    }

    private static UntranslatableDdlException unknownZone(Column column) {
        return new UntranslatableDdlException(
                "what rows that are there have in the column '%s' depends on the time zone of the session, which is not in the log"
                        .formatted(column.name()));
    }

    /** What a column has that takes no NULL and of which nothing is said (MySQL Reference Manual: "Data Type Default Values"). */
    @Nullable
    String implicit(Column column, String type) throws UntranslatableDdlException {
        return switch (column.type()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, BIT, YEAR ->
                literal(DefaultValue.number("0"), column, type);
            case DATE, DATETIME, TIMESTAMP -> zeroDate();
            case TIME -> "'00:00:00'";
            case TEXT, SET -> "''";
            case ENUM -> Translation.text(column.declaration().labels().get(0));
            case BINARY -> literal(new DefaultValue(DefaultValue.Kind.BYTES, ""), column, type);
            case JSON, DOCUMENT -> "'null'";
            case GEOMETRY, VECTOR ->
                throw new UntranslatableDdlException(
                        "what rows that are there have in the column '%s' is not known".formatted(column.name()));
        };
    }

    private @Nullable String zeroDate() throws UntranslatableDdlException {
        return switch (translation.zeroDates()) {
            case NULL_VALUE -> null;
            case EPOCH -> "'1970-01-01 00:00:00'";
            case REFUSE -> throw new UntranslatableDdlException("a DEFAULT that is no date");
        };
    }

    /** A default value; null where there is none, or where it is left out because it is worked out. */
    @Nullable
    String literal(DefaultValue value, Column column, String type) throws UntranslatableDdlException {
        return switch (value.kind()) {
            case NONE, NULL, EXPRESSION -> null;
            case NOW -> now(column, type);
            case NUMBER ->
                column.type() == ColumnType.BIT
                        ? bits(new BigInteger(value.text()), type)
                        : ofText(value.text(), column);
            case TEXT -> ofText(value.text(), column);
            case BITS -> ofInteger(new BigInteger("0" + value.text(), 2), column, type);
            case BYTES -> ofBytes(value.text(), column, type);
        };
    }

    private @Nullable String now(Column column, String type) {
        if (column.type() != ColumnType.DATETIME && column.type() != ColumnType.TIMESTAMP) {
            return null;
        }
        String function = column.type() == ColumnType.TIMESTAMP ? "CURRENT_TIMESTAMP" : "LOCALTIMESTAMP";
        int open = type.indexOf('(');
        return function + (open < 0 ? "" : type.substring(open, type.indexOf(')') + 1));
    }

    private String ofInteger(BigInteger number, Column column, String type) throws UntranslatableDdlException {
        if (column.type() == ColumnType.BIT) {
            return bits(number, type);
        }
        String text = ofText(number.toString(), column);
        return text == null ? number.toString() : text;
    }

    private String bits(BigInteger number, String type) {
        return translation.ddl().bits(StandardValues.bits(number, size(type)), type);
    }

    private static int size(String type) {
        int open = type.indexOf('(');
        return open < 0 || !type.startsWith("bit") ? 1 : Integer.parseInt(type.substring(open + 1, type.indexOf(')')));
    }

    private @Nullable String ofBytes(String digits, Column column, String type) throws UntranslatableDdlException {
        return switch (column.type()) {
            case BINARY -> translation.ddl().bytes(padded(digits, column));
            case TEXT -> ofText(new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8), column);
            default -> ofInteger(new BigInteger("0" + digits, 16), column, type);
        };
    }

    /** BINARY(n) always has n bytes. */
    private static String padded(String digits, Column column) {
        int length = column.declaration().is("binary") ? Integer.parseInt(ColumnTypes.brackets(column, "1")) : 0;
        return digits + "0".repeat(Math.max(0, 2 * length - digits.length()));
    }

    private @Nullable String ofText(String text, Column column) throws UntranslatableDdlException {
        return switch (column.type()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, YEAR, BIT -> {
                if (!NUMBER.matcher(text.strip()).matches()) {
                    throw notUnderstood(text, column);
                }
                yield text.strip();
            }
            case DATE, DATETIME, TIMESTAMP -> text(text, column);
            case TIME -> {
                if (!TIME.matcher(text).matches()) {
                    throw notUnderstood(text, column);
                }
                yield Translation.text(text);
            }
            case BINARY -> ofBytes(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)), column, "");
            case TEXT, ENUM, SET, JSON, DOCUMENT -> {
                if (text.indexOf(0) >= 0) {
                    throw notUnderstood("\\0", column);
                }
                yield Translation.text(text);
            }
            case GEOMETRY, VECTOR -> throw notUnderstood(text, column);
        };
    }

    /** A date, with a time or without one; null for a TIMESTAMP in a zone that is not known. */
    private @Nullable String text(String text, Column column) throws UntranslatableDdlException {
        String[] parts = text.strip().split("[ T]", 2);
        var date = DATE.matcher(parts[0]);
        String clock = parts.length > 1 ? parts[1] : "00:00:00";
        if (!date.matches() || !TIME_OF_DAY.matcher(clock).matches()) {
            throw notUnderstood(text, column);
        }
        boolean isDate = Integer.parseInt(date.group(1)) > 0
                && Integer.parseInt(date.group(2)) > 0
                && Integer.parseInt(date.group(3)) > 0;
        if (!isDate) {
            return zeroDate();
        } else if (column.type() == ColumnType.DATE) {
            return Translation.text(parts[0]);
        }
        String full = parts[0] + " " + clock;
        String told = column.type() == ColumnType.TIMESTAMP ? inUtc(full, column) : full;
        return told == null ? null : Translation.text(told);
    }

    private @Nullable String inUtc(String text, Column column) throws UntranslatableDdlException {
        try {
            return time.inUtc(text);
        } catch (DateTimeParseException e) {
            throw notUnderstood(text, column);
        }
    }

    private static UntranslatableDdlException notUnderstood(String text, Column column) {
        return new UntranslatableDdlException(
                "DEFAULT '%s' of the column '%s' is not understood".formatted(text, column.name()));
    }
}
