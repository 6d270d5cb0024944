package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.EventType;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.TableFilter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BinlogReaderTests {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ScriptedLog log = new ScriptedLog();
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private final AtomicInteger closed = new AtomicInteger();

    /** Writes unwanted transactions without end, once the events are taken. */
    private boolean busy;

    private final BinlogReader reader = new BinlogReader(
            new LogEvents() {
                @Override
                public @Nullable LogEvent poll(long nanos) throws SourceException, InterruptedException {
                    if (events.isEmpty() && busy) {
                        transaction(2, log.end());
                    }
                    LogEvent next = events.poll();
                    if (next == null) {
                        TimeUnit.NANOSECONDS.sleep(nanos);
                    } else if (next.type() < 0) {
                        throw new SourceException(Kind.UNAVAILABLE, "the connection is lost");
                    }
                    return next;
                }

                @Override
                public void close() {
                    // nothing is open
                }
            },
            NamedLog.assembler(
                    Flavor.MYSQL,
                    new WantedTables(new TableFilter(List.of(), List.of("shop.log")), Set.of(EventType.INSERT)),
                    new LogCursor("b.000001", 4),
                    ScriptedGroups.none(),
                    false),
            new PositionTracker(new BinlogPosition("s", null, "b.000001", 4, 0), null),
            closed::incrementAndGet);

    /** A transaction on {@code person} (1) or {@code log} (2). */
    private void transaction(int table, long... ids) {
        events.add(log.anonymousGtid());
        events.add(log.query("BEGIN"));
        events.add(log.table(1, "shop", "person"));
        events.add(log.table(2, "shop", "log"));
        for (long id : ids) {
            events.add(log.insert(table, (int) id));
        }
        events.add(log.xid(1));
    }

    private void lose() {
        events.add(new LogEvent(0, -1, 0, 0, 0, 0, new byte[0]));
    }

    @Test
    void handsOverWhatIsThere() throws Exception {
        transaction(1, 10);
        transaction(1, 11, 12);

        ChangeBatch batch = requireNonNull(reader.poll(LONG));

        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.resumePosition()).isEqualTo(new BinlogPosition("s", null, "b.000001", log.end(), 0));
        assertThat(reader.poll(SHORT)).isNull();
    }

    @Test
    void handsOverWhatIsVeryLargeBeforeItReadsAnythingElse() throws Exception {
        events.add(log.anonymousGtid());
        events.add(log.query("BEGIN"));
        events.add(log.table(1, "shop", "person"));
        events.add(log.insert(1, IntStream.range(0, 120_000).toArray()));
        events.add(log.xid(1));
        int begin = events.size();
        transaction(1, 1);
        int following = events.size() - begin;

        ChangeBatch batch = requireNonNull(reader.poll(LONG));

        assertThat(batch.bytes()).isGreaterThan(16 << 20);
        assertThat(events).hasSize(following);
    }

    @Test
    void handsOverAChangeThoughUnwantedEventsComeWithoutAPause() throws Exception {
        transaction(1, 10);
        busy = true;
        List<ChangeBatch> batches = new ArrayList<>();
        while (batches.stream().noneMatch(batch -> batch.size() > 0)) {
            ChangeBatch batch = reader.poll(SHORT);
            if (batch != null) {
                batches.add(batch);
            }
        }
        assertThat(batches).hasSize(1);
    }

    @Test
    void neverTakesMuchLongerThanItsTimeAndTellsTheWayItGoes() throws Exception {
        busy = true;
        BinlogPosition before = new BinlogPosition("s", null, "b.000001", 4, 0);
        int told = 0;
        while (told < 2) {
            long begun = System.nanoTime();
            ChangeBatch batch = reader.poll(SHORT);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
            if (batch != null) {
                assertThat(batch.isEmpty()).isTrue();
                assertThat(batch.excluded()).isPositive();
                assertThat(before.covers(batch.resumePosition())).isFalse();
                before = (BinlogPosition) batch.resumePosition();
                told++;
            }
        }
    }

    @Test
    void tellsAPlaceFurtherOnWithinAPollThatIsLongEnough() throws Exception {
        transaction(2, 10);

        ChangeBatch batch = requireNonNull(reader.poll(LONG));

        assertThat(batch.isEmpty()).isTrue();
        assertThat(batch.resumePosition()).isEqualTo(new BinlogPosition("s", null, "b.000001", log.end(), 0));
    }

    @Test
    void handsOverWhatPrecedesALostConnection() throws Exception {
        transaction(1, 10);
        long end = log.end();
        transaction(1, 11);
        events.removeLast();
        lose();

        ChangeBatch batch = requireNonNull(reader.poll(LONG));

        assertThat(batch.size()).isEqualTo(1);
        assertThat(batch.resumePosition()).isEqualTo(new BinlogPosition("s", null, "b.000001", end, 0));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> reader.poll(SHORT))
                    .withMessage("the connection is lost");
        }
    }

    @Test
    void handsOverWhatPrecedesAnEventThatCannotBeFollowed() throws Exception {
        transaction(1, 10);
        long end = log.end();
        events.add(log.anonymousGtid());
        events.add(log.query("XA FORGET 'a'"));

        assertThat(requireNonNull(reader.poll(LONG)).resumePosition())
                .isEqualTo(new BinlogPosition("s", null, "b.000001", end, 0));
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> reader.poll(SHORT))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }

    @Test
    void handsOverWhatPrecedesRowsThatCannotBeDecoded() throws Exception {
        transaction(1, 10);
        events.add(log.anonymousGtid());
        events.add(log.query("BEGIN"));
        events.add(log.table(1, "shop", "person"));
        long start = log.end();
        events.add(log.insert(1, 11));
        events.add(log.brokenInsert(1));
        long broken = log.end();
        events.add(log.xid(2));

        ChangeBatch batch = requireNonNull(reader.poll(LONG));

        assertThat(batch.size()).isEqualTo(2);
        assertThat(((BinlogPosition) batch.resumePosition()).events()).isEqualTo(1);
        assertThat(((BinlogPosition) batch.resumePosition()).offset()).isLessThan(start);
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> reader.poll(SHORT))
                .withMessageContaining("b.000001:" + broken)
                .withMessageContaining("shop.person")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }

    @Test
    void handsOverACompressedTransactionInSeveralBatches() throws Exception {
        List<LogEvent> inner = new ArrayList<>(List.of(log.query("BEGIN"), log.table(1, "shop", "person")));
        for (int i = 0; i < 2_000; i++) {
            inner.add(log.insert(1, IntStream.range(0, 1_000).toArray())); // 5 kB each, 10 MB altogether
        }
        inner.add(log.xid(1));
        log.at(4);
        events.add(log.anonymousGtid());
        events.add(log.event(EventTypes.TRANSACTION_PAYLOAD, ScriptedPayload.zstd(inner.toArray(LogEvent[]::new))));

        BinlogPosition end = new BinlogPosition("s", null, "b.000001", log.end(), 0);
        int changes = 0;
        while (changes < 2_000_000) {
            ChangeBatch batch = requireNonNull(reader.poll(LONG));
            changes += batch.size();
            assertThat(batch.size()).isEqualTo(2_000);
            assertThat(batch.resumePosition()).isIn(new BinlogPosition("s", null, "b.000001", 4, changes / 1_000), end);
        }
        assertThat(changes).isEqualTo(2_000_000);
    }

    @Test
    void givesItsServerIdBackOnce() {
        reader.close();
        reader.close();
        assertThat(closed).hasValue(1);
    }
}
