package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.Connections.Work;
import dev.corecdc.target.jdbc.JdbcTargetSettings.Evolution;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a copy of the tables in a database. The changes of a call are written in one transaction: first with few statements, and if the database
 * refuses those, one by one, which succeeds or shows which of them it refuses.
 */
final class JdbcTarget implements DdlTarget, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JdbcTarget.class);

    private final String name;
    private final Dialect dialect;
    private final Connections connections;
    private final Mappings mappings;
    private final RowWrites writes;
    private final @Nullable EventTimestamps timestamps;
    private final CopyDdl ddl;

    private JdbcTarget(
            String name,
            Dialect dialect,
            Connections connections,
            Mappings mappings,
            RowWrites writes,
            @Nullable EventTimestamps timestamps,
            CopyDdl ddl) {
        this.name = name;
        this.dialect = dialect;
        this.connections = connections;
        this.mappings = mappings;
        this.writes = writes;
        this.timestamps = timestamps;
        this.ddl = ddl;
    }

    /**
     * A target that has not connected yet.
     *
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     */
    static JdbcTarget open(String name, JdbcTargetSettings settings) {
        return open(name, settings, Dialects.of(settings.url(), settings.zeroDates()));
    }

    /** The same for a dialect of the caller's. */
    static JdbcTarget open(String name, JdbcTargetSettings settings, Dialect dialect) {
        Names names = new Names(settings.table(), settings.letterCase());
        TableOwners owners = new TableOwners();
        return new JdbcTarget(
                name,
                dialect,
                new Connections(name, settings, dialect),
                new Mappings(
                        new Tables(dialect),
                        names,
                        owners,
                        new SchemaEvolution(dialect, names),
                        settings.schemaEvolution() == Evolution.BASIC,
                        settings.exactlyOnce()),
                new RowWrites(dialect, settings.withoutKey()),
                settings.addEventTimestamp() ? new EventTimestamps() : null,
                new UntranslatableStatements(
                        name,
                        settings.untranslatableDdl(),
                        CopyDdl.of(name, dialect, names, owners, settings.zeroDates())));
    }

    Connections connections() {
        return connections;
    }

    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        save(records, connection -> {});
    }

    /** Does something more in the transaction, before the changes are written. */
    void save(List<ChangeRecord> records, Work more) throws Exception {
        try {
            List<ChangeRecord> rows = timestamps == null ? records : timestamps.addedTo(records);
            prepareTables(rows);
            write(rows, more);
        } catch (Exception | Error e) {
            // Somebody may have changed the tables.
            mappings.forget();
            throw e;
        }
    }

    /** Outside of a transaction: making a table ends one on some databases. */
    private void prepareTables(List<ChangeRecord> records) throws Exception {
        for (ChangeRecord change : records) {
            if (!mappings.isKnown(change.columns())) {
                connections.use(connection -> mappings.of(change.columns(), connection));
            }
        }
    }

    private void write(List<ChangeRecord> records, Work more) throws Exception {
        try {
            connections.inTransaction(connection -> {
                more.with(connection);
                writeGrouped(connection, records);
            });
            return;
        } catch (SQLException e) {
            if (!dialect.refusesTheChange(e)) {
                throw e;
            }
            log.debug("{}: the database refuses the changes written together", name, e);
        } catch (UnfitValueException e) {
            log.debug("{}: a value does not fit", name, e);
        }
        connections.inTransaction(connection -> {
            more.with(connection);
            writeOneByOne(connection, records);
        });
    }

    private void writeGrouped(Connection connection, List<ChangeRecord> records) throws Exception {
        Statements statements = new Statements(connection, dialect.rowsAtOnce());
        GroupedWriter writer = new GroupedWriter(dialect, writes, statements);
        for (int i = 0; i < records.size(); i++) {
            ChangeRecord change = records.get(i);
            writer.add(change, mappings.of(change.columns(), connection), i);
        }
        writer.finish();
        tellOfMissing(statements);
    }

    private void writeOneByOne(Connection connection, List<ChangeRecord> records) throws Exception {
        Statements statements = new Statements(connection, dialect.rowsAtOnce());
        for (int i = 0; i < records.size(); i++) {
            ChangeRecord change = records.get(i);
            try {
                for (Write write : writes.of(change, mappings.of(change.columns(), connection), i)) {
                    statements.execute(List.of(write));
                }
            } catch (SQLException e) {
                if (dialect.refusesTheChange(e)) {
                    throw new RejectedRecordException(i, String.valueOf(e.getMessage()), e);
                }
                throw e;
            }
        }
        tellOfMissing(statements);
    }

    private void tellOfMissing(Statements statements) {
        statements
                .missing()
                .forEach((table, count) -> log.warn(
                        "{}: {} changes of {} are of rows that are not in the copy; they changed nothing",
                        name,
                        count,
                        table));
    }

    @Override
    public void execute(DdlEvent statement, boolean repeated) throws Exception {
        try {
            connections.useForLong(connection -> ddl.execute(connection, statement, repeated));
        } finally {
            mappings.forget();
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
