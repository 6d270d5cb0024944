package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The type of a column in a statement (MySQL Reference Manual: "Data Types"; MariaDB manual: "Data Types"). */
final class TypeReader {

    private static final long REAL_AS_FLOAT = 1;

    /** The most digits of a FLOAT that is not a DOUBLE. */
    private static final int SINGLE = 24;

    private static final Map<String, ColumnType> NUMBERS = Map.ofEntries(
            Map.entry("TINYINT", ColumnType.TINYINT),
            Map.entry("INT1", ColumnType.TINYINT),
            Map.entry("BOOL", ColumnType.TINYINT),
            Map.entry("BOOLEAN", ColumnType.TINYINT),
            Map.entry("SMALLINT", ColumnType.SMALLINT),
            Map.entry("INT2", ColumnType.SMALLINT),
            Map.entry("MEDIUMINT", ColumnType.MEDIUMINT),
            Map.entry("INT3", ColumnType.MEDIUMINT),
            Map.entry("MIDDLEINT", ColumnType.MEDIUMINT),
            Map.entry("INT", ColumnType.INT),
            Map.entry("INTEGER", ColumnType.INT),
            Map.entry("INT4", ColumnType.INT),
            Map.entry("BIGINT", ColumnType.BIGINT),
            Map.entry("INT8", ColumnType.BIGINT),
            Map.entry("DECIMAL", ColumnType.DECIMAL),
            Map.entry("DEC", ColumnType.DECIMAL),
            Map.entry("NUMERIC", ColumnType.DECIMAL),
            Map.entry("FIXED", ColumnType.DECIMAL),
            Map.entry("FLOAT4", ColumnType.FLOAT),
            Map.entry("FLOAT8", ColumnType.DOUBLE),
            Map.entry("BIT", ColumnType.BIT),
            Map.entry("YEAR", ColumnType.YEAR));

    private static final Map<String, ColumnType> OTHERS = Map.ofEntries(
            Map.entry("DATE", ColumnType.DATE),
            Map.entry("DATETIME", ColumnType.DATETIME),
            Map.entry("TIMESTAMP", ColumnType.TIMESTAMP),
            Map.entry("TIME", ColumnType.TIME),
            Map.entry("JSON", ColumnType.JSON),
            Map.entry("VECTOR", ColumnType.VECTOR),
            Map.entry("ENUM", ColumnType.ENUM),
            Map.entry("SET", ColumnType.SET));

    private static final Set<String> TEXTS = Set.of("TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT");

    private static final Set<String> SHORT_TEXTS = Set.of("CHAR", "VARCHAR", "NCHAR", "NVARCHAR", "VARCHARACTER");

    private static final Set<String> BYTES = Set.of(
            "BINARY",
            "VARBINARY",
            "TINYBLOB",
            "BLOB",
            "MEDIUMBLOB",
            "LONGBLOB",
            // What the log holds of these is no more than bytes.
            "INET4",
            "INET6",
            "UUID");

    private static final Set<String> GEOMETRIES = Set.of(
            "GEOMETRY",
            "POINT",
            "LINESTRING",
            "POLYGON",
            "MULTIPOINT",
            "MULTILINESTRING",
            "MULTIPOLYGON",
            "GEOMCOLLECTION",
            "GEOMETRYCOLLECTION");

    private final DdlWords words;
    private final long mode;

    /** @param mode the session's {@code sql_mode} */
    TypeReader(DdlWords words, long mode) {
        this.words = words;
        this.mode = mode;
    }

    /** Takes a type, without its attributes; the column has no name yet, and is signed. */
    Column take() throws UntranslatableDdlException {
        if (words.peek().quote() != 0 || words.atEnd()) {
            throw words.unexpected();
        }
        String word = words.take().text().toUpperCase(Locale.ROOT);
        if (word.equals("NATIONAL")) {
            word = words.take().text().toUpperCase(Locale.ROOT);
        }
        if (word.equals("CHARACTER")) {
            word = "CHAR";
        }
        if ((word.equals("CHAR") || word.equals("NCHAR")) && words.skip("VARYING", "VARCHAR", "VARCHARACTER")) {
            word = "VARCHAR";
        }
        if (word.equals("LONG")) {
            word = words.skip("VARBINARY") ? "MEDIUMBLOB" : "MEDIUMTEXT";
            words.skip("VARCHAR", "VARCHARACTER");
        }
        if (word.equals("DOUBLE") || word.equals("REAL")) {
            words.skip("PRECISION");
            boolean single = word.equals("REAL") && (mode & REAL_AS_FLOAT) != 0;
            return number(single ? ColumnType.FLOAT : ColumnType.DOUBLE, numbers());
        }
        if (word.equals("ENUM") || word.equals("SET")) {
            return labelled(ColumnType.valueOf(word));
        }
        return column(word, numbers());
    }

