package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code debezium}: the envelope of Debezium's connectors, as its JSON converter writes it without a schema (Debezium
 * documentation, "Debezium connector for MySQL": "Data change events", "Schema change topic"; "Debezium connector for MongoDB":
 * "Change event values"). Held against what Debezium 3.6 writes.
 *
 * <p>An update that changes the primary key is two messages, a deletion and a creation. A statement that truncates a table is the event
 * {@code t}; every other is a schema change without {@code tableChanges}.
 */
final class DebeziumLayout implements JsonLayout<DebeziumLayout.Table> {

    private static final byte[] BEFORE = JsonOutput.ascii("{\"before\":");
    private static final byte[] AFTER = JsonOutput.ascii(",\"after\":");
    private static final byte[] SOURCE = JsonOutput.ascii(",\"source\":");
    private static final byte[] OPERATION = JsonOutput.ascii(",\"transaction\":null,\"op\":\"");
    private static final byte[] TIME = JsonOutput.ascii("\",\"ts_ms\":");
    private static final byte[] STATEMENT_SOURCE = JsonOutput.ascii("{\"source\":");
    private static final byte[] STATEMENT_TIME = JsonOutput.ascii(",\"ts_ms\":");
    private static final byte[] DATABASE = JsonOutput.ascii(",\"databaseName\":");
    private static final byte[] STATEMENT = JsonOutput.ascii(",\"schemaName\":null,\"ddl\":");
    private static final byte[] NO_TABLE_CHANGES = JsonOutput.ascii(",\"tableChanges\":[]}");

    private final DebeziumSource source;
    private final DebeziumValues values;
    private final Clock clock;

    DebeziumLayout(FormatSettings settings, Clock clock) {
        this.source = new DebeziumSource(settings.service());
        this.values = new DebeziumValues(settings.debezium());
        this.clock = clock;
    }

    /**
     * What the records of one version of a table have in common.
     *
     * @param names by column: its name and a colon
     * @param source what their source has
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Table(Columns columns, byte[][] names, byte[][] source) {}

    @Override
    public Table table(Columns columns) {
        return new Table(columns, TableText.names(columns), DebeziumSource.of(columns));
    }

    @Override
    public void write(ChangeRecord change, Table table, JsonOutput out) throws IOException {
        if (table.columns().isOfCollection()) {
            writeDocument(change, out);
        } else if (ChangedRow.isOfChangedKey(change)) {
            writeEnvelope(change, table, true, false, out);
            out.write('\n');
            writeEnvelope(change, table, false, true, out);
        } else {
            writeEnvelope(change, table, change.type() != EventType.INSERT, change.type() != EventType.DELETE, out);
        }
    }

    private void writeEnvelope(ChangeRecord change, Table table, boolean before, boolean after, JsonOutput out)
            throws IOException {
        out.write(BEFORE);
        Row old = change.type() == EventType.DELETE ? change.row() : change.before();
        if (before && old != null) {
            writeRow(table, old, null, out);
        } else {
            out.writeNull();
        }
        out.write(AFTER);
        if (after) {
            writeRow(table, change.row(), change.before(), out);
        } else {
            out.writeNull();
        }
        out.write(SOURCE);
        source.write(change, table.source(), out);
        writeOperation(before && after ? 'u' : before ? 'd' : 'c', out);
    }

    /**
     * @param otherwise where values stand that the row does not hold
     */
    private void writeRow(Table table, Row row, @Nullable Row otherwise, JsonOutput out) throws IOException {
        Columns columns = table.columns();
        char separator = '{';
        for (int i = 0; i < columns.size(); i++) {
            Row holder = row.has(i) ? row : otherwise;
            if (holder != null && holder.has(i)) {
                out.write(separator);
                out.write(table.names()[i]);
                values.write(columns.column(i), holder.get(i), out);
                separator = ',';
            }
        }
        if (separator == '{') {
            out.write('{');
        }
        out.write('}');
    }

    private void writeDocument(ChangeRecord change, JsonOutput out) throws IOException {
        DebeziumDocuments.writeChange(change, out);
        out.write(SOURCE);
        source.writeOfCollection(
                change, change.columns().schema(), change.columns().table(), out);
        writeOperation(
                switch (change.type()) {
                    case INSERT -> 'c';
                    case DELETE -> 'd';
                    default -> 'u';
                },
                out);
    }

    private void writeOperation(char operation, JsonOutput out) throws IOException {
        Instant now = clock.instant();
        out.write(OPERATION);
        out.write(operation);
        out.write(TIME);
        out.writeNumber(now.toEpochMilli());
        DebeziumSource.writeFinerTimes(now, out);
        out.write('}');
    }

    @Override
    public void write(DdlEvent statement, JsonOutput out) throws IOException {
        if (statement.kind() == DdlKind.TRUNCATE_TABLE) {
            out.write(BEFORE);
            out.writeNull();
            out.write(AFTER);
            out.writeNull();
            out.write(SOURCE);
            writeSource(statement, out);
            writeOperation('t', out);
            return;
        }
        out.write(STATEMENT_SOURCE);
        writeSource(statement, out);
        out.write(STATEMENT_TIME);
        out.writeNumber(clock.millis());
        out.write(DATABASE);
        out.writeText(statement.schema() == null ? "" : statement.schema());
        out.write(STATEMENT);
        out.writeText(statement.statement());
        out.write(NO_TABLE_CHANGES);
    }

    private void writeSource(DdlEvent statement, JsonOutput out) throws IOException {
        String table = table(statement);
        if (isOfCollections(statement)) {
            source.writeOfCollection(statement, statement.schema(), table, out);
        } else {
            source.write(statement, statement.schema() == null ? "" : statement.schema(), table, out);
        }
    }

    /** The first table of a statement, by its new name where it is renamed. */
    private static @Nullable String table(DdlEvent statement) {
        List<String> tables = statement.tables();
        if (statement.kind() == DdlKind.RENAME_TABLE && tables.size() > 1) {
            return tables.get(1);
        }
        return tables.isEmpty() ? null : tables.get(0);
    }

    /** Only a log of documents names its events, and has no files. */
    private static boolean isOfCollections(ChangeEvent event) {
        return event.origin().entry().id() != null;
    }
}
