package dev.corecdc.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.testing.Batches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every processor keeps to. The subclass provides a source in which rows with a number each can be inserted, and whose log is quiet
 * but for what the test does.
 */
public abstract class ProcessorContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private long inserted;

    /** A processor over the source of this test. */
    protected abstract Processor processor();

    /** Inserts one row for each number, in this order, in one transaction. */
    protected abstract void insert(List<Long> numbers) throws Exception;

    /** The number in a row that {@link #insert} inserted. */
    protected abstract long numberOf(ChangeRecord change);

    /** Puts a DDL statement into the log that does not change what {@link #insert} needs. */
    protected abstract void executeDdl() throws Exception;

    /** Moves the log on without a change that the processor is to follow. */
    protected abstract void writeExcluded() throws Exception;

    @Test
    void readsWhatIsCommittedAfterTheLatestPosition() throws Exception {
        insertRows(2);
        Position latest = processor().locate("latest");
        insertRows(3);

        try (ChangeReader reader = processor().open(latest)) {
            assertThat(numbersOf(read(reader, 3))).containsExactly(3L, 4L, 5L);
            assertThat(readQuietly(reader)).isEmpty();
        }
    }

    @Test
    void readsWhatIsCommittedWhileItIsOpen() throws Exception {
        try (ChangeReader reader = processor().open(processor().locate("latest"))) {
            for (long i = 1; i <= 5; i++) {
                insertRows(1);
                assertThat(numbersOf(read(reader, 1))).containsExactly(i);
            }
        }
    }

    @Test
    void readsTheWholeLogFromTheEarliestPosition() throws Exception {
        insertRows(3);

        Position end = processor().locate("latest");
        List<ChangeBatch> batches = new ArrayList<>();
        try (ChangeReader reader = processor().open(processor().locate("earliest"))) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                ChangeBatch batch = reader.poll(SHORT);
                if (batch != null) {
                    batches.add(batch);
                }
                return batch != null && batch.resumePosition().covers(end);
            });
        }
        assertThat(numbersOf(batches)).endsWith(1L, 2L, 3L);
    }

    @Test
    void goesOnExactlyAfterEachBatch() throws Exception {
        Position start = processor().locate("latest");
        insertRows(4);
        executeDdl();
        insertRows(1);
        writeExcluded();
        insertRows(3);
        List<ChangeBatch> all;
        try (ChangeReader reader = processor().open(start)) {
            all = read(reader, 9);
        }

        for (int i = 0; i < all.size(); i++) {
            List<ChangeEvent> rest = Batches.events(all.subList(i + 1, all.size()));
            try (ChangeReader reader = processor().open(all.get(i).resumePosition())) {
                assertThat(describe(Batches.events(read(reader, rest.size()))))
                        .as("after batch %d", i)
                        .isEqualTo(describe(rest));
            }
        }
    }

    @Test
    void goesOnFromAPositionThatWasSavedAndReadBack() throws Exception {
        Position start = processor().locate("latest");
        insertRows(2);
        Position middle;
        try (ChangeReader reader = processor().open(start)) {
            middle = Batches.last(read(reader, 2)).resumePosition();
        }
        insertRows(2);

        Map<String, Object> saved = middle.toMap();
        Position readBack = processor().parse(new LinkedHashMap<>(saved));

        assertThat(saved.values()).allMatch(value -> value instanceof String || value instanceof Long);
        assertThat(readBack.toMap()).isEqualTo(saved);
        assertThat(List.copyOf(readBack.toMap().keySet())).isEqualTo(List.copyOf(saved.keySet()));
        assertThat(readBack.covers(middle)).isTrue();
        assertThat(middle.covers(readBack)).isTrue();
        try (ChangeReader reader = processor().open(readBack)) {
            assertThat(numbersOf(read(reader, 2))).containsExactly(3L, 4L);
        }
    }

    @Test
    void hasPositionsThatCoverThoseBeforeThemAndNoneAfter() throws Exception {
        Position start = processor().locate("latest");
        insertRows(1);
        executeDdl();
        insertRows(1);
        List<ChangeBatch> batches;
        try (ChangeReader reader = processor().open(start)) {
            batches = read(reader, 3);
        }

        List<Position> positions = new ArrayList<>(List.of(start));
        batches.stream()
                .filter(batch -> !batch.isEmpty())
                .map(ChangeBatch::resumePosition)
                .forEach(positions::add);
        for (int i = 0; i < positions.size(); i++) {
            for (int j = 0; j < positions.size(); j++) {
                assertThat(positions.get(i).covers(positions.get(j)))
                        .as("%s covers %s", positions.get(i), positions.get(j))
                        .isEqualTo(i >= j);
            }
        }
        assertThat(start.covers(unknownPosition())).isFalse();
    }

    @Test
    void givesADdlStatementABatchOfItsOwnInItsPlace() throws Exception {
        Position start = processor().locate("latest");
        insertRows(1);
        executeDdl();
        insertRows(1);

        try (ChangeReader reader = processor().open(start)) {
            assertThat(Batches.events(read(reader, 3)))
                    .satisfiesExactly(
                            event -> assertThat(event).isInstanceOf(ChangeRecord.class),
                            event -> assertThat(event).isInstanceOf(DdlEvent.class),
                            event -> assertThat(event).isInstanceOf(ChangeRecord.class));
        }
    }

    @Test
    void movesThePositionPastLogEventsThatConcernNobody() throws Exception {
        Position start = processor().locate("latest");
        writeExcluded();
        Position after = processor().locate("latest");

        try (ChangeReader reader = processor().open(start)) {
            await().atMost(PATIENCE).until(() -> {
                ChangeBatch batch = reader.poll(SHORT);
                assertThat(batch == null || batch.isEmpty()).isTrue();
                return batch != null && batch.resumePosition().covers(after);
            });
        }
    }

    @Test
    void keepsReadersApart() throws Exception {
        Position start = processor().locate("latest");
        insertRows(2);

        try (ChangeReader other = processor().open(start)) {
            try (ChangeReader one = processor().open(start)) {
                assertThat(numbersOf(read(one, 2))).containsExactly(1L, 2L);
            }
            insertRows(1);
            assertThat(numbersOf(read(other, 3))).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void pollsNothingWhenNothingCame() throws Exception {
        try (ChangeReader reader = processor().open(processor().locate("latest"))) {
            assertThat(readQuietly(reader)).isEmpty();
        }
    }

    @Test
    void canBeClosedWhileAnotherThreadPollsAndMoreThanOnce() throws Exception {
        ChangeReader reader = processor().open(processor().locate("latest"));
        CompletableFuture<@Nullable ChangeBatch> polling = CompletableFuture.supplyAsync(() -> {
            try {
                ChangeBatch batch;
                do {
                    batch = reader.poll(PATIENCE.multipliedBy(10));
                } while (batch != null && batch.isEmpty());
                return batch;
            } catch (SourceException e) {
                return null;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        reader.close();
        reader.close();

        assertThat(valueOf(polling)).isNull();
    }

    @Test
    void pollEndsWhenItsThreadIsInterrupted() throws Exception {
        try (ChangeReader reader = processor().open(processor().locate("latest"))) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> {
                while (true) {
                    reader.poll(PATIENCE);
                }
            });
        }
    }

    @Test
    void refusesStartsAndPositionsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> processor().locate("the day before yesterday"));
        assertThatIllegalArgumentException().isThrownBy(() -> processor().parse(Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> processor().parse(Map.of("nonsense", "x")));
    }

    private void insertRows(int count) throws Exception {
        insert(LongStream.rangeClosed(inserted + 1, inserted + count).boxed().toList());
        inserted += count;
    }

    /** Polls until so many changes have come, and no more than those. */
    private static List<ChangeBatch> read(ChangeReader reader, int changes) throws Exception {
        List<ChangeBatch> batches = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (sizeOf(batches) < changes && System.nanoTime() < end) {
            ChangeBatch batch = reader.poll(SHORT);
            if (batch != null) {
                batches.add(batch);
            }
        }
        assertThat(sizeOf(batches)).isEqualTo(changes);
        return batches;
    }

    /** What comes when nothing should. */
    private static List<ChangeEvent> readQuietly(ChangeReader reader) throws Exception {
        List<ChangeBatch> batches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ChangeBatch batch = reader.poll(SHORT);
            if (batch != null) {
                batches.add(batch);
            }
        }
        return Batches.events(batches);
    }

    private static int sizeOf(List<ChangeBatch> batches) {
        return batches.stream().mapToInt(ChangeBatch::size).sum();
    }

    private List<Long> numbersOf(List<ChangeBatch> batches) {
        return Batches.events(batches).stream()
                .filter(ChangeRecord.class::isInstance)
                .map(event -> numberOf((ChangeRecord) event))
                .toList();
    }

    private List<String> describe(List<ChangeEvent> events) {
        return events.stream()
                .map(event -> event instanceof ChangeRecord change
                        ? "%s %d %d".formatted(event.type(), numberOf(change), event.sequence())
                        : ((DdlEvent) event).statement())
                .toList();
    }

    private static <T extends @Nullable Object> T valueOf(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** A position of another kind of source. */
    private static Position unknownPosition() {
        return new Position() {
            @Override
            public boolean covers(Position other) {
                return false;
            }

            @Override
            public Map<String, Object> toMap() {
                return Map.of();
            }
        };
    }
}