    private Column column(String word, List<Integer> numbers) throws UntranslatableDdlException {
        ColumnType number = NUMBERS.get(word);
        if (word.equals("FLOAT")) {
            boolean wide = numbers.size() == 1 && numbers.get(0) > SINGLE;
            return number(wide ? ColumnType.DOUBLE : ColumnType.FLOAT, numbers);
        } else if (number == ColumnType.BIT) {
            int bits = numbers.isEmpty() ? 1 : numbers.get(0);
            return column(ColumnType.BIT, "bit(" + bits + ")", bits);
        } else if (number == ColumnType.DECIMAL) {
            int digits = numbers.isEmpty() || numbers.get(0) == 0 ? 10 : numbers.get(0);
            int scale = numbers.size() < 2 ? 0 : numbers.get(1);
            return column(number, "decimal(%d,%d)".formatted(digits, scale), 0);
        } else if (number != null) {
            return number(number, numbers);
        } else if (SHORT_TEXTS.contains(word)) {
            int length = numbers.isEmpty() ? 1 : numbers.get(0);
            boolean fixed = word.equals("CHAR") || word.equals("NCHAR");
            return column(ColumnType.TEXT, (fixed ? "char(" : "varchar(") + length + ")", length);
        } else if (TEXTS.contains(word)) {
            return column(ColumnType.TEXT, word.toLowerCase(Locale.ROOT), 0);
        } else if (BYTES.contains(word)) {
            String length = word.equals("BINARY") && numbers.isEmpty() ? "(1)" : brackets(numbers);
            return column(ColumnType.BINARY, word.toLowerCase(Locale.ROOT) + length, 0);
        } else if (GEOMETRIES.contains(word)) {
            return column(ColumnType.GEOMETRY, word.toLowerCase(Locale.ROOT), 0);
        }
        ColumnType other = OTHERS.get(word);
        if (other == null) {
            throw new UntranslatableDdlException("the type '%s' is not known".formatted(word));
        }
        boolean temporal = other == ColumnType.DATETIME || other == ColumnType.TIMESTAMP || other == ColumnType.TIME;
        String fraction = temporal && numbers.isEmpty() ? "(0)" : brackets(numbers);
        return column(other, word.toLowerCase(Locale.ROOT) + fraction, 0);
    }

    private static Column number(ColumnType type, List<Integer> numbers) {
        return column(type, type.name().toLowerCase(Locale.ROOT) + brackets(numbers), 0);
    }

    private static Column column(ColumnType type, String declared, int length) {
        return new Column("", type, false, new Declaration(declared, length, true, List.of()));
    }

    private static String brackets(List<Integer> numbers) {
        return numbers.isEmpty()
                ? ""
                : numbers.toString().replace("[", "(").replace("]", ")").replace(" ", "");
    }

    private List<Integer> numbers() throws UntranslatableDdlException {
        List<Integer> numbers = new ArrayList<>();
        if (words.skip("(")) {
            do {
                numbers.add(number());
            } while (words.skip(","));
            words.require(")");
        }
        return numbers;
    }

    private int number() throws UntranslatableDdlException {
        if (words.peek().quote() != 0 || !words.peek().text().matches("\\d{1,9}")) {
            throw words.unexpected();
        }
        return Integer.parseInt(words.take().text());
    }

    private Column labelled(ColumnType type) throws UntranslatableDdlException {
        List<String> labels = new ArrayList<>();
        words.require("(");
        do {
            if (!words.peek().isText()) {
                throw words.unexpected();
            }
            labels.add(words.take().text().stripTrailing());
        } while (words.skip(","));
        words.require(")");
        return new Column("", type, false, new Declaration(type.name().toLowerCase(Locale.ROOT), 0, true, labels));
    }
}
