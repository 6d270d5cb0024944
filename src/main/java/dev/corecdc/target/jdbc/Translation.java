package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** What all parts of one statement's translation share. The statements that come of it are gathered in their order. */
final class Translation {

    private final Dialect dialect;
    private final DdlDialect ddl;
    private final Names names;
    private final ZeroDates zeroDates;
    private final DdlEvent event;
    private final CopyCatalog catalog;
    private final List<String> statements = new ArrayList<>();
    private final List<PostponedReference> postponed = new ArrayList<>();
    private final List<TableName> appeared = new ArrayList<>();

    Translation(
            Dialect dialect, DdlDialect ddl, Names names, ZeroDates zeroDates, DdlEvent event, CopyCatalog catalog) {
        this.dialect = dialect;
        this.ddl = ddl;
        this.names = names;
        this.zeroDates = zeroDates;
        this.event = event;
        this.catalog = catalog;
    }

    Dialect dialect() {
        return dialect;
    }

    DdlDialect ddl() {
        return ddl;
    }

    Names names() {
        return names;
    }

    ZeroDates zeroDates() {
        return zeroDates;
    }

    DdlEvent event() {
        return event;
    }

    CopyCatalog catalog() {
        return catalog;
    }

    List<String> statements() {
        return statements;
    }

    void add(String statement) {
        statements.add(statement);
    }

    /** Keeps a foreign key for when the table is there that it refers to. */
    void postpone(TableName referred, TableName table, String sql) {
        postponed.add(new PostponedReference(referred, table, sql));
    }

    List<PostponedReference> postponed() {
        return postponed;
    }

    /** Tells of a table that was not there before. */
    void appears(TableName table) {
        appeared.add(table);
    }

    /** The tables that were not there before. */
    List<TableName> appeared() {
        return appeared;
    }

    /** Adds a statement that alters a table. */
    void alter(TableName table, String change) {
        statements.add("ALTER TABLE " + dialect.quoted(table) + " " + change);
    }

    String quoted(String name) {
        return dialect.quoted(name);
    }

    String quoted(TableName name) {
        return dialect.quoted(name);
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A table of the source that the statement names. */
    SourceTable source(DdlName name) throws UntranslatableDdlException {
        String database = name.database() == null ? event.session().database() : name.database();
        if (database == null) {
            database = event.schema();
        }
        if (database == null) {
            throw new UntranslatableDdlException("it is not known in which database '%s' is".formatted(name.table()));
        }
        return new SourceTable(database, name.table(), false);
    }

    /** Where a table is that the statement names. */
    TableName table(DdlName name) throws UntranslatableDdlException {
        SourceTable source = source(name);
        TableName table = names.table(source.schema(), source.table());
        requireFit(table.table());
        return table;
    }

    /** What a column is called. */
    String column(String name) throws UntranslatableDdlException {
        String column = names.column(name);
        requireFit(column);
        return column;
    }

    /** A name that the database would cut off could be another's. */
    void requireFit(String name) throws UntranslatableDdlException {
        if (length(name) > ddl.longestName()) {
            throw new UntranslatableDdlException(
                    "the name '%s' has more than %d bytes".formatted(name, ddl.longestName()));
        }
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A name for what nobody else refers to by name. */
    String shortened(String name) {
        if (length(name) <= ddl.longestName()) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        String end = "_%08x".formatted(sum.getValue());
        String kept = name;
        while (length(kept) + end.length() > ddl.longestName()) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + end;
    }

    /** Makes a schema that is not there. */
    void requireSchema(TableName table) throws SQLException, UntranslatableDdlException {
        if (table.schema() != null && !catalog.hasSchema(table.schema())) {
            requireFit(table.schema());
            add("CREATE SCHEMA IF NOT EXISTS " + quoted(table.schema()));
        }
    }
}
