package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column as it is declared, in a statement or by {@code information_schema} (MySQL Reference Manual: "Data Types"; MariaDB
 * manual: "Data Types").
 *
 * @param word the type's name in upper case, and one of several that mean the same
 * @param numbers what stands in parentheses behind it; empty when nothing does
 * @param labels of an ENUM or SET
 */
record DeclaredType(String word, List<Integer> numbers, List<String> labels) {

    private static final String ENUM = "ENUM";
    private static final String SET = "SET";

    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("INT1", "TINYINT"),
            Map.entry("BOOL", "TINYINT"),
            Map.entry("BOOLEAN", "TINYINT"),
            Map.entry("INT2", "SMALLINT"),
            Map.entry("INT3", "MEDIUMINT"),
            Map.entry("MIDDLEINT", "MEDIUMINT"),
            Map.entry("INT4", "INT"),
            Map.entry("INTEGER", "INT"),
            Map.entry("INT8", "BIGINT"),
            Map.entry("DEC", "DECIMAL"),
            Map.entry("NUMERIC", "DECIMAL"),
            Map.entry("FIXED", "DECIMAL"),
            Map.entry("CHARACTER", "CHAR"),
            Map.entry("POINT", "GEOMETRY"),
            Map.entry("LINESTRING", "GEOMETRY"),
            Map.entry("POLYGON", "GEOMETRY"),
            Map.entry("MULTIPOINT", "GEOMETRY"),
            Map.entry("MULTILINESTRING", "GEOMETRY"),
            Map.entry("MULTIPOLYGON", "GEOMETRY"),
            Map.entry("GEOMCOLLECTION", "GEOMETRY"),
            Map.entry("GEOMETRYCOLLECTION", "GEOMETRY"));

    private static final Set<String> BINARY =
            Set.of("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "INET4", "INET6", "UUID");

    private static final Set<String> TEXT =
            Set.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", ENUM, SET);

    /** Fractions of seconds, and the whole numbers of a vector or a BIT, have no more digits than this. */
    private static final int MOST_DIGITS = 9;

    DeclaredType {
        numbers = List.copyOf(numbers);
        labels = List.copyOf(labels);
    }

    /** Takes a type, without its attributes, from a statement. */
    static DeclaredType take(SqlText text) throws NotFollowedException {
        return take(text, DeclaredType::statedLabel);
    }

    /** Takes a type, without its attributes, as {@code information_schema} shows it. */
    static DeclaredType takeShown(SqlText text) throws NotFollowedException {
        return take(text, (label, written) -> shownLabel(written.raw(label)));
    }

    /** How a label is written. */
    @FunctionalInterface
    private interface Labels {
        String read(SqlText.Token label, SqlText written) throws NotFollowedException;
    }

    private static DeclaredType take(SqlText text, Labels reading) throws NotFollowedException {
        SqlText.Token first = text.take();
        if (first.quote() != 0) {
            throw new NotFollowedException("a type is quoted");
        }
        String upper = first.text().toUpperCase(Locale.ROOT);
        String word = SYNONYMS.getOrDefault(upper, upper);
        if (word.equals("DOUBLE")) {
            text.skip("PRECISION");
        } else if (word.equals("CHAR") && text.skip("VARYING")) {
            word = "VARCHAR";
        }
        if (word.equals(ENUM) || word.equals(SET)) {
            return new DeclaredType(word, List.of(), takeLabels(text, reading));
        }
        List<Integer> numbers = new ArrayList<>();
        if (text.skip("(")) {
            do {
                numbers.add(number(text.take()));
            } while (text.skip(","));
            require(text, ")");
        }
        return new DeclaredType(word, numbers, List.of());
    }

    private static int number(SqlText.Token token) throws NotFollowedException {
        if (token.quote() != 0 || !token.text().matches("\\d{1," + MOST_DIGITS + "}")) {
            throw new NotFollowedException("'%s' is no length".formatted(token.text()));
        }
        return Integer.parseInt(token.text());
    }

    private static List<String> takeLabels(SqlText text, Labels reading) throws NotFollowedException {
        List<String> labels = new ArrayList<>();
        require(text, "(");
        do {
            labels.add(reading.read(text.take(), text));
        } while (text.skip(","));
        require(text, ")");
        return labels;
    }

    private static String statedLabel(SqlText.Token label, SqlText written) throws NotFollowedException {
        if (label.quote() != '\'' && (label.quote() != '"' || written.mode().ansiQuotes())) {
            throw new NotFollowedException("a label is not a plain string");
        }
        if (written.raw(label).indexOf('\\') >= 0 || label.text().endsWith(" ")) {
            throw new NotFollowedException("a label has a backslash, or ends with a blank");
        }
        return label.text();
    }

    /** Seen on both servers, whatever the SQL mode: quotes are doubled, and these are the only escapes. */
    private static String shownLabel(String raw) throws NotFollowedException {
        StringBuilder label = new StringBuilder();
        for (int i = 1; i < raw.length() - 1; i++) {
            char c = raw.charAt(i);
            if (c == '\'') {
                i++;
            } else if (c == '\\') {
                i++;
                c = switch (raw.charAt(i)) {
                    case '\\' -> '\\';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case '0' -> 0;
                    default -> throw new NotFollowedException("a label has an escape that is not known");
                };
            }
            label.append(c);
        }
        return label.toString();
    }

    private static void require(SqlText text, String sign) throws NotFollowedException {
        if (!text.skip(sign)) {
            throw new NotFollowedException(
                    "'%s' stands where '%s' should".formatted(text.peek().text(), sign));
        }
    }

    /** Whether a column of the type has a character set that can be chosen. */
    boolean hasCharset() {
        return TEXT.contains(word);
    }

    /** The character set of its columns where none can be chosen; null when they have none. */
    @Nullable
    String fixedCharset(Flavor flavor) {
        if (BINARY.contains(word) || (flavor == Flavor.MARIADB && word.equals("VECTOR"))) {
            return "binary";
        }
        return flavor == Flavor.MARIADB && word.equals("JSON") ? "utf8mb4" : null;
    }

    /**
     * How a table map has the type.
     *
     * @param charset of a column that has one; null where it is not known
     */
    LoggedType logged(Flavor flavor, @Nullable String charset) throws NotFollowedException {
        boolean mariaDb = flavor == Flavor.MARIADB;
        return switch (word) {
            case "TINYINT" -> new LoggedType(LoggedType.TINY, 0);
            case "SMALLINT" -> new LoggedType(LoggedType.SHORT, 0);
            case "MEDIUMINT" -> new LoggedType(LoggedType.INT24, 0);
            case "INT" -> new LoggedType(LoggedType.LONG, 0);
            case "BIGINT" -> new LoggedType(LoggedType.LONGLONG, 0);
            case "YEAR" -> new LoggedType(LoggedType.YEAR, 0);
            case "DATE" -> new LoggedType(LoggedType.DATE, 0);
            case "FLOAT" ->
                numbers.size() == 1 && number(0, 0) > 24
                        ? new LoggedType(LoggedType.DOUBLE, 8)
                        : new LoggedType(LoggedType.FLOAT, 4);
            case "DOUBLE" -> new LoggedType(LoggedType.DOUBLE, 8);
            case "DECIMAL" -> new LoggedType(LoggedType.DECIMAL, decimalDigits() << 8 | number(1, 0));
            case "BIT" -> new LoggedType(LoggedType.BIT, number(0, 1) % 8 << 8 | number(0, 1) / 8);
            case "TIME" -> new LoggedType(LoggedType.TIME, number(0, 0));
            case "DATETIME" -> new LoggedType(LoggedType.DATETIME, number(0, 0));
            case "TIMESTAMP" -> new LoggedType(LoggedType.TIMESTAMP, number(0, 0));
            case "CHAR" -> new LoggedType(LoggedType.STRING, bytes(charset));
            case "BINARY" -> new LoggedType(LoggedType.STRING, number(0, 1));
            case "VARCHAR" -> new LoggedType(LoggedType.VARCHAR, bytes(charset));
            case "VARBINARY" -> new LoggedType(LoggedType.VARCHAR, number(0, 0));
            case "TINYTEXT", "TINYBLOB" -> blob(1);
            case "TEXT", "BLOB" -> blob(2);
            case "MEDIUMTEXT", "MEDIUMBLOB" -> blob(3);
            case "LONGTEXT", "LONGBLOB" -> blob(4);
            case ENUM -> new LoggedType(LoggedType.ENUM, LoggedType.ENUM << 8 | (labels.size() < 256 ? 1 : 2));
            case SET -> new LoggedType(LoggedType.SET, LoggedType.SET << 8 | setBytes());
            case "JSON" -> mariaDb ? blob(4) : new LoggedType(LoggedType.JSON, 4);
            case "GEOMETRY" -> new LoggedType(LoggedType.GEOMETRY, 4);
            case "VECTOR" ->
                mariaDb
                        ? new LoggedType(LoggedType.VARCHAR, Float.BYTES * number(0, 0))
                        : new LoggedType(LoggedType.VECTOR, 4);
            case "INET4" -> new LoggedType(LoggedType.STRING, 4);
            case "INET6", "UUID" -> new LoggedType(LoggedType.STRING, 16);
            default -> throw new NotFollowedException("the type '%s' is not known".formatted(word));
        };
    }

    private LoggedType blob(int lengthBytes) throws NotFollowedException {
        if (!numbers.isEmpty()) {
            throw new NotFollowedException("the length of a %s decides its type".formatted(word));
        }
        return new LoggedType(LoggedType.BLOB, lengthBytes);
    }

    private int decimalDigits() {
        int digits = number(0, 10);
        return digits == 0 ? 10 : digits;
    }

    private int bytes(@Nullable String charset) {
        int characters = number(0, 1);
        return charset == null ? -characters : characters * CharacterSets.bytesOfCharacter(charset);
    }

    private int setBytes() {
        int bytes = (labels.size() + 7) / 8;
        return bytes > 4 ? 8 : bytes;
    }

    private int number(int index, int otherwise) {
        return index < numbers.size() ? numbers.get(index) : otherwise;
    }
}
