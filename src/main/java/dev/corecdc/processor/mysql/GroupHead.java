package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the GTID event at the beginning of a group says (MySQL: "Gtid_event"; MariaDB: "GTID_EVENT").
 *
 * @param globalId the GTID of the group
 * @param committed when it was committed, where the event tells
 * @param untilEnd whether the group goes on until an event that ends it, whatever follows
 * @param effective whether the statement that follows has an effect: not that of the beginning of an ALTER TABLE, or of its failure
 * @param prepares whether it says that it prepares an XA transaction
 */
record GroupHead(
        @Nullable String globalId, @Nullable Instant committed, boolean untilEnd, boolean effective, boolean prepares) {

    /** Of a group that begins without such an event. */
    static final GroupHead NONE = new GroupHead(null, null, false, true, false);

    /** MySQL: a byte of flags; two logical times, behind a byte that says so; the time of the commit in microseconds, and in its first bit whether
     * another follows, that of the server on which it was committed first. */
    private static final int FLAGS = 1;

    private static final int HAS_LOGICAL_TIMES = 2;
    private static final int LOGICAL_TIMES = 2 * Long.BYTES;
    private static final int COMMIT_TIME = 7;
    private static final long COMMITTED_ELSEWHERE = 1L << 55;

    /** MariaDB's flags: a single statement without an end of its own, a commit id follows, an XA transaction is prepared or ended. */
    private static final int STANDALONE = 1;

    private static final int COMMIT_ID = 2;
    private static final int PREPARES_XA = 0x40;
    private static final int ENDS_XA = 0x80;

    /**
     * MariaDB's further flags, of an ALTER TABLE in two phases: it begins, or has failed. Each phase is a group with the whole statement;
     * that of its success has a flag too, 4, and is as any other.
     */
    private static final int START_ALTER = 2;

    private static final int ROLLBACK_ALTER = 8;

    /** Whether an event is one at the beginning of a group. */
    static boolean isHead(LogEvent event) {
        return switch (event.type()) {
            case EventTypes.GTID, EventTypes.GTID_TAGGED, EventTypes.ANONYMOUS_GTID, EventTypes.MARIADB_GTID -> true;
            default -> false;
        };
    }

    /** @throws UndecodableEventException when the group is of a kind that cannot be read */
    static GroupHead read(LogEvent event) throws IOException {
        return switch (event.type()) {
            case EventTypes.MARIADB_GTID -> mariadb(event);
            case EventTypes.GTID_TAGGED -> {
                var data = new GtidTaggedEventDataDeserializer().deserialize(new ByteArrayInputStream(event.body()));
                yield new GroupHead(
                        data.getMySqlGtid().toString(), micros(data.getImmediateCommitTimestamp()), false, true, false);
            }
            default -> mysql(event);
        };
    }

    private static GroupHead mysql(LogEvent event) {
        EventBytes bytes = new EventBytes(event.body());
        bytes.skip(FLAGS);
        int server = bytes.position();
        bytes.skip(2 * Long.BYTES);
        long number = bytes.int64();
        String gtid =
                event.type() == EventTypes.GTID ? server(event.body(), server).toString() + ':' + number : null;
        boolean tellsTime = bytes.remaining() > LOGICAL_TIMES + COMMIT_TIME && bytes.unsigned8() == HAS_LOGICAL_TIMES;
        if (!tellsTime) {
            return new GroupHead(gtid, null, false, true, false);
        }
        bytes.skip(LOGICAL_TIMES);
        long committed = bytes.unsigned(COMMIT_TIME) & ~COMMITTED_ELSEWHERE;
        return new GroupHead(gtid, micros(committed), false, true, false);
    }

    private static UUID server(byte[] body, int at) {
        return new UUID(
                BinaryNumbers.bigEndian(body, at, Long.BYTES),
                BinaryNumbers.bigEndian(body, at + Long.BYTES, Long.BYTES));
    }

    private static GroupHead mariadb(LogEvent event) {
        EventBytes bytes = new EventBytes(event.body());
        long sequence = BinaryNumbers.int64(event.body(), 0);
        bytes.skip(Long.BYTES);
        long domain = bytes.unsigned(4);
        int flags = bytes.unsigned8();
        if ((flags & COMMIT_ID) != 0) {
            bytes.skip(Long.BYTES);
        }
        if ((flags & (PREPARES_XA | ENDS_XA)) != 0) {
            bytes.skip(Integer.BYTES);
            int gtrid = bytes.unsigned8();
            int bqual = bytes.unsigned8();
            bytes.skip(gtrid + bqual); // stands in a later event of the group, too
        }
        int more = bytes.isEmpty() ? 0 : bytes.unsigned8();
        String gtid = domain + "-" + event.serverId() + "-" + Long.toUnsignedString(sequence);
        return new GroupHead(
                gtid,
                null,
                (flags & STANDALONE) == 0,
                (more & (START_ALTER | ROLLBACK_ALTER)) == 0,
                (flags & PREPARES_XA) != 0);
    }

    private static @Nullable Instant micros(long sinceEpoch) {
        return sinceEpoch == 0 ? null : Instant.EPOCH.plus(sinceEpoch, ChronoUnit.MICROS);
    }
}
