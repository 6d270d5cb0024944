package dev.corecdc.processor.mysql;

import java.time.Instant;

/**
 * A binlog event as it came, undecoded (MySQL Internals: "Binlog Event Header").
 *
 * @param timestamp seconds since the epoch
 * @param type the type code, see {@link EventTypes}
 * @param serverId id of the server on which it was first written
 * @param length the whole event in the log, header and checksum included, in bytes
 * @param nextPosition where the next event begins, modulo 2^32; 0 when the event is not in the file, or was not told its
 *     place
 * @param flags the flags of the header
 * @param body the event without its header and checksum
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogEvent(long timestamp, int type, long serverId, int length, long nextPosition, int flags, byte[] body) {

    /** LOG_EVENT_ARTIFICIAL_F: made by the server for this connection. */
    private static final int ARTIFICIAL = 0x20;

    /** LOG_EVENT_IGNORABLE_F: a reader that does not know the type may ignore it. */
    private static final int IGNORABLE = 0x80;

    boolean isArtificial() {
        return (flags & ARTIFICIAL) != 0;
    }

    /** Whether the event stands in the file that is being read. */
    boolean isInFile() {
        return switch (type) {
            case EventTypes.HEARTBEAT, EventTypes.HEARTBEAT_V2 -> false;
            case EventTypes.FORMAT_DESCRIPTION -> nextPosition != 0; // else it is sent ahead of a place within the file
            default -> !isArtificial();
        };
    }

    /** Whether it belongs to no group of events, so that reading can go on behind it. */
    boolean standsAlone() {
        return switch (type) {
            case EventTypes.FORMAT_DESCRIPTION,
                    EventTypes.PREVIOUS_GTIDS,
                    EventTypes.STOP,
                    EventTypes.MARIADB_GTID_LIST,
                    EventTypes.MARIADB_BINLOG_CHECKPOINT -> true;
            default -> false;
        };
    }

    boolean isIgnorable() {
        return (flags & IGNORABLE) != 0;
    }

    Instant instant() {
        return Instant.ofEpochSecond(timestamp);
    }
}
