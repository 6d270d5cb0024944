package dev.corecdc.service;

import dev.corecdc.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of a database of a source, and those of a schema of that name in a PostgreSQL, as texts that are the same where the values are. */
record MixedCopy(DatabaseServer source, CopyDatabase copy, String schema) {

    /** The tables whose rows are not the same, each with those that only one side has. */
    Map<String, String> differences() throws SQLException {
        Map<String, List<String>> expected = rows(true);
        Map<String, List<String>> actual = rows(false);
        Map<String, String> differences = new TreeMap<>();
        Set<String> tables = new TreeSet<>(expected.keySet());
        tables.addAll(actual.keySet());
        for (String table : tables) {
            List<String> there = actual.get(table);
            List<String> here = expected.get(table);
            if (here == null || there == null) {
                differences.put(table, there == null ? "is not in the copy" : "is only in the copy");
            } else if (!here.equals(there)) {
                differences.put(
                        table,
                        "only in the source: %s, only in the copy: %s"
                                .formatted(without(here, there), without(there, here)));
            }
        }
        return differences;
    }

    private static List<String> without(List<String> rows, List<String> others) {
        List<String> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }

    private Map<String, List<String>> rows(boolean ofSource) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection there = copy.connect();
                Connection here = source.connect();
                Statement statement = (ofSource ? here : there).createStatement()) {
            if (ofSource) {
                statement.execute("SET time_zone = '+00:00'");
            } else {
                statement.execute("SET TIME ZONE 'UTC'");
            }
            for (String table : tables(ofSource ? here : there)) {
                rows.put(table, rows(statement, query(there, here, table, ofSource)));
            }
        }
        return rows;
    }

    private List<String> tables(Connection connection) throws SQLException {
        return query(
                        connection,
                        "SELECT table_name, '' FROM information_schema.tables WHERE table_schema = '%s'"
                                .formatted(schema))
                .keySet()
                .stream()
                .toList();
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                StringJoiner values = new StringJoiner("|");
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    @Nullable String value = row.getString(i);
                    values.add(String.valueOf(value));
                }
                rows.add(values.toString());
            }
        }
        rows.sort(null);
        return rows;
    }

    private static Map<String, String> query(Connection connection, String query) throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                found.put(row.getString(1), row.getString(2));
            }
        }
        return found;
    }

    /** The columns are those of the side that is asked; the types, by which values are shown, always those of the copy. */
    private String query(Connection there, Connection here, String table, boolean ofSource) throws SQLException {
        String columns = "SELECT column_name, %s FROM information_schema.columns WHERE table_schema = '%s' AND"
                + " table_name = '%s' ORDER BY column_name";
        Map<String, String> types = query(there, columns.formatted("udt_name", schema, table));
        StringJoiner shown = new StringJoiner(", ");
        Map<String, String> asked = ofSource
                ? new TreeMap<>(query(here, columns.formatted("column_type", schema, table)))
                : new TreeMap<>(types);
        for (Map.Entry<String, String> column : asked.entrySet()) {
            String type = types.getOrDefault(column.getKey(), "absent");
            shown.add(ofSource ? inSource(column.getKey(), type) : inCopy(column.getKey(), type));
        }
        return ofSource
                ? "SELECT %s FROM `%s`.`%s`".formatted(shown, schema, table)
                : "SELECT %s FROM \"%s\".\"%s\"".formatted(shown, schema, table);
    }

    private static String inSource(String name, String type) {
        String column = "`" + name + "`";
        return switch (type) {
            case "text" -> "HEX(CONVERT(" + column + " USING utf8mb4))";
            case "bytea" -> "HEX(" + column + ")";
            case "bit" -> "BIN(" + column + " + 0)";
            case "float4", "float8" -> "CAST(" + column + " AS DECIMAL(30,6))";
            case "timestamp", "timestamptz" -> "DATE_FORMAT(" + column + ", '%Y-%m-%d %H:%i:%s.%f')";
            case "interval" -> "TIME_FORMAT(" + column + ", '%H:%i:%s.%f')";
            default -> "CAST(" + column + " AS CHAR)";
        };
    }

    private static String inCopy(String name, String type) {
        String column = '"' + name + '"';
        return switch (type) {
            case "text" -> "upper(encode(convert_to(" + column + ", 'UTF8'), 'hex'))";
            case "bytea" -> "upper(encode(" + column + ", 'hex'))";
            case "bit" -> "ltrim(" + column + "::text, '0')";
            case "float4", "float8" -> "CAST(" + column + " AS numeric(30,6))";
            case "timestamp" -> "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US')";
            case "timestamptz" -> "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";
            case "interval" -> "to_char(" + column + ", 'HH24:MI:SS.US')";
            default -> column + "::text";
        };
    }

    /** The types of columns in the copy, by {@code table.column}. */
    Map<String, String> types() throws SQLException {
        try (Connection there = copy.connect()) {
            return new TreeMap<>(query(
                    there,
                    "SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN"
                            + " ' NOT NULL' ELSE '' END FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n"
                            + " ON n.oid = c.relnamespace WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r' AND"
                            + " n.nspname = '" + schema + "'"));
        }
    }

    /** The indexes and foreign keys of the copy, by their names. */
    Map<String, String> keys() throws SQLException {
        try (Connection there = copy.connect()) {
            Map<String, String> keys = new TreeMap<>(
                    query(there, "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = '" + schema + "'"));
            keys.putAll(
                    query(
                            there,
                            "SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"));
            return keys;
        }
    }
}
