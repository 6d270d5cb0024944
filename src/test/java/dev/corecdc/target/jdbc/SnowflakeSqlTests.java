package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Declaration;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import dev.corecdc.target.jdbc.JdbcTargetSettings.LetterCase;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The statements for Snowflake as {@code snowflake.sql} holds them, and what an H2 does with them. {@code -Dgolden.write} writes the file anew. */
class SnowflakeSqlTests {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/corecdc/target/jdbc/snowflake.sql");

    private static final Dialect SNOWFLAKE = Dialects.of("jdbc:snowflake://account", ZeroDates.NULL_VALUE);
    private static final Names NAMES = new Names("shop.{table}", LetterCase.AS_IS);

    /** As the driver calls the types that the target makes. */
    private static final Map<String, String> REPORTED = Map.of(
            "TIMESTAMP_NTZ", "timestampntz", "TIMESTAMP_TZ", "timestamptz", "VARBINARY", "binary", "FLOAT", "double");

    /** One of each type, with two values. */
    private record Kind(
            String name,
            ColumnType type,
            String declared,
            Object value,
            @Nullable Object other) {

        Column column() {
            boolean unsigned = declared.contains("unsigned");
            return new Column(name, type, unsigned, new Declaration(declared, 0, true, List.of()));
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("id", ColumnType.BIGINT, "bigint unsigned", new BigInteger("18446744073709551615"), 7L),
            new Kind("Name of it", ColumnType.TEXT, "varchar(50)", "naïve \"'\\ 😀", ""),
            new Kind("small", ColumnType.TINYINT, "tinyint", -128L, null),
            new Kind(
                    "price",
                    ColumnType.DECIMAL,
                    "decimal(38,10)",
                    new BigDecimal("12345678901234567890.1234567890"),
                    null),
            new Kind(
                    "wide",
                    ColumnType.DECIMAL,
                    "decimal(65,30)",
                    new BigDecimal("12345678901234567890123456789012345.123456789012345678901234567890"),
                    null),
            new Kind("f", ColumnType.FLOAT, "float", 1.1f, -0.25f),
            new Kind("d", ColumnType.DOUBLE, "double", 1.7976931348623157e308, 0.1),
            new Kind("bits", ColumnType.BIT, "bit(64)", new BigInteger("18446744073709551615"), 5L),
            new Kind("y", ColumnType.YEAR, "year", 2155L, 0L),
            new Kind("day", ColumnType.DATE, "date", new SqlDate(1990, 1, 15), new SqlDate(2020, 0, 0)),
            new Kind(
                    "at",
                    ColumnType.DATETIME,
                    "datetime(6)",
                    new SqlDateTime(new SqlDate(2024, 12, 3), 3, 48, 55, 123456, 6),
                    new SqlDateTime(new SqlDate(0, 0, 0), 0, 0, 0, 0, 0)),
            new Kind(
                    "moment",
                    ColumnType.TIMESTAMP,
                    "timestamp(6)",
                    new SqlDateTime(new SqlDate(2024, 10, 27), 2, 30, 0, 1, 6),
                    null),
            new Kind("took", ColumnType.TIME, "time(3)", new SqlTime(true, 838, 59, 59, 0, 3), null),
            new Kind("bytes", ColumnType.BINARY, "blob", new byte[] {0, -1, 0x27}, new byte[0]),
            new Kind("kind", ColumnType.ENUM, "enum('a','b')", "b", null),
            new Kind("doc", ColumnType.JSON, "json", Json.of("{\"a\":[1,2.5]}"), null),
            new Kind("place", ColumnType.GEOMETRY, "point", new Geometry(0, new byte[] {1, 2}), null),
            new Kind("v", ColumnType.VECTOR, "vector(2)", new float[] {1f, 2.5f}, null));

    private final List<String> told = new ArrayList<>();

    private static Columns columns(String table, List<Integer> key) {
        return new Columns("shop", table, KINDS.stream().map(Kind::column).toList(), key);
    }

    private static Row row(boolean other) {
        return Row.of(KINDS.stream()
                .map(kind -> other ? kind.other() : kind.value())
                .collect(Collectors.toCollection(ArrayList::new))
                .toArray());
    }

    /** As Snowflake would tell of a table that the target has made, by a {@code CREATE TABLE} that is told. */
    private TableMapping map(Columns source, Connection connection) throws Exception {
        TableName name = new TableName("shop", source.table());
        SchemaEvolution evolution = new SchemaEvolution(SNOWFLAKE, NAMES);
        told.add(evolution.definition(connection, name, source));
        try (var statement = connection.createStatement()) {
            statement.execute(told.get(told.size() - 1));
        }
        Map<String, TargetColumn> columns = new LinkedHashMap<>();
        for (int i = 0; i < source.size(); i++) {
            Column column = source.column(i);
            String made = SNOWFLAKE.columnTypes().of(column, source.primaryKey().contains(i));
            String type = made.replaceAll("\\(.*", "");
            String brackets = made.replaceAll("[^0-9,]", "");
            int scale = brackets.contains(",") ? Integer.parseInt(brackets.substring(brackets.indexOf(',') + 1)) : 0;
            columns.put(
                    column.name(),
                    new TargetColumn(
                            column.name(),
                            REPORTED.getOrDefault(type, type.toLowerCase(Locale.ROOT)),
                            0,
                            scale,
                            false));
        }
        List<String> key = source.primaryKey().isEmpty() ? List.of() : List.of("id");
        Set<String> unique = Set.copyOf(key);
        return new TableMapping(
                source,
                new TargetTable(name, columns, key, unique.isEmpty() ? List.of() : List.of(unique), Set.of(), true),
                NAMES);
    }

    @Test
    void areThoseOfTheFileAndAnH2UnderstandsThem() throws Exception {
        Copy copy = Copy.onH2AsSnowflake();
        RowWrites writes = new RowWrites(SNOWFLAKE, WithoutKey.APPEND);
        try (Connection connection = copy.connect()) {
            Statements statements = new Statements(connection, SNOWFLAKE.rowsAtOnce());
            TableMapping keyed = map(columns("Keyed", List.of(0)), connection);
            write(statements, writes, keyed, insert(keyed, row(false)), insert(keyed, row(true)));
            write(statements, writes, keyed, update(keyed, row(true), name(row(true), "set")));
            write(statements, writes, keyed, part(keyed, row(true), "part"));
            assertThat(copy.rows(
                            "SELECT \"id\", \"Name of it\", \"price\", \"wide\", \"f\", \"d\", \"bits\", \"y\", \"day\", \"at\","
                                    + " \"took\", \"doc\", \"v\" FROM \"shop\".\"Keyed\" ORDER BY 1 DESC"))
                    .containsExactly(
                            "18446744073709551615|naïve \"'\\ 😀|12345678901234567890.1234567890|12345678901234567890123456789012345"
                                    + ".123456789012345678901234567890|1.1|1.7976931348623157E308|18446744073709551615|2155|1990-01-15"
                                    + "|2024-12-03 03:48:55.123456|-838:59:59.000|{\"a\":[1,2.5]}|[1.0,2.5]",
                            "7|part|null|null|-0.25|0.1|5|0|null|null|null|null|null");
            assertThat(copy.rows(
                                    "SELECT CAST(\"moment\" AT TIME ZONE 'UTC' AS VARCHAR) FROM \"shop\".\"Keyed\" ORDER BY \"id\" DESC")
                            .get(0))
                    .isEqualTo("2024-10-27 02:30:00.000001+00");
            write(statements, writes, keyed, delete(keyed, row(true)), delete(keyed, row(false)));
            assertThat(copy.rows("SELECT * FROM \"shop\".\"Keyed\"")).isEmpty();

            TableMapping loose = map(columns("Loose", List.of()), connection);
            write(statements, writes, loose, insert(loose, row(false)), insert(loose, row(false)));
            write(statements, writes, loose, insert(loose, row(false)), insert(loose, row(true)));
            write(statements, writes, loose, delete(loose, row(false)));
            write(statements, writes, loose, update(loose, row(false), name(row(false), "one")));
            assertThat(copy.rows("SELECT \"Name of it\" FROM \"shop\".\"Loose\""))
                    .containsExactlyInAnyOrder("naïve \"'\\ 😀", "one", "");
            assertThat(statements.missing()).isEmpty();
        }
        TargetColumn shape = new TargetColumn("shape", "geography", 0, 0, false);
        TargetColumn tags = new TargetColumn("tags", "array", 0, 0, false);
        told.add(SNOWFLAKE
                .insert(new TableName(null, "own"), List.of(shape, tags))
                .text());
        told.add("DELETE FROM \"own\" WHERE " + SNOWFLAKE.same(shape) + " AND " + SNOWFLAKE.same(tags));
        String all = told.stream().distinct().collect(Collectors.joining(";\n\n", "", ";\n"));
        if (System.getProperty("golden.write") != null) {
            Files.writeString(GOLDEN, all);
        }
        assertThat(all).isEqualTo(Files.readString(GOLDEN));
    }

    private void write(Statements statements, RowWrites writes, TableMapping table, ChangeRecord... changes)
            throws Exception {
        List<Write> due = new ArrayList<>();
        for (int i = 0; i < changes.length; i++) {
            due.addAll(writes.of(changes[i], table, i));
        }
        told.add(
                due.get(0).sql().takesManyRows()
                        ? due.get(0).sql().text(due.size())
                        : due.get(0).sql().text());
        statements.execute(due);
    }

    private static ChangeRecord insert(TableMapping table, Row row) {
        return Shop.insert(table.source(), values(row));
    }

    private static ChangeRecord delete(TableMapping table, Row row) {
        return Shop.delete(table.source(), values(row));
    }

    private static ChangeRecord update(TableMapping table, Row before, Row after) {
        return Shop.update(table.source(), before, after);
    }

    /** Of which the log holds the key and what has changed. */
    private static ChangeRecord part(TableMapping table, Row before, String name) {
        List<@Nullable Object> found = new ArrayList<>(Collections.nCopies(before.size(), Row.ABSENT));
        List<@Nullable Object> set = new ArrayList<>(found);
        found.set(0, before.get(0));
        set.set(1, name);
        set.set(15, null);
        return Shop.update(table.source(), Row.of(found.toArray()), Row.of(set.toArray()));
    }

    private static Row name(Row row, String name) {
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(values(row)));
        values.set(1, name);
        return Row.of(values.toArray());
    }

    private static @Nullable Object[] values(Row row) {
        @Nullable Object[] values = new @Nullable Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i);
        }
        return values;
    }
}
