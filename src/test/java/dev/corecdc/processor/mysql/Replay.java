package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.format.CoreCdcWriter;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.TableFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The whole way of events, as bytes come, one at a time: framing, transactions, decoding, and the format that writes their
 * values. Whatever is thrown that is not typed comes out.
 */
final class Replay {

    private static final CoreCdcWriter WRITER = new CoreCdcWriter();
    private static final WantedTables WANTED = new WantedTables(
            new TableFilter(List.of(), List.of()), Set.of(EventType.INSERT, EventType.UPDATE, EventType.DELETE));

    private final LogEventDeserializer framing = new LogEventDeserializer(EventSize.ofThisService());
    private final Single next = new Single();
    private final BinlogReader reader;
    private @Nullable Exception end;

    /** The transactions by their places, and the last of them. */
    private final Map<Long, List<LogEvent>> groups = new HashMap<>();

    private List<LogEvent> group = new ArrayList<>();

    /** @param positional whether columns are called by their numbers, as the log does not name them */
    Replay(Flavor flavor, boolean positional) {
        this(flavor, NamedLog.names(flavor, WANTED, positional));
    }

    /** @param known the tables where the log begins, from where on its DDL is followed */
    Replay(Flavor flavor, TableSchemas known) {
        this(flavor, NamedLog.names(known, flavor, WANTED));
    }

    private Replay(Flavor flavor, TableNames names) {
        framing.setChecksummed(true);
        reader = new BinlogReader(
                next,
                new TransactionAssembler(
                        LogDecoding.of(flavor),
                        WANTED,
                        names,
                        new LogCursor("b.000001", 4),
                        new XaTransactions(PreparedXas.NONE, this::again),
                        true),
                new PositionTracker(new BinlogPosition("s", null, "b.000001", 4, 0), null),
                () -> {});
    }

    /** Why there is no going on; null as long as there is. */
    @Nullable
    Exception end() {
        return end;
    }

    /** What an event, with its header and checksum, lets through; nothing once {@link #end} is reached. */
    List<String> feed(byte[] event) {
        List<String> values = new ArrayList<>();
        if (end != null) {
            return values;
        }
        try {
            LogEvent framed = framing.read(new ByteArrayInputStream(event));
            remember(framed);
            next.put(framed);
            while (!next.ranDry) { // one event can hold many
                ChangeBatch batch = reader.poll(Duration.ZERO);
                if (batch != null) {
                    write(batch, values);
                }
            }
        } catch (SourceException | IOException e) {
            end = e;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    private void remember(LogEvent event) {
        if (GroupHead.isHead(event)) {
            group = new ArrayList<>();
            groups.put(event.nextPosition() - event.length(), group);
        }
        group.add(event);
    }

    /** The events of a group that was read before. */
    private LogEvents again(Xid xid, PreparedXa.InLog place) {
        Deque<LogEvent> events = new ArrayDeque<>(groups.getOrDefault(place.offset(), List.of()));
        return new LogEvents() {
            @Override
            public LogEvent poll(long nanos) throws SourceException {
                LogEvent event = events.poll();
                if (event == null) {
                    throw GroupReplay.gone(xid, place, "it was not kept", null);
                }
                return event;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private static void write(ChangeBatch batch, List<String> values) {
        for (ChangeRecord change : batch.records()) {
            JsonNode json = WRITER.write(change);
            values.add("%s %s.%s %s %s %s"
                    .formatted(
                            change.type(),
                            json.get("schema_name"),
                            json.get("table_name"),
                            json.get("primary_key"),
                            json.get("before"),
                            json.get("record")));
        }
        DdlEvent ddl = batch.ddl();
        if (ddl != null) {
            WRITER.write(ddl);
            values.add("%s %s.%s %s".formatted(ddl.kind(), ddl.schema(), ddl.tables(), ddl.statement()));
        }
    }

    /** Hands over one event and then has none. */
    private static final class Single implements LogEvents {

        private @Nullable LogEvent event;

        /** Whether another was asked for. */
        private boolean ranDry;

        void put(LogEvent only) {
            event = only;
            ranDry = false;
        }

        @Override
        public @Nullable LogEvent poll(long nanos) {
            LogEvent taken = event;
            event = null;
            ranDry = taken == null;
            return taken;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
