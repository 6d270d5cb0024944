package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The format {@code canal}: Canal's flat message (Canal's wiki, "Canal Kafka RocketMQ QuickStart": {@code canal.mq.flatMessage}; its
 * classes {@code FlatMessage} and {@code MQMessageUtils}), with one row in each message. {@code id}, which numbers Canal's own
 * batches, is 0.
 *
 * <p>Canal does not know collections: the fields of a document are columns without types.
 */
final class CanalLayout implements JsonLayout<CanalLayout.Table> {

    private static final byte[] DATA = JsonOutput.ascii("{\"data\":");
    private static final byte[] DATABASE = JsonOutput.ascii(",\"database\":");
    private static final byte[] EXECUTED = JsonOutput.ascii(",\"es\":");
    private static final byte[] GTID = JsonOutput.ascii(",\"gtid\":");
    private static final byte[] OF_ROW = JsonOutput.ascii(",\"id\":0,\"isDdl\":false,\"mysqlType\":");
    private static final byte[] OF_STATEMENT =
            JsonOutput.ascii(",\"id\":0,\"isDdl\":true,\"mysqlType\":null,\"old\":null,\"pkNames\":null,\"sql\":");
    private static final byte[] OLD = JsonOutput.ascii(",\"old\":");
    private static final byte[] SQL_TYPE = JsonOutput.ascii(",\"sqlType\":");
    private static final byte[] TABLE = JsonOutput.ascii(",\"table\":");
    private static final byte[] TIME = JsonOutput.ascii(",\"ts\":");
    private static final byte[] TYPE = JsonOutput.ascii(",\"type\":\"");
    private static final byte[] END = JsonOutput.ascii("\"}");

    private final Clock clock;

    CanalLayout(Clock clock) {
        this.clock = clock;
    }

    /**
     * What the records of one version of a table have in common.
     *
     * @param names by column: its name and a colon
     * @param keys {@code pkNames}, and the empty {@code sql} of a row
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Table(List<CanalColumn> canalColumns, Columns columns, byte[][] names, byte[] keys) {}

    @Override
    public Table table(Columns columns) {
        return new Table(
                columns.columns().stream().map(CanalColumn::new).toList(),
                columns,
                TableText.names(columns),
                TableText.json(out -> writeKeys(columns, out)));
    }

    private static void writeKeys(Columns columns, JsonOutput out) throws IOException {
        out.writeJson(",\"pkNames\":");
        char separator = '[';
        for (int column : columns.primaryKey()) {
            out.write(separator);
            out.writeText(columns.column(column).name());
            separator = ',';
        }
        out.writeJson(separator == '[' ? "null" : "]");
        out.writeJson(",\"sql\":\"\"");
    }

    @Override
    public void write(ChangeRecord change, Table table, JsonOutput out) throws IOException {
        out.write(DATA);
        if (table.columns().isOfCollection()) {
            writeDocument(change, out);
        } else {
            writeRow(table, change, out);
        }
        writeHead(change, table.columns().schema(), out);
        out.write(OF_ROW);
        if (table.columns().isOfCollection()) {
            out.writeNull();
        } else {
            writeDeclarations(table, change, out);
        }
        out.write(OLD);
        writeOld(table, change, out);
        out.write(table.keys());
        out.write(SQL_TYPE);
        if (table.columns().isOfCollection()) {
            out.writeNull();
        } else {
            writeSqlTypes(table, change, out);
        }
        writeTail(table.columns().table(), change.type().name(), out);
    }

    private static void writeRow(Table table, ChangeRecord change, JsonOutput out) throws IOException {
        out.write('[');
        char separator = '{';
        for (int i = 0; i < table.columns().size(); i++) {
            if (ChangedRow.has(change, i)) {
                out.write(separator);
                out.write(table.names()[i]);
                out.writeNullable(table.canalColumns().get(i).text(ChangedRow.get(change, i)));
                separator = ',';
            }
        }
        out.writeJson(separator == '{' ? "{}]" : "}]");
    }

    private static void writeDeclarations(Table table, ChangeRecord change, JsonOutput out) throws IOException {
        char separator = '{';
        for (int i = 0; i < table.columns().size(); i++) {
            if (ChangedRow.has(change, i)) {
                out.write(separator);
                out.write(table.names()[i]);
                out.writeText(table.columns().column(i).declaration().type());
                separator = ',';
            }
        }
        out.writeJson(separator == '{' ? "{}" : "}");
    }

    private static void writeSqlTypes(Table table, ChangeRecord change, JsonOutput out) throws IOException {
        char separator = '{';
        for (int i = 0; i < table.columns().size(); i++) {
            if (ChangedRow.has(change, i)) {
                out.write(separator);
                out.write(table.names()[i]);
                out.writeNumber(table.canalColumns().get(i).sqlType(ChangedRow.get(change, i)));
                separator = ',';
            }
        }
        out.writeJson(separator == '{' ? "{}" : "}");
    }

    /** Writes what the columns that have changed were before. */
    private static void writeOld(Table table, ChangeRecord change, JsonOutput out) throws IOException {
        Row before = change.before();
        char separator = '{';
        for (int i = 0;
                i < table.columns().size() && before != null && !table.columns().isOfCollection();
                i++) {
            if (ChangedRow.isChanged(change, i)) {
                if (separator == '{') {
                    out.write('[');
                }
                out.write(separator);
                out.write(table.names()[i]);
                out.writeNullable(table.canalColumns().get(i).text(before.get(i)));
                separator = ',';
            }
        }
        out.writeJson(separator == '{' ? "null" : "}]");
    }

