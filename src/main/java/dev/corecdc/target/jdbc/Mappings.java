package dev.corecdc.target.jdbc;

import dev.corecdc.event.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The tables of the database for those of the source. For use by one thread at a time. */
final class Mappings {

    private final Tables tables;
    private final Names names;
    private final Map<SourceTable, TableMapping> known = new HashMap<>();

    Mappings(Tables tables, Names names) {
        this.tables = tables;
        this.names = names;
    }

    private record SourceTable(String schema, String table) {}

    /** Asks the database anew from now on, because tables may have changed. */
    void forget() {
        known.clear();
        tables.forget();
    }

    /**
     * The table for a version of a source's table.
     *
     * @throws UnfitTableException when there is none, or none that can take the rows
     */
    TableMapping of(Columns source, Connection connection) throws SQLException, UnfitTableException {
        SourceTable key = new SourceTable(source.schema(), source.table());
        TableMapping mapping = known.get(key);
        if (mapping == null || !mapping.source().equals(source)) {
            if (mapping != null) {
                tables.forget();
            }
            mapping = map(source, connection);
            known.put(key, mapping);
        }
        return mapping;
    }

    private TableMapping map(Columns source, Connection connection) throws SQLException, UnfitTableException {
        TableName name = names.table(source.schema(), source.table());
        TargetTable table = tables.find(connection, name);
        if (table == null) {
            throw new UnfitTableException(
                    "there is no table %s for the rows of %s.%s".formatted(name, source.schema(), source.table()));
        }
        return new TableMapping(source, table, names);
    }
}
