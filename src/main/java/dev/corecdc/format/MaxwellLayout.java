package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDateTime;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code maxwell}: the JSON of Maxwell's daemon (Maxwell's documentation, "Data Format", and "Configuration Reference":
 * "formatting"), with its {@code output_binlog_position}, {@code output_gtid_position}, {@code output_server_id}, {@code output_xoffset},
 * {@code output_primary_keys}, {@code output_primary_key_columns} and {@code output_ddl}.
 *
 * <p>{@code commit} is never there, as a change does not know whether it is the last of its transaction. A statement comes without the
 * definitions of the table, {@code old} and {@code def}, and has the type {@code ddl} where Maxwell would not tell it. Maxwell does
 * not know collections: their documents are {@code data}.
 */
final class MaxwellLayout implements JsonLayout<MaxwellLayout.Table> {

    private static final byte[] DATABASE = JsonOutput.ascii("\"database\":");
    private static final byte[] TABLE = JsonOutput.ascii(",\"table\":");
    private static final byte[] QUERY = JsonOutput.ascii(",\"query\":");
    private static final byte[] TYPE = JsonOutput.ascii(",\"type\":\"");
    private static final byte[] TIME = JsonOutput.ascii("\",\"ts\":");
    private static final byte[] XID = JsonOutput.ascii(",\"xid\":");
    private static final byte[] ROW_OFFSET = JsonOutput.ascii(",\"xoffset\":");
    private static final byte[] POSITION = JsonOutput.ascii(",\"position\":");
    private static final byte[] GTID = JsonOutput.ascii(",\"gtid\":");
    private static final byte[] SERVER_ID = JsonOutput.ascii(",\"server_id\":");
    private static final byte[] PRIMARY_KEY = JsonOutput.ascii(",\"primary_key\":[");
    private static final byte[] DATA = JsonOutput.ascii(",\"data\":");
    private static final byte[] OLD = JsonOutput.ascii(",\"old\":");
    private static final byte[] ID = JsonOutput.ascii("{\"_id\":");
    private static final byte[] STATEMENT_TYPE = JsonOutput.ascii("{\"type\":\"");
    private static final byte[] STATEMENT_DATABASE = JsonOutput.ascii("\",");
    private static final byte[] STATEMENT_TIME = JsonOutput.ascii(",\"ts\":");
    private static final byte[] STATEMENT = JsonOutput.ascii(",\"sql\":");

    private final JsonValues values;

    MaxwellLayout(FormatSettings settings) {
        this.values = new JsonValues(settings.json());
    }