    private static void writeDocument(ChangeRecord change, JsonOutput out) throws IOException {
        Object document = change.row().has(Columns.DOCUMENT) ? change.row().get(Columns.DOCUMENT) : null;
        char separator = '{';
        out.write('[');
        if (document instanceof Json json) {
            for (var field : JsonMapper.shared().readTree(json.text()).properties()) {
                out.write(separator);
                out.writeText(field.getKey());
                out.write(':');
                out.writeNullable(text(field.getValue()));
                separator = ',';
            }
        } else if (change.row().get(Columns.ID) instanceof Json id) {
            out.writeJson("{\"_id\":");
            out.writeNullable(text(JsonMapper.shared().readTree(id.text())));
            separator = ',';
        }
        out.writeJson(separator == '{' ? "{}]" : "}]");
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return value.isString() ? value.asString() : value.toString();
    }

    @Override
    public void write(DdlEvent statement, JsonOutput out) throws IOException {
        List<String> tables = statement.tables();
        out.write(DATA);
        out.writeNull();
        writeHead(statement, statement.schema() == null ? "" : statement.schema(), out);
        out.write(OF_STATEMENT);
        out.writeText(statement.statement());
        out.write(SQL_TYPE);
        out.writeNull();
        writeTail(tables.isEmpty() ? "" : tables.get(0), type(statement.kind()), out);
    }

    private static void writeHead(ChangeEvent event, String database, JsonOutput out) throws IOException {
        out.write(DATABASE);
        out.writeText(database);
        out.write(EXECUTED);
        out.writeNumber(event.origin().timestamp().toEpochMilli());
        out.write(GTID);
        out.writeText(event.origin().globalId() == null ? "" : event.origin().globalId());
    }

    private void writeTail(String table, String type, JsonOutput out) throws IOException {
        out.write(TABLE);
        out.writeText(table);
        out.write(TIME);
        out.writeNumber(clock.millis());
        out.write(TYPE);
        out.writeJson(type);
        out.write(END);
    }

    /** Canal's {@code CanalEntry.EventType}. */
    private static String type(DdlKind kind) {
        return switch (kind) {
            case CREATE_TABLE -> "CREATE";
            case ALTER_TABLE -> "ALTER";
            case DROP_TABLE -> "ERASE";
            case RENAME_TABLE -> "RENAME";
            case TRUNCATE_TABLE -> "TRUNCATE";
            case CREATE_INDEX -> "CINDEX";
            case DROP_INDEX -> "DINDEX";
            case CREATE_DATABASE, DROP_DATABASE, CREATE_VIEW, DROP_VIEW, OTHER -> "QUERY";
        };
    }
}
