package dev.corecdc.bench;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The binlog library alone, which no service can be faster than that reads by it: with its own decoding, or with the events'
 * headers only, of which the rows are not known, so that it ends where the log has no more.
 */
final class LibraryReader {

    private LibraryReader() {}

    public static void main(String[] arguments) throws IOException {
        Reading reading = Reading.of(arguments);
        BinaryLogClient client =
                new BinaryLogClient(reading.host(), reading.port(), reading.user(), reading.password());
        client.setServerId(90_001);
        client.setBinlogFilename(reading.file());
        client.setBinlogPosition(4);
        client.setBlocking(false);
        EventDeserializer deserializer = new EventDeserializer();
        client.setEventDeserializer(deserializer);
        if (reading.variant().equals("headers")) {
            headers(client, deserializer, reading);
        } else {
            client.registerEventListener(new Rows(reading));
            client.connect();
        }
    }

    private static void headers(BinaryLogClient client, EventDeserializer deserializer, Reading reading)
            throws IOException {
        for (EventType type : EventType.values()) {
            if (type != EventType.FORMAT_DESCRIPTION && type != EventType.ROTATE) {
                deserializer.setEventDataDeserializer(type, new NullEventDataDeserializer());
            }
        }
        long[] bytes = new long[1];
        Meter meter = new Meter(reading.rows());
        client.registerEventListener(event -> {
            EventHeaderV4 header = event.getHeader();
            if (bytes[0] == 0 && EventType.isRowMutation(header.getEventType())) {
                meter.count(1);
            }
            if (EventType.isRowMutation(header.getEventType())) {
                bytes[0] += header.getEventLength();
            }
        });
        client.connect();
        meter.count(reading.rows() - 1);
    }

    /** Counts the rows of the wanted tables. */
    private static final class Rows implements BinaryLogClient.EventListener {

        private final Reading reading;
        private final Meter meter;
        private final Set<Long> wanted = new HashSet<>();

        Rows(Reading reading) {
            this.reading = reading;
            this.meter = new Meter(reading.rows());
        }

        @Override
        public void onEvent(Event event) {
            EventData data = event.getData();
            if (data instanceof TableMapEventData table) {
                if (reading.tables().equals(table.getDatabase() + "." + table.getTable())) {
                    wanted.add(table.getTableId());
                }
            } else if (data instanceof WriteRowsEventData rows) {
                count(rows.getTableId(), rows.getRows().size());
            } else if (data instanceof UpdateRowsEventData rows) {
                count(rows.getTableId(), rows.getRows().size());
            } else if (data instanceof DeleteRowsEventData rows) {
                count(rows.getTableId(), rows.getRows().size());
            }
        }

        private void count(long table, int rows) {
            if (wanted.contains(table)) {
                meter.count(rows);
            }
        }
    }
}
