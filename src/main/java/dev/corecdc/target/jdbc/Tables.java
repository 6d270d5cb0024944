package dev.corecdc.target.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the database says of its tables. Each is asked for once, until all are forgotten. For use by one thread at a time. */
final class Tables {

    private final Dialect dialect;
    private final Map<TableName, TargetTable> known = new HashMap<>();
    private final Map<Side, Map<TableName, Set<TableName>>> neighbours = new EnumMap<>(Side.class);

    Tables(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Asks anew from now on, because tables may have changed. */
    void forget() {
        known.clear();
        neighbours.clear();
    }

    /** A table; null when there is none of that name. */
    @Nullable
    TargetTable find(Connection connection, TableName name) throws SQLException, UnfitTableException {
        TargetTable table = known.get(name);
        if (table == null) {
            table = load(connection, name);
            if (table != null) {
                known.put(name, table);
            }
        }
        return table;
    }

    private @Nullable TargetTable load(Connection connection, TableName name) throws SQLException, UnfitTableException {
        DatabaseMetaData metaData = connection.getMetaData();
        Place place = place(connection, name);
        Map<String, TargetColumn> columns = columns(metaData, place);
        if (columns.isEmpty()) {
            return null;
        }
        List<String> primaryKey = primaryKey(metaData, place);
        List<Set<String>> indexes = uniqueIndexes(metaData, place);
        Set<String> key = new HashSet<>(primaryKey);
        if (!key.isEmpty() && !indexes.contains(key)) {
            indexes.add(key);
        }
        TargetTable told = new TargetTable(name, columns, primaryKey, indexes, related(connection, name), true);
        return dialect.completed(told, connection);
    }

    /** A table's name as the driver's metadata has it. */
    private record Place(@Nullable String catalog, @Nullable String schema, String table) {}

    private Place place(Connection connection, TableName name) throws SQLException {
        return dialect.schemasAreCatalogs()
                ? new Place(name.schema() == null ? connection.getCatalog() : name.schema(), null, name.table())
                : new Place(
                        connection.getCatalog(),
                        name.schema() == null ? connection.getSchema() : name.schema(),
                        name.table());
    }

    private static Map<String, TargetColumn> columns(DatabaseMetaData metaData, Place place) throws SQLException {
        Map<String, TargetColumn> columns = new LinkedHashMap<>();
        String escape = metaData.getSearchStringEscape();
        try (ResultSet row = metaData.getColumns(
                place.catalog(), escaped(place.schema(), escape), escaped(place.table(), escape), null)) {
            while (row.next()) {
                if (place.table().equals(row.getString("TABLE_NAME"))) {
                    String name = row.getString("COLUMN_NAME");
                    columns.put(
                            name,
                            new TargetColumn(
                                    name,
                                    row.getString("TYPE_NAME").toLowerCase(Locale.ROOT),
                                    row.getInt("COLUMN_SIZE"),
                                    row.getInt("DECIMAL_DIGITS"),
                                    "YES".equals(row.getString("IS_GENERATEDCOLUMN"))));
                }
            }
        }
        return columns;
    }

    private static @Nullable String escaped(@Nullable String name, String escape) {
        return name == null
                ? null
                : name.replace(escape, escape + escape)
                        .replace("_", escape + "_")
                        .replace("%", escape + "%");
    }

    private static List<String> primaryKey(DatabaseMetaData metaData, Place place) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet row = metaData.getPrimaryKeys(place.catalog(), place.schema(), place.table())) {
            while (row.next()) {
                columns.put(row.getInt("KEY_SEQ"), row.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    /** What stands for an expression in an index: the name of no column. */
    private static final String EXPRESSION = "";

    private static List<Set<String>> uniqueIndexes(DatabaseMetaData metaData, Place place) throws SQLException {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        try (ResultSet row = metaData.getIndexInfo(place.catalog(), place.schema(), place.table(), true, true)) {
            while (row.next()) {
                String column = row.getString("COLUMN_NAME");
                boolean ofAllRows = row.getString("FILTER_CONDITION") == null;
                if (ofAllRows && row.getShort("TYPE") != DatabaseMetaData.tableIndexStatistic) {
                    indexes.computeIfAbsent(row.getString("INDEX_NAME"), name -> new HashSet<>())
                            .add(column == null ? EXPRESSION : column);
                }
            }
        }
        return new ArrayList<>(new HashSet<>(indexes.values()));
    }

    /** The tables on either side of a table's foreign keys. */
    private enum Side {
        /** To which it refers. */
        PARENTS("PKTABLE_"),
        /** Which refer to it. */
        CHILDREN("FKTABLE_");

        private final String prefix;

        Side(String prefix) {
            this.prefix = prefix;
        }
    }

    private Set<TableName> related(Connection connection, TableName name) throws SQLException {
        Set<TableName> related = new HashSet<>();
        addAll(related, name, Side.PARENTS, connection);
        Set<TableName> below = new HashSet<>();
        addAll(below, name, Side.CHILDREN, connection);
        related.addAll(below);
        return related;
    }

    /** Those that it is related to through others too: a change may go all the way. */
    private void addAll(Set<TableName> related, TableName name, Side side, Connection connection) throws SQLException {
        for (TableName other : neighbours(connection, name, side)) {
            if (related.add(other)) {
                addAll(related, other, side, connection);
            }
        }
    }

    private Set<TableName> neighbours(Connection connection, TableName name, Side side) throws SQLException {
        Map<TableName, Set<TableName>> asked = neighbours.computeIfAbsent(side, absent -> new HashMap<>());
        Set<TableName> found = asked.get(name);
        if (found == null) {
            found = new HashSet<>();
            DatabaseMetaData metaData = connection.getMetaData();
            Place place = place(connection, name);
            try (ResultSet row = side == Side.PARENTS
                    ? metaData.getImportedKeys(place.catalog(), place.schema(), place.table())
                    : metaData.getExportedKeys(place.catalog(), place.schema(), place.table())) {
                while (row.next()) {
                    found.add(named(name, row, side.prefix));
                }
            }
            asked.put(name, found);
        }
        return found;
    }

    /** Tables of one schema are named alike, so that they can be compared. */
    private TableName named(TableName asking, ResultSet row, String side) throws SQLException {
        String schema = row.getString(side + (dialect.schemasAreCatalogs() ? "CAT" : "SCHEM"));
        return new TableName(asking.schema() == null ? null : schema, row.getString(side + "NAME"));
    }
}
