package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The tables of the database for those of the source. For use by one thread at a time. */
final class Mappings {

    private final Tables tables;
    private final Names names;
    private final SchemaEvolution evolution;
    private final boolean evolves;
    private final boolean exactlyOnce;
    private final Map<SourceTable, TableMapping> known = new HashMap<>();

    /** Never forgotten, as two tables of a source have nothing to do with each other for as long as this runs. */
    private final TableOwners owners;

    /**
     * With nothing asked yet.
     *
     * @param owners followed by others too
     * @param evolves whether all that is missing is made; else it is only {@link EventTimestamps#COLUMN}
     * @param exactlyOnce whether a transaction that fails must leave nothing
     */
    Mappings(
            Tables tables,
            Names names,
            TableOwners owners,
            SchemaEvolution evolution,
            boolean evolves,
            boolean exactlyOnce) {
        this.tables = tables;
        this.names = names;
        this.owners = owners;
        this.evolution = evolution;
        this.evolves = evolves;
        this.exactlyOnce = exactlyOnce;
    }

    private static SourceTable table(Columns source) {
        return new SourceTable(source.schema(), source.table(), true);
    }

    /** Asks the database anew from now on, because tables may have changed. */
    void forget() {
        known.clear();
        tables.forget();
    }

    /** Whether {@link #of} would ask the database. */
    boolean isKnown(Columns source) {
        TableMapping mapping = known.get(table(source));
        return mapping != null && mapping.source().equals(source);
    }

    /**
     * The table for a version of a source's table. What is to be made is made, which ends a transaction on some databases, unless the mapping
     * {@linkplain #isKnown is known}.
     *
     * @throws UnfitTableException when there is none, or none that can take the rows
     */
    TableMapping of(Columns source, Connection connection) throws SQLException, UnfitTableException {
        SourceTable key = table(source);
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
        owners.take(name, table(source));
        TargetTable table = tables.find(connection, name);
        if (table == null && evolves) {
            evolution.createTable(connection, name, source);
            table = tables.find(connection, name);
        } else if (table != null && addMissing(connection, table, source)) {
            tables.forget();
            table = tables.find(connection, name);
        }
        if (table == null) {
            throw new UnfitTableException(
                    "there is no table %s for the rows of %s.%s".formatted(name, source.schema(), source.table()));
        }
        if (exactlyOnce && !table.transactional()) {
            throw new UnfitTableException(
                    "the engine of the table %s has no transactions, so that 'exactly-once' cannot hold; change it, or leave the table out"
                            .formatted(name));
        }
        return new TableMapping(source, table, names);
    }

    private boolean addMissing(Connection connection, TargetTable table, Columns source) throws SQLException {
        boolean added = false;
        for (Column column : source.columns()) {
            boolean isOurs = column.equals(EventTimestamps.COLUMN);
            if ((evolves || isOurs) && !table.columns().containsKey(names.column(column.name()))) {
                evolution.addColumn(connection, table.name(), column);
                added = true;
            }
        }
        return added;
    }
}
