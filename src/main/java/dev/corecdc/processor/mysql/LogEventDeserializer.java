package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * Frames events and checks their checksums, without looking into them: the data of every event is a {@link LogEvent}. So
 * nothing that an event holds can make the library skip it.
 */
final class LogEventDeserializer extends EventDeserializer {

    private static final int HEADER = 19;
    private static final int CHECKSUM = 4;

    /** Where a FORMAT_DESCRIPTION event says which checksum follows: before the checksum itself. */
    private static final int ALGORITHM_FROM_END = CHECKSUM + 1;

    private boolean checksummed;

    @Override
    @Deprecated
    public void setChecksumType(ChecksumType type) {
        checksummed = type == ChecksumType.CRC32;
    }

    @Override
    public Event nextEvent(ByteArrayInputStream in) throws IOException {
        byte[] header = in.read(HEADER);
        int type = header[4] & 0xff;
        int length = (int) unsigned(header, 9);
        boolean describesFormat = type == EventTypes.FORMAT_DESCRIPTION;
        int checksum = checksummed || describesFormat ? CHECKSUM : 0;
        if (length < HEADER + checksum) {
            throw new MalformedEventException(
                    "an event of type %d claims a length of %d bytes".formatted(type, length));
        }
        byte[] body = in.read(length - HEADER - checksum);
        byte[] sum = in.read(checksum);
        if (describesFormat) {
            checksummed = body.length > 0 && body[body.length - (ALGORITHM_FROM_END - CHECKSUM)] == 1;
        } else if (checksummed) {
            check(header, body, sum);
        }
        LogEvent event = new LogEvent(
                unsigned(header, 0),
                type,
                unsigned(header, 5),
                length,
                unsigned(header, 13),
                (header[17] & 0xff) | (header[18] & 0xff) << 8,
                body);
        return forLibrary(event);
    }

    private static void check(byte[] header, byte[] body, byte[] sum) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(header);
        crc.update(body);
        if (crc.getValue() != unsigned(sum, 0)) {
            throw new MalformedEventException("the checksum of an event of type %d that ends at %d is wrong"
                    .formatted(header[4] & 0xff, unsigned(header, 13)));
        }
    }

    private static long unsigned(byte[] bytes, int at) {
        return (bytes[at] & 0xffL)
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }

    /** The library wants to know the type, and looks into rotations itself. */
    private static Event forLibrary(LogEvent event) {
        EventType type = EventType.byEventNumber(event.type());
        EventHeaderV4 header = new EventHeaderV4();
        header.setEventType(type == null ? EventType.UNKNOWN : type);
        if (type != EventType.ROTATE) {
            return new Event(header, event);
        }
        RotateEventData rotation = new RotateEventData();
        rotation.setBinlogFilename("");
        return new Event(header, new EventDataWrapper(rotation, event));
    }
}
