package dev.corecdc.processor.mysql;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes events as a server would, one after the other into a file, and knows where each ends. */
final class ScriptedLog {

    static final UUID SERVER = UUID.fromString("3e11fa47-71ca-11e1-9e33-c80aa9429562");
    static final long TIME = 1_700_000_000L;

    private static final int HEADER_AND_CHECKSUM = 23;

    private String file = "b.000001";
    private long offset = 4;
    private int flags;

    String file() {
        return file;
    }

    /** Where the event that was written last ends. */
    long end() {
        return offset;
    }

    ScriptedLog at(long nextOffset) {
        offset = nextOffset;
        return this;
    }

    /** The flags of the events from here on. */
    ScriptedLog flagged(int newFlags) {
        flags = newFlags;
        return this;
    }

    LogEvent event(int type, byte... body) {
        offset += body.length + HEADER_AND_CHECKSUM;
        return new LogEvent(TIME, type, 7, body.length + HEADER_AND_CHECKSUM, offset & 0xffff_ffffL, flags, body);
    }

    /** Tells where the log goes on; not itself in the file. */
    LogEvent rotate(String nextFile, long nextOffset) {
        file = nextFile;
        offset = nextOffset;
        byte[] body = bytes(out -> {
            int64(out, nextOffset);
            out.writeBytes(nextFile);
        });
        return new LogEvent(0, EventTypes.ROTATE, 7, body.length + HEADER_AND_CHECKSUM, 0, 0x20, body);
    }

    /** @param created when the server was started, 0 when that was before the file before */
    LogEvent formatDescription(int created) {
        return event(EventTypes.FORMAT_DESCRIPTION, bytes(out -> {
            out.write(new byte[52]);
            int32(out, created);
            out.write(new byte[42]);
        }));
    }

    LogEvent gtid(long number) {
        return event(EventTypes.GTID, bytes(out -> {
            out.write(0);
            out.writeLong(SERVER.getMostSignificantBits());
            out.writeLong(SERVER.getLeastSignificantBits());
            int64(out, number);
        }));
    }

    LogEvent anonymousGtid() {
        return event(EventTypes.ANONYMOUS_GTID, new byte[25]);
    }

    LogEvent mariaDbGtid(long number, int... flagsAndMore) {
        return event(EventTypes.MARIADB_GTID, bytes(out -> {
            int64(out, number);
            int32(out, 3);
            for (int flag : flagsAndMore) {
                out.write(flag);
            }
            out.write(new byte[6]);
        }));
    }

    LogEvent query(String sql) {
        return query("shop", sql);
    }

    LogEvent query(String database, String sql) {
        byte[] name = database.getBytes(StandardCharsets.UTF_8);
        return event(EventTypes.QUERY, bytes(out -> {
            out.write(new byte[8]);
            out.write(name.length);
            out.write(new byte[4]);
            out.write(name);
            out.write(0);
            out.write(sql.getBytes(StandardCharsets.UTF_8));
        }));
    }

    LogEvent xid(long number) {
        return event(EventTypes.XID, bytes(out -> int64(out, number)));
    }

    /** The end of the group of the XA transaction {@code X'…',X'',1} with the global part {@code gtrid}. */
    LogEvent xaPrepare(boolean onePhase, String gtrid) {
        return event(EventTypes.XA_PREPARE, bytes(out -> {
            out.write(onePhase ? 1 : 0);
            int32(out, 1);
            int32(out, gtrid.length());
            int32(out, 0);
            out.writeBytes(gtrid);
        }));
    }

    /** The table {@code database.table} with the one column {@code id INT}, which is its primary key. */
    LogEvent table(int id, String database, String table) {
        return event(EventTypes.TABLE_MAP, bytes(out -> {
            int32(out, id);
            out.write(new byte[4]);
            name(out, database);
            out.write(0);
            name(out, table);
            out.write(0);
            out.write(new byte[] {1, 3, 0, 0}); // one INT that cannot be null
            out.write(new byte[] {1, 1, 0}); // signed
            out.write(new byte[] {4, 3, 2, 'i', 'd'});
            out.write(new byte[] {8, 1, 0}); // the primary key
        }));
    }

    LogEvent insert(int tableId, int... ids) {
        return event(30, bytes(out -> {
            rowsHead(out, tableId);
            for (int id : ids) {
                out.write(0);
                int32(out, id);
            }
        }));
    }

    LogEvent delete(int tableId, int... ids) {
        LogEvent like = insert(tableId, ids);
        return new LogEvent(
                like.timestamp(), 32, like.serverId(), like.length(), like.nextPosition(), like.flags(), like.body());
    }

    /** Rows whose last one is cut off. */
    LogEvent brokenInsert(int tableId) {
        return event(30, bytes(out -> {
            rowsHead(out, tableId);
            out.write(new byte[] {0, 1, 0, 0, 0, 0, 2});
        }));
    }

    private static void rowsHead(DataOutputStream out, int tableId) throws IOException {
        int32(out, tableId);
        out.write(new byte[] {0, 0, 1, 0, 2, 0, 1, 1});
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        out.write(name.length());
        out.writeBytes(name);
    }

    private static void int32(DataOutputStream out, int value) throws IOException {
        out.writeInt(Integer.reverseBytes(value));
    }

    private static void int64(DataOutputStream out, long value) throws IOException {
        out.writeLong(Long.reverseBytes(value));
    }

    static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a body. */
    interface Writing {
        void write(DataOutputStream out) throws IOException;
    }
}
