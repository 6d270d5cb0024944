package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code information_schema} says of the wanted tables (MySQL Reference Manual: "INFORMATION_SCHEMA Tables").
 *
 * @param refused what is not understood of other tables
 * @param databases the character sets of databases
 */
record Catalog(Map<TableName, TableShape> tables, Map<TableName, String> refused, Map<String, String> databases) {

    private static final String OTHERS =
            " WHERE %s NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')";

    private static final String VERSIONED = "SYSTEM VERSIONED";

    /** Of a column that is computed when it is read. */
    private static final String VIRTUAL = "VIRTUAL GENERATED";

    static Catalog read(ServerSession session, WantedTables wanted, SchemaFollower names) throws SourceException {
        return new Reading(session, wanted, names).read();
    }

    /** Puts the answers together. */
    private static final class Reading {

        private final ServerSession session;
        private final WantedTables wanted;
        private final SchemaFollower names;
        private final Flavor flavor;
        private final Map<TableName, List<Map<String, String>>> columns = new HashMap<>();
        private final Map<TableName, List<Map<String, String>>> keys = new HashMap<>();
        private final Map<TableName, String> refused = new HashMap<>();

        Reading(ServerSession session, WantedTables wanted, SchemaFollower names) {
            this.session = session;
            this.wanted = wanted;
            this.names = names;
            this.flavor = session.isMariaDb() ? Flavor.MARIADB : Flavor.MYSQL;
        }

        Catalog read() throws SourceException {
            session.showGeneratedKeys();
            gather(
                    """
                    SELECT TABLE_SCHEMA AS d, TABLE_NAME AS t, COLUMN_NAME AS name, COLUMN_TYPE AS type,
                    CHARACTER_SET_NAME AS charset, IS_NULLABLE AS nullable, EXTRA AS extra, GENERATION_EXPRESSION AS expression FROM information_schema.COLUMNS""" + OTHERS.formatted("TABLE_SCHEMA") + " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION",
                    (table, row) -> columns.computeIfAbsent(table, absent -> new ArrayList<>())
                            .add(row));
            gather(
                    "SELECT TABLE_SCHEMA AS d, TABLE_NAME AS t, " + CatalogKeys.COLUMNS
                            + OTHERS.formatted("TABLE_SCHEMA") + CatalogKeys.CONDITION
                            + " ORDER BY TABLE_SCHEMA, TABLE_NAME" + CatalogKeys.ORDER,
                    (table, row) -> keys.computeIfAbsent(table, absent -> new ArrayList<>())
                            .add(row));
            Map<TableName, TableShape> tables = new HashMap<>();
            gather(
                    "SELECT TABLE_SCHEMA AS d, TABLE_NAME AS t, TABLE_TYPE AS kind, ENGINE AS engine, TABLE_COLLATION AS collation"
                            + " FROM information_schema.TABLES" + OTHERS.formatted("TABLE_SCHEMA")
                            + " AND TABLE_TYPE NOT LIKE '%VIEW'",
                    (table, row) -> {
                        try {
                            tables.put(table, shape(table, row));
                        } catch (NotFollowedException e) {
                            refused.put(table, String.valueOf(e.getMessage()));
                        }
                    });
            Map<String, String> databases = new TreeMap<>();
            for (Map<String, String> row : session.search(
                    "SELECT SCHEMA_NAME AS d, DEFAULT_CHARACTER_SET_NAME AS charset FROM information_schema.SCHEMATA"
                            + OTHERS.formatted("SCHEMA_NAME"))) {
                String charset = CharacterSets.known(row.getOrDefault("charset", ""));
                String database = row.getOrDefault("d", "");
                if (charset != null && wanted.acceptsDatabase(database)) {
                    databases.put(names.fold(database), charset);
                }
            }
            return new Catalog(tables, refused, databases);
        }

        /** What to do with a row of a wanted table. */
        @FunctionalInterface
        private interface Gathering {
            void take(TableName table, Map<String, String> row);
        }

        private void gather(String sql, Gathering gathering) throws SourceException {
            for (Map<String, String> row : session.search(sql)) {
                TableName table = new TableName(row.getOrDefault("d", ""), row.getOrDefault("t", ""));
                if (wanted.accepts(table)) {
                    gathering.take(names.key(table), row);
                }
            }
        }

        private TableShape shape(TableName table, Map<String, String> row) throws NotFollowedException {
            List<Map<String, String>> listed = columns.getOrDefault(table, List.of());
            List<ColumnShape> shapes = new ArrayList<>();
            List<String> virtual = new ArrayList<>();
            for (Map<String, String> column : listed) {
                shapes.add(column(column));
                if (column.getOrDefault("extra", "").contains(VIRTUAL)) {
                    virtual.add(column.getOrDefault("name", ""));
                }
            }
            CatalogKeys ofTable = new CatalogKeys(row.get("engine"));
            keys.getOrDefault(table, List.of()).forEach(ofTable::add);
            boolean hidesPeriod = VERSIONED.equals(row.get("kind"))
                    && listed.stream().noneMatch(column -> "ROW START".equals(column.get("expression")));
            Integer periodEnd = null;
            if (hidesPeriod) {
                HiddenColumns.addPeriod(shapes);
                periodEnd = shapes.size() - 1;
            }
            if (flavor == Flavor.MARIADB) {
                HiddenColumns.addHashes(shapes, ofTable.hashed());
            }
            TableName stored = new TableName(row.getOrDefault("d", ""), row.getOrDefault("t", ""));
            return new TableShape(
                    shapes,
                    ofTable.key(stored, shapes, virtual, periodEnd, session),
                    Names.charsetOfCollation(row.getOrDefault("collation", "")));
        }

        private ColumnShape column(Map<String, String> row) throws NotFollowedException {
            SqlText text = new SqlText(row.getOrDefault("type", ""), SqlMode.DEFAULT);
            DeclaredType type = DeclaredType.takeShown(text);
            boolean unsigned = false;
            boolean compressed = false;
            while (!text.atEnd()) {
                unsigned |= text.peek().is("UNSIGNED") || text.peek().is("ZEROFILL");
                compressed |= text.peek().is("COMPRESSED");
                text.take();
            }
            String charset = charset(type, row.get("charset"));
            LoggedType logged = type.logged(flavor, charset);
            return new ColumnShape(
                    row.getOrDefault("name", ""),
                    compressed ? logged.compressed() : logged,
                    unsigned,
                    charset,
                    "YES".equals(row.get("nullable")),
                    type.labels());
        }

        private @Nullable String charset(DeclaredType type, @Nullable String told) throws NotFollowedException {
            if (!type.hasCharset()) {
                return type.fixedCharset(flavor);
            }
            String known = CharacterSets.known(told == null ? "binary" : told);
            if (known == null) {
                throw new NotFollowedException("the character set '%s' is not known".formatted(told));
            }
            return known;
        }
    }
}
