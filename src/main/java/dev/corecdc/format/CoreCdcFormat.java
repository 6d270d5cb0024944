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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * The service's own format: a change as one line of JSON, its keys always there and always in one order. A column that
 * the log does not hold for a row is left out of the row, which differs from null.
 */
final class CoreCdcFormat implements RecordFormat {

    private static final SerializedString EVENT_TIMESTAMP = new SerializedString("event_timestamp");
    private static final SerializedString EVENT_TYPE = new SerializedString("event_type");
    private static final SerializedString GLOBAL_ID = new SerializedString("global_id");
    private static final SerializedString POSITION = new SerializedString("position");
    private static final SerializedString PRIMARY_KEY = new SerializedString("primary_key");
    private static final SerializedString RECORD = new SerializedString("record");
    private static final SerializedString SCHEMA_NAME = new SerializedString("schema_name");
    private static final SerializedString TABLE_NAME = new SerializedString("table_name");
    private static final SerializedString SERVICE = new SerializedString("service");
    private static final SerializedString SOURCE = new SerializedString("source");
    private static final SerializedString TRANSACTION_ID = new SerializedString("transaction_id");
    private static final SerializedString SEQUENCE = new SerializedString("sequence");
    private static final SerializedString BEFORE = new SerializedString("before");
    private static final SerializedString QUERY = new SerializedString("query");

    private final JsonFactory json = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            // The shortest text of a FLOAT or DOUBLE that reads back as the same value, on every version of Java.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final SerializedString service;
    private final JsonValues values;

    CoreCdcFormat(FormatSettings settings) {
        this.service = new SerializedString(settings.service());
        this.values = new JsonValues(settings.json());
    }

    @Override
    public void write(ChangeEvent event, OutputStream out) throws IOException {
        try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), out)) {
            if (event instanceof ChangeRecord change) {
                write(change, generator);
            } else if (event instanceof DdlEvent statement) {
                write(statement, generator);
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private void write(ChangeRecord change, JsonGenerator generator) {
        Columns columns = change.columns();
        writeHead(change, generator);
        writePrimaryKey(columns, generator);
        generator.writeName(RECORD);
        Json event = change.origin().event();
        if (event == null) {
            writeRow(columns, change.row(), generator);
        } else {
            generator.writeRawValue(event.text());
        }
        writeTail(change, columns.schema(), columns.table(), generator);
        Row before = change.before();
        if (before != null) {
            generator.writeName(BEFORE);
            writeRow(columns, before, generator);
        }
        writeQuery(change, generator);
        generator.writeEndObject();
    }

    private void write(DdlEvent statement, JsonGenerator generator) {
        writeHead(statement, generator);
        generator.writeString("");
        generator.writeName(RECORD);
        generator.writeStartObject();
        generator.writeName(QUERY);
        generator.writeString(statement.statement());
        generator.writeEndObject();
        List<String> tables = statement.tables();
        writeTail(statement, statement.schema(), tables.isEmpty() ? null : tables.get(0), generator);
        writeQuery(statement, generator);
        generator.writeEndObject();
    }

    private static void writeHead(ChangeEvent event, JsonGenerator generator) {
        Origin origin = event.origin();
        generator.writeStartObject();
        generator.writeName(EVENT_TIMESTAMP);
        generator.writeNumber(origin.timestamp().getEpochSecond());
        generator.writeName(EVENT_TYPE);
        generator.writeString(event.type().name());
        generator.writeName(GLOBAL_ID);
        generator.writeString(origin.globalId());
        generator.writeName(POSITION);
        generator.writeNumber(origin.position());
        generator.writeName(PRIMARY_KEY);
    }

    private void writeTail(
            ChangeEvent event, @Nullable String schema, @Nullable String table, JsonGenerator generator) {
        Origin origin = event.origin();
        generator.writeName(SCHEMA_NAME);
        generator.writeString(schema);
        generator.writeName(TABLE_NAME);
        generator.writeString(table);
        generator.writeName(SERVICE);
        generator.writeString(service);
        generator.writeName(SOURCE);
        generator.writeString(origin.source());
        generator.writeName(TRANSACTION_ID);
        generator.writeString(origin.transactionId());
        generator.writeName(SEQUENCE);
        generator.writeNumber(event.sequence());
    }

    /** Of all keys only this one is there by choice. */
    private static void writeQuery(ChangeEvent event, JsonGenerator generator) {
        OriginalQuery query = event.origin().query();
        if (query != null) {
            generator.writeName(QUERY);
            generator.writeString(query.text());
        }
    }

    private static void writePrimaryKey(Columns columns, JsonGenerator generator) {
        List<Integer> key = columns.primaryKey();
        switch (key.size()) {
            case 0 -> generator.writeString("");
            case 1 -> generator.writeString(columns.column(key.get(0)).name());
            default -> {
                generator.writeStartArray();
                for (int index : key) {
                    generator.writeString(columns.column(index).name());
                }
                generator.writeEndArray();
            }
        }
    }

    private void writeRow(Columns columns, Row row, JsonGenerator generator) {
        if (columns.isOfCollection()) {
            writeDocument(columns, row, generator);
            return;
        }
        generator.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            if (row.has(i)) {
                generator.writeName(columns.column(i).name());
                values.write(columns.column(i), row.get(i), generator);
            }
        }
        generator.writeEndObject();
    }

    /** A document that is not known is null, whether the log leaves it out or it was gone when it was looked for. */
    private void writeDocument(Columns columns, Row row, JsonGenerator generator) {
        Object document = row.has(Columns.DOCUMENT) ? row.get(Columns.DOCUMENT) : null;
        values.write(columns.column(Columns.DOCUMENT), document, generator);
    }
}
