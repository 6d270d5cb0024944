package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.Columns;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes the block {@code source} of Debezium's messages (Debezium documentation, "Debezium connector for MySQL" and "Debezium connector
 * for MongoDB": "Change event values"). What is not known here is null: {@code thread} of MySQL; {@code ord}, {@code wallTime} and what
 * belongs to old servers of MongoDB. MariaDB counts as MySQL.
 */
final class DebeziumSource {

    private static final byte[] MILLIS = JsonOutput.ascii("\"ts_ms\":");
    private static final byte[] MICROS = JsonOutput.ascii(",\"ts_us\":");
    private static final byte[] NANOS = JsonOutput.ascii(",\"ts_ns\":");
    private static final byte[] SNAPSHOT = JsonOutput.ascii(",\"snapshot\":\"false\",\"db\":");
    private static final byte[] SEQUENCE = JsonOutput.ascii(",\"sequence\":null");
    private static final byte[] TABLE = JsonOutput.ascii(",\"table\":");
    private static final byte[] SERVER_ID = JsonOutput.ascii(",\"server_id\":");
    private static final byte[] GTID = JsonOutput.ascii(",\"gtid\":");
    private static final byte[] FILE = JsonOutput.ascii(",\"file\":");
    private static final byte[] POS = JsonOutput.ascii(",\"pos\":");
    private static final byte[] ROW = JsonOutput.ascii(",\"row\":");
    private static final byte[] THREAD_AND_QUERY = JsonOutput.ascii(",\"thread\":null,\"query\":");
    private static final byte[] COLLECTION = JsonOutput.ascii(",\"collection\":");
    private static final byte[] SESSION = JsonOutput.ascii(",\"ord\":null,\"lsid\":");
    private static final byte[] TRANSACTION = JsonOutput.ascii(",\"txnNumber\":");
    private static final byte[] WALL_TIME = JsonOutput.ascii(",\"wallTime\":null}");

    private final byte[] mysql;
    private final byte[] mongodb;

    DebeziumSource(String service) {
        this.mysql = head("mysql", service);
        this.mongodb = head("mongodb", service);
    }

    private static byte[] head(String connector, String service) {
        return TableText.json(out -> {
            out.writeJson("{\"version\":\"core-cdc\",\"connector\":\"" + connector + "\",\"name\":");
            out.writeText(service);
            out.write(',');
        });
    }

    /** What the blocks of a version of a table have in common: from {@code snapshot} on, and from the table on. */
    static byte[][] of(Columns columns) {
        return new byte[][] {database(columns.schema()), table(columns.table())};
    }

    private static byte[] database(@Nullable String schema) {
        return TableText.json(out -> {
            out.write(SNAPSHOT);
            out.writeNullable(schema);
            out.write(SEQUENCE);
        });
    }

    private static byte[] table(@Nullable String table) {
        return TableText.json(out -> {
            out.write(TABLE);
            out.writeNullable(table);
        });
    }

    /** Writes that of a change of a table, or of a statement. */
    void write(ChangeEvent event, byte[][] names, JsonOutput out) throws IOException {
        Origin origin = event.origin();
        LogEntry entry = origin.entry();
        out.write(mysql);
        writeTimes(origin.committed(), names[0], out);
        out.write(names[1]);
        out.write(SERVER_ID);
        out.writeNumber(entry.serverId());
        out.write(GTID);
        out.writeNullable(origin.globalId());
        out.write(FILE);
        out.writeNullable(origin.source());
        out.write(POS);
        out.writeNumber(entry.begin());
        out.write(ROW);
        out.writeNumber(Math.max(0, event.sequence() - entry.firstSequence()));
        out.write(THREAD_AND_QUERY);
        out.writeNullable(origin.query() == null ? null : origin.query().text());
        out.write('}');
    }

    /** Writes that of a statement. */
    void write(ChangeEvent event, @Nullable String schema, @Nullable String table, JsonOutput out) throws IOException {
        write(event, new byte[][] {database(schema), table(table)}, out);
    }

    /** Writes that of a change of a collection. */
    void writeOfCollection(ChangeEvent event, @Nullable String database, @Nullable String collection, JsonOutput out)
            throws IOException {
        Origin origin = event.origin();
        out.write(mongodb);
        writeTimes(origin.committed(), database(database), out);
        out.write(COLLECTION);
        out.writeNullable(collection);
        String transaction = origin.transactionId();
        int colon = transaction == null ? -1 : transaction.lastIndexOf(':');
        out.write(SESSION);
        out.writeNullable(transaction == null || colon < 0 ? null : transaction.substring(0, colon));
        out.write(TRANSACTION);
        out.writeJson(transaction == null || colon < 0 ? "null" : transaction.substring(colon + 1));
        out.write(WALL_TIME);
    }

    private static void writeTimes(Instant time, byte[] between, JsonOutput out) throws IOException {
        out.write(MILLIS);
        out.writeNumber(time.toEpochMilli());
        out.write(between);
        writeFinerTimes(time, out);
    }

    /** Writes {@code ts_us} and {@code ts_ns}. */
    static void writeFinerTimes(Instant time, JsonOutput out) throws IOException {
        out.write(MICROS);
        out.writeNumber(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000);
        out.write(NANOS);
        out.writeNumber(time.getEpochSecond() * 1_000_000_000 + time.getNano());
    }
}