    /**
     * What the records of one version of a table have in common.
     *
     * @param names by column: its name and a colon
     * @param name the database and the table
     * @param keyColumns the end of {@code primary_key}, and {@code primary_key_columns}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Table(Columns columns, byte[][] names, byte[] name, byte[] keyColumns) {}

    @Override
    public Table table(Columns columns) {
        return new Table(
                columns,
                TableText.names(columns),
                TableText.json(out -> {
                    out.write('{');
                    writeName(columns.schema(), columns.table(), out);
                }),
                TableText.json(out -> {
                    out.writeJson("],\"primary_key_columns\":[");
                    for (int i = 0; i < columns.primaryKey().size(); i++) {
                        if (i > 0) {
                            out.write(',');
                        }
                        out.writeText(
                                columns.column(columns.primaryKey().get(i)).name());
                    }
                    out.write(']');
                }));
    }

    private static void writeName(@Nullable String database, @Nullable String table, JsonOutput out)
            throws IOException {
        out.write(DATABASE);
        out.writeNullable(database);
        out.write(TABLE);
        out.writeNullable(table);
    }

    @Override
    public void write(ChangeRecord change, Table table, JsonOutput out) throws IOException {
        Origin origin = change.origin();
        out.write(table.name());
        if (origin.query() != null) {
            out.write(QUERY);
            out.writeNullable(origin.query().text());
        }
        out.write(TYPE);
        out.writeJson(change.type().name().toLowerCase(Locale.ROOT));
        out.write(TIME);
        out.writeNumber(origin.timestamp().getEpochSecond());
        String transaction = origin.transactionId();
        if (transaction != null && isNumber(transaction)) {
            out.write(XID);
            out.writeJson(transaction);
        }
        out.write(ROW_OFFSET);
        out.writeNumber(change.sequence() - 1);
        writePlace(change, out);
        writePrimaryKey(change, table, out);
        writeRows(change, table, out);
        out.write('}');
    }

    private static boolean isNumber(String id) {
        return !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void writePlace(ChangeEvent event, JsonOutput out) throws IOException {
        Origin origin = event.origin();
        if (origin.source() != null) {
            out.write(POSITION);
            out.writeText(origin.source() + ":" + origin.position());
        }
        if (origin.globalId() != null) {
            out.write(GTID);
            out.writeText(origin.globalId());
        }
        if (origin.entry().serverId() != 0) {
            out.write(SERVER_ID);
            out.writeNumber(origin.entry().serverId());
        }
    }

    private void writePrimaryKey(ChangeRecord change, Table table, JsonOutput out) throws IOException {
        out.write(PRIMARY_KEY);
        boolean first = true;
        for (int column : table.columns().primaryKey()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            if (ChangedRow.has(change, column)) {
                writeValue(table.columns().column(column), ChangedRow.get(change, column), out);
            } else {
                out.writeNull();
            }
        }
        out.write(table.keyColumns());
    }

    private void writeRows(ChangeRecord change, Table table, JsonOutput out) throws IOException {
        out.write(DATA);
        if (table.columns().isOfCollection()) {
            writeDocument(change, out);
            return;
        }
        char separator = '{';
        for (int i = 0; i < table.columns().size(); i++) {
            if (ChangedRow.has(change, i)) {
                out.write(separator);
                out.write(table.names()[i]);
                writeValue(table.columns().column(i), ChangedRow.get(change, i), out);
                separator = ',';
            }
        }
        out.writeJson(separator == '{' ? "{}" : "}");
        Row before = change.before();
        if (before != null) {
            writeOld(change, before, table, out);
        }
    }

    private void writeOld(ChangeRecord change, Row before, Table table, JsonOutput out) throws IOException {
        char separator = '{';
        for (int i = 0; i < table.columns().size(); i++) {
            if (ChangedRow.isChanged(change, i)) {
                if (separator == '{') {
                    out.write(OLD);
                }
                out.write(separator);
                out.write(table.names()[i]);
                writeValue(table.columns().column(i), before.get(i), out);
                separator = ',';
            }
        }
        if (separator == ',') {
            out.write('}');
        }
    }

    private void writeDocument(ChangeRecord change, JsonOutput out) throws IOException {
        Object document = change.row().has(Columns.DOCUMENT) ? change.row().get(Columns.DOCUMENT) : null;
        if (document == null) {
            out.write(ID);
            writeValue(change.columns().column(Columns.ID), change.row().get(Columns.ID), out);
            out.write('}');
        } else {
            writeValue(change.columns().column(Columns.DOCUMENT), document, out);
        }
    }

    /** As {@link JsonValues}, but for what Maxwell writes in its own way. */
    private void writeValue(Column column, @Nullable Object value, JsonOutput out) throws IOException {
        if (value instanceof SqlDateTime time) {
            out.writeText(SqlTexts.of(time));
        } else if (value instanceof Geometry geometry) {
            out.writeText(WellKnownText.of(geometry.wkb()));
        } else if (value instanceof String labels && column.type() == ColumnType.SET) {
            writeLabels(labels, out);
        } else {
            values.write(column, value, out);
        }
    }

    private static void writeLabels(String labels, JsonOutput out) throws IOException {
        out.write('[');
        if (!labels.isEmpty()) {
            char separator = 0;
            for (String label : labels.split(",", -1)) {
                if (separator == ',') {
                    out.write(separator);
                }
                out.writeText(label);
                separator = ',';
            }
        }
        out.write(']');
    }

    @Override
    public void write(DdlEvent statement, JsonOutput out) throws IOException {
        List<String> tables = statement.tables();
        out.write(STATEMENT_TYPE);
        out.writeJson(type(statement.kind()));
        out.write(STATEMENT_DATABASE);
        writeName(statement.schema(), tables.isEmpty() ? null : tables.get(0), out);
        out.write(STATEMENT_TIME);
        out.writeNumber(statement.origin().timestamp().toEpochMilli());
        out.write(STATEMENT);
        out.writeText(statement.statement());
        writePlace(statement, out);
        out.write('}');
    }

    private static String type(DdlKind kind) {
        return switch (kind) {
            case CREATE_TABLE -> "table-create";
            case ALTER_TABLE, RENAME_TABLE -> "table-alter";
            case DROP_TABLE -> "table-drop";
            case CREATE_DATABASE -> "database-create";
            case DROP_DATABASE -> "database-drop";
            case TRUNCATE_TABLE, CREATE_INDEX, DROP_INDEX, CREATE_VIEW, DROP_VIEW, OTHER -> "ddl";
        };
    }
}
