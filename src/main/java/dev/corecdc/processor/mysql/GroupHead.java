package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.GtidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the GTID event at the beginning of a group says (MySQL: "Gtid_event"; MariaDB: "GTID_EVENT").
 *
 * @param globalId the GTID of the group
 * @param committed when it was committed, where the event tells
 * @param untilEnd whether the group goes on until an event that ends it, whatever follows
 */
record GroupHead(@Nullable String globalId, @Nullable Instant committed, boolean untilEnd) {

    /** Of a group that begins without such an event. */
    static final GroupHead NONE = new GroupHead(null, null, false);

    /** MariaDB's flags: a single statement without an end of its own, a commit id follows, an XA transaction or its end. */
    private static final int STANDALONE = 1;

    private static final int COMMIT_ID = 2;
    private static final int XA = 0x40 | 0x80;

    /** MariaDB's further flags: the beginning and the end of an ALTER TABLE in two phases. */
    private static final int TWO_PHASES = 2 | 4 | 8;

    /** @throws UndecodableEventException when the group is of a kind that cannot be read */
    static GroupHead read(LogEvent event) throws IOException {
        return switch (event.type()) {
            case EventTypes.MARIADB_GTID -> mariadb(event);
            case EventTypes.GTID_TAGGED -> {
                var data = new GtidTaggedEventDataDeserializer().deserialize(new ByteArrayInputStream(event.body()));
                yield new GroupHead(data.getMySqlGtid().toString(), micros(data.getImmediateCommitTimestamp()), false);
            }
            default -> {
                var data = new GtidEventDataDeserializer().deserialize(new ByteArrayInputStream(event.body()));
                String gtid =
                        event.type() == EventTypes.GTID ? data.getMySqlGtid().toString() : null;
                yield new GroupHead(gtid, micros(data.getImmediateCommitTimestamp()), false);
            }
        };
    }

    private static GroupHead mariadb(LogEvent event) {
        EventBytes bytes = new EventBytes(event.body());
        long sequence = BinaryNumbers.int64(event.body(), 0);
        bytes.skip(Long.BYTES);
        long domain = bytes.unsigned(4);
        int flags = bytes.unsigned8();
        if ((flags & XA) != 0) {
            throw new UndecodableEventException("XA transactions cannot be read yet");
        }
        if ((flags & COMMIT_ID) != 0) {
            bytes.skip(Long.BYTES);
        }
        if (!bytes.isEmpty() && (bytes.unsigned8() & TWO_PHASES) != 0) {
            throw new UndecodableEventException(
                    "ALTER TABLE in two phases (binlog_alter_two_phase) cannot be read yet");
        }
        String gtid = "%d-%d-%s".formatted(domain, event.serverId(), Long.toUnsignedString(sequence));
        return new GroupHead(gtid, null, (flags & STANDALONE) == 0);
    }

    private static @Nullable Instant micros(long sinceEpoch) {
        return sinceEpoch == 0 ? null : Instant.EPOCH.plus(sinceEpoch, ChronoUnit.MICROS);
    }
}
