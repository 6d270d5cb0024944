package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;
import dev.corecdc.event.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service's own format: a change as one line of JSON, its keys always there and always in one order. A column that
 * the log does not hold for a row is left out of the row, which differs from null.
 */
final class CoreCdcFormat implements RecordFormat {

    private static final byte[] EVENT_TIMESTAMP = JsonOutput.ascii("{\"event_timestamp\":");
    private static final byte[] EVENT_TYPE = JsonOutput.ascii(",\"event_type\":\"");
    private static final byte[] GLOBAL_ID = JsonOutput.ascii("\",\"global_id\":");
    private static final byte[] POSITION = JsonOutput.ascii(",\"position\":");
    private static final byte[] PRIMARY_KEY = JsonOutput.ascii(",\"primary_key\":");
    private static final byte[] NO_PRIMARY_KEY = JsonOutput.ascii("\"\"");
    private static final byte[] RECORD = JsonOutput.ascii(",\"record\":");
    private static final byte[] STATEMENT = JsonOutput.ascii("{\"query\":");
    private static final byte[] SCHEMA_NAME = JsonOutput.ascii(",\"schema_name\":");
    private static final byte[] TABLE_NAME = JsonOutput.ascii(",\"table_name\":");
    private static final byte[] SERVICE = JsonOutput.ascii(",\"service\":");
    private static final byte[] SOURCE = JsonOutput.ascii(",\"source\":");
    private static final byte[] TRANSACTION_ID = JsonOutput.ascii(",\"transaction_id\":");
    private static final byte[] SEQUENCE = JsonOutput.ascii(",\"sequence\":");
    private static final byte[] BEFORE = JsonOutput.ascii(",\"before\":");
    private static final byte[] QUERY = JsonOutput.ascii(",\"query\":");

    private final ThreadLocal<Desk> desks;
    private final String service;
    private final JsonValues values;

    CoreCdcFormat(FormatSettings settings) {
        this.service = settings.service();
        this.desks = ThreadLocal.withInitial(() -> new Desk(service));
        this.values = new JsonValues(settings.json());
    }

    @Override
    public void write(ChangeEvent event, OutputStream stream) throws IOException {
        Desk desk = desks.get();
        JsonOutput out = desk.out;
        out.begin(stream);
        if (event instanceof ChangeRecord change) {
            TableText table = desk.tables.of(change.columns());
            write(change, table, desk.entries.of(change, table), out);
        } else if (event instanceof DdlEvent statement) {
            write(statement, out);
        }
        out.end();
    }

    private void write(ChangeRecord change, TableText table, EntryText entry, JsonOutput out) throws IOException {
        out.write(entry.head());
        Json event = change.origin().event();
        if (event == null) {
            writeRow(table, change.row(), out);
        } else {
            out.writeJson(event.text());
        }
        out.write(entry.tail());
        out.writeNumber(change.sequence());
        Row before = change.before();
        if (before != null) {
            out.write(BEFORE);
            writeRow(table, before, out);
        }
        writeQuery(change, out);
        out.write('}');
    }

    private void write(DdlEvent statement, JsonOutput out) throws IOException {
        writeHead(statement, NO_PRIMARY_KEY, out);
        out.write(STATEMENT);
        out.writeText(statement.statement());
        out.write('}');
        List<String> tables = statement.tables();
        writeTable(statement.schema(), tables.isEmpty() ? null : tables.get(0), out);
        writeTail(statement, service, out);
        out.writeNumber(statement.sequence());
        writeQuery(statement, out);
        out.write('}');
    }

    /** Writes what stands before the row. */
    static void writeHead(ChangeEvent event, byte[] primaryKey, JsonOutput out) throws IOException {
        Origin origin = event.origin();
        out.write(EVENT_TIMESTAMP);
        out.writeNumber(origin.timestamp().getEpochSecond());
        out.write(EVENT_TYPE);
        out.writeJson(event.type().name());
        out.write(GLOBAL_ID);
        out.writeNullable(origin.globalId());
        out.write(POSITION);
        out.writeNumber(origin.position());
        out.write(PRIMARY_KEY);
        out.write(primaryKey);
        out.write(RECORD);
    }

    /** Writes which table, or tables of which database, it is. */
    static void writeTable(@Nullable String schema, @Nullable String table, JsonOutput out) throws IOException {
        out.write(SCHEMA_NAME);
        out.writeNullable(schema);
        out.write(TABLE_NAME);
        out.writeNullable(table);
    }

    /** Writes what stands between the table and the number of the change. */
    static void writeTail(ChangeEvent event, String service, JsonOutput out) throws IOException {
        Origin origin = event.origin();
        out.write(SERVICE);
        out.writeText(service);
        out.write(SOURCE);
        out.writeNullable(origin.source());
        out.write(TRANSACTION_ID);
        out.writeNullable(origin.transactionId());
        out.write(SEQUENCE);
    }

    /** Of all keys only this one is there by choice. */
    private static void writeQuery(ChangeEvent event, JsonOutput out) throws IOException {
        OriginalQuery query = event.origin().query();
        if (query != null) {
            out.write(QUERY);
            out.writeNullable(query.text());
        }
    }

    private void writeRow(TableText table, Row row, JsonOutput out) throws IOException {
        Columns columns = table.columns();
        if (columns.isOfCollection()) {
            writeDocument(columns, row, out);
            return;
        }
        out.write('{');
        boolean first = true;
        for (int i = 0; i < columns.size(); i++) {
            if (row.has(i)) {
                if (!first) {
                    out.write(',');
                }
                out.write(table.names()[i]);
                values.write(columns.column(i), row.get(i), out);
                first = false;
            }
        }
        out.write('}');
    }

    /** A document that is not known is null, whether the log leaves it out or it was gone when it was looked for. */
    private void writeDocument(Columns columns, Row row, JsonOutput out) throws IOException {
        Object document = row.has(Columns.DOCUMENT) ? row.get(Columns.DOCUMENT) : null;
        values.write(columns.column(Columns.DOCUMENT), document, out);
    }

    /** What one thread works with. */
    private static final class Desk {
        private final JsonOutput out = new JsonOutput();
        private final TableTexts<TableText> tables = new TableTexts<>(TableText::of);
        private final EntryTexts entries;

        Desk(String service) {
            this.entries = new EntryTexts(service);
        }
    }
}
