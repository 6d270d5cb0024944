package dev.corecdc.management;

import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Position;
import dev.corecdc.event.Row;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.CheckedSource;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.RetainingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.LaneDefinition;
import dev.corecdc.stream.OnHistoryLost;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamDefinition;
import dev.corecdc.stream.StreamListener;
import dev.corecdc.stream.TargetState;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Two processors that do as they are told: {@code shop} with the targets {@code console} and {@code warehouse}, and {@code idle}
 * with {@code console}, which does not start by itself.
 */
public final class StreamFixture implements AutoCloseable {

    private static final Columns PERSON =
            new Columns("shop", "person", List.of(new Column("id", ColumnType.INT, false)), List.of(0));

    public final ScriptedSource source = new ScriptedSource();
    public final CollectingTarget console = new CollectingTarget();
    public final CollectingTarget warehouse = new CollectingTarget();
    public final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    public final TestStreams streams;

    public StreamFixture(StreamListener listener) {
        LaneDefinition toConsole = TestStreams.lane("console", console);
        LaneDefinition toWarehouse = TestStreams.lane("warehouse", warehouse);
        this.streams = TestStreams.builder().stream(definition("shop", true, List.of(toConsole, toWarehouse))).stream(
                        definition("idle", false, List.of(toConsole)))
                .store(store)
                .listener(listener)
                .stopTimeout(Duration.ofMillis(500))
                .build();
    }

    /** A fixture whose streams nobody listens to. */
    public static StreamFixture unheard() {
        return new StreamFixture(new StreamListener() {});
    }

    private StreamDefinition definition(String name, boolean autoStartup, List<LaneDefinition> lanes) {
        return new StreamDefinition(name, source, autoStartup, "latest", OnHistoryLost.FAIL, lanes);
    }

    public StreamControl control() {
        return streams.control();
    }

    public StreamFixture start() {
        streams.start();
        return this;
    }

    @Override
    public void close() {
        source.hang.countDown();
        streams.close();
    }

    /** Lets a row be inserted, {@code count} times, in one batch. */
    public void insert(int count) {
        source.insert(count);
    }

    /** Stops, sets two inserts of one row aside for {@code shop/console} as number 1, which is dead, and 2, and starts again. */
    public void setAside() {
        streams.stop();
        Origin origin = new Origin(Instant.EPOCH, "binlog.000012", 4, null, null);
        for (long number = 1; number <= 2; number++) {
            store.put(new DeadLetter(
                    number,
                    "shop",
                    "console",
                    number == 2,
                    Instant.EPOCH,
                    Map.of("file", "binlog.000012", "offset", 4L),
                    number == 2 ? null : "too long",
                    new ChangeRecord(EventType.INSERT, PERSON, Row.of(99L), null, origin, number)));
        }
        streams.start();
        awaitState("shop", ProcessorState.RUNNING);
    }

    /** Breaks the targets of {@code shop}: what comes next has a position that cannot be compared. */
    public void breakLanes() {
        source.log.add(ChangeBatch.empty(new OtherPosition()));
    }

    public void awaitState(String processor, ProcessorState state) {
        streams.awaitState(processor, state);
    }

    /** Waits until a target of {@code shop} is in a state. */
    public void awaitTarget(String target, TargetState state) {
        streams.awaitTargetState("shop", target, state);
    }

    /** Waits until the targets of {@code shop} have so many records, and that is checkpointed. */
    public void awaitSaved(long count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> streams.status("shop").targets().stream()
                .allMatch(target ->
                        target.counts().delivered() == count && source.end().equals(target.checkpoint())));
    }

    record OtherPosition() implements Position {

        @Override
        public boolean covers(Position other) {
            return false;
        }

        @Override
        public Map<String, Object> toMap() {
            return Map.of();
        }
    }

    record FilePosition(String file, long offset) implements Position {

        @Override
        public boolean covers(Position other) {
            if (other instanceof FilePosition position) {
                return offset >= position.offset;
            }
            throw new IllegalStateException("a position of another kind");
        }

        @Override
        public Map<String, Object> toMap() {
            return Map.of("file", file, "offset", offset);
        }
    }

    /** A log in memory with positions like those of a binlog. */
    public static final class ScriptedSource implements Processor, CheckedSource, RetainingSource {

        @Override
        public HistoryMargin margin(Position position) {
            return new HistoryMargin(3L, Duration.ofHours(2), Duration.ofHours(5));
        }

        @Override
        public List<String> warnings() {
            return List.of("sync_binlog = 0");
        }

        private static final String FILE = "binlog.000012";

        private final BlockingQueue<ChangeBatch> log = new LinkedBlockingQueue<>();
        private long offset = 4;
        private final CountDownLatch hang = new CountDownLatch(1);
        private volatile boolean hangs;
        private volatile @Nullable SourceException fault;

        /** Breaks what is open, and keeps from opening, until {@link #mend}. */
        public void breakWith(Kind kind, String message) {
            fault = new SourceException(kind, message);
        }

        public void mend() {
            fault = null;
        }

        /** Lets each attempt to open hang. */
        public void hang() {
            hangs = true;
        }

        synchronized Map<String, Object> end() {
            return new FilePosition(FILE, offset).toMap();
        }

        synchronized void insert(int count) {
            offset += 100;
            Instant now = Instant.now();
            ChangeRecord change = new ChangeRecord(
                    EventType.INSERT, PERSON, Row.of(1L), null, new Origin(now, FILE, offset, null, null), 1);
            log.add(new ChangeBatch(
                    Collections.nCopies(count, change), null, new FilePosition(FILE, offset), 100, 3, now));
        }

        @Override
        public Position locate(String startAt) throws SourceException {
            check();
            return new FilePosition(FILE, 4);
        }

        @Override
        public ChangeReader open(Position from) throws SourceException {
            if (hangs) {
                try {
                    hang.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            check();
            return new ChangeReader() {

                @Override
                public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
                    ChangeBatch batch = log.poll(10, TimeUnit.MILLISECONDS);
                    check();
                    return batch;
                }

                @Override
                public void close() {}
            };
        }

        private void check() throws SourceException {
            SourceException current = fault;
            if (current != null) {
                throw current;
            }
        }

        @Override
        public Position parse(Map<String, ?> saved) {
            return new FilePosition(
                    String.valueOf(saved.get("file")), Long.parseLong(String.valueOf(saved.get("offset"))));
        }
    }
}
