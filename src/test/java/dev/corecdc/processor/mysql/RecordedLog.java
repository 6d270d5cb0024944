package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A log that a real server wrote: {@code *.binlog} as it is, {@code *.events} each in a transaction of its own.
 *
 * @param format the event that begins the file
 * @param groups the events of each transaction, and of what stands between them, with headers and checksums
 */
@SuppressWarnings("ArrayRecordComponent")
record RecordedLog(String name, Flavor flavor, byte[] format, List<List<byte[]>> groups) {

    static final int HEADER = 19;
    static final int CHECKSUM = 4;

    private static final int MAGIC = 4;

    private static final Set<Integer> HEADS =
            Set.of(EventTypes.GTID, EventTypes.GTID_TAGGED, EventTypes.ANONYMOUS_GTID, EventTypes.MARIADB_GTID);

    private static final Set<Integer> BETWEEN = Set.of(
            EventTypes.PREVIOUS_GTIDS,
            EventTypes.STOP,
            EventTypes.ROTATE,
            EventTypes.MARIADB_GTID_LIST,
            EventTypes.MARIADB_BINLOG_CHECKPOINT);

    RecordedLog {
        groups = groups.stream().map(List::copyOf).toList();
    }

    static RecordedLog ofFile(String name) {
        byte[] bytes;
        try (InputStream in = requireNonNull(RecordedLog.class.getResourceAsStream(name + ".binlog"))) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<byte[]> events = new ArrayList<>();
        for (int at = MAGIC; at < bytes.length; ) {
            int length = BinaryNumbers.int32(bytes, at + 9);
            events.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return new RecordedLog(name, flavor(name), events.get(0), grouped(events.subList(1, events.size())));
    }

    /** Rows that were recorded without what was round them. */
    static RecordedLog ofEvents(String name, byte[] format) {
        ScriptedLog log = new ScriptedLog();
        Flavor flavor = flavor(name);
        List<byte[]> events = new ArrayList<>();
        byte @Nullable [] map = null;
        for (LoggedEvent event : RecordedEvents.read(name)) {
            byte[] framed = framed(log.event(event.type(), event.body()));
            if (event.isTableMap()) {
                map = framed;
            } else if (map != null) {
                events.add(framed(flavor == Flavor.MARIADB ? log.mariaDbGtid(1, 0) : log.anonymousGtid()));
                events.add(framed(log.query("BEGIN")));
                events.add(map);
                events.add(framed);
                events.add(framed(log.xid(events.size())));
            }
        }
        return new RecordedLog(name, flavor, format, grouped(events));
    }

    static int type(byte[] event) {
        return event[4] & 0xff;
    }

    static byte[] body(byte[] event) {
        return Arrays.copyOfRange(event, HEADER, event.length - CHECKSUM);
    }

    /** The event with another body, whose length and checksum are right. */
    static byte[] withBody(byte[] event, byte[] body) {
        byte[] changed = Arrays.copyOf(event, HEADER + body.length + CHECKSUM);
        System.arraycopy(body, 0, changed, HEADER, body.length);
        int32(changed, 9, changed.length);
        return withChecksum(changed);
    }

    static byte[] withChecksum(byte[] event) {
        CRC32 crc = new CRC32();
        crc.update(event, 0, event.length - CHECKSUM);
        int32(event, event.length - CHECKSUM, (int) crc.getValue());
        return event;
    }

    private static byte[] framed(LogEvent event) {
        byte[] bytes = new byte[HEADER + event.body().length + CHECKSUM];
        int32(bytes, 0, (int) event.timestamp());
        bytes[4] = (byte) event.type();
        int32(bytes, 5, (int) event.serverId());
        int32(bytes, 13, (int) event.nextPosition());
        return withBody(bytes, event.body());
    }

    private static void int32(byte[] bytes, int at, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[at + i] = (byte) (value >> (8 * i));
        }
    }

    private static Flavor flavor(String name) {
        return name.startsWith("mariadb") ? Flavor.MARIADB : Flavor.MYSQL;
    }

    private static List<List<byte[]>> grouped(List<byte[]> events) {
        List<List<byte[]>> groups = new ArrayList<>();
        boolean inGroup = false;
        for (byte[] event : events) {
            int type = type(event);
            if (HEADS.contains(type) || BETWEEN.contains(type) || !inGroup) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(event);
            inGroup = !BETWEEN.contains(type);
        }
        return groups;
    }
}
