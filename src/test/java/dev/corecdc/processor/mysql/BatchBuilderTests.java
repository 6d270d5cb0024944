package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.TableFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How batches are cut, and which position each has. */
class BatchBuilderTests {

    private static final String UUID = ScriptedLog.SERVER.toString();

    private final ScriptedLog log = new ScriptedLog();

    private static BinlogPosition start(@Nullable String gtids, long offset, int events) {
        return new BinlogPosition("s", gtids, "b.000001", offset, events);
    }

    /** The batches that the events give when all of them are there at once, read from a position. */
    private static List<ChangeBatch> batches(BinlogPosition from, List<LogEvent> events) throws SourceException {
        TransactionAssembler assembler = NamedLog.assembler(
                Flavor.MYSQL,
                new WantedTables(
                        new TableFilter(List.of(), List.of("shop.log")), Set.of(EventType.INSERT, EventType.DELETE)),
                new LogCursor(from.file(), from.offset()),
                ScriptedGroups.none(),
                false);
        String set = from.gtidSet();
        BatchBuilder builder = new BatchBuilder(new PositionTracker(from, set == null ? null : Gtids.mysql(set)));
        List<ChangeBatch> batches = new ArrayList<>();
        for (LogEvent event : events) {
            assembler.accept(event);
            for (Work work; (work = assembler.ready().poll()) != null; ) {
                if (builder.isFull(work)) {
                    batches.add(builder.build());
                }
                builder.take(work);
            }
        }
        if (builder.hasNews()) {
            batches.add(builder.build());
        }
        return batches;
    }

    @SafeVarargs
    private List<LogEvent> transaction(long gtid, Supplier<LogEvent>... changes) {
        List<LogEvent> events = new ArrayList<>();
        events.add(log.gtid(gtid));
        events.add(log.query("BEGIN"));
        events.add(log.table(1, "shop", "person"));
        events.add(log.table(2, "shop", "log"));
        for (Supplier<LogEvent> change : changes) {
            events.add(change.get());
        }
        events.add(log.xid(gtid));
        return events;
    }

    private static List<Integer> ids(ChangeBatch batch) {
        return batch.records().stream()
                .map(change -> ((Long) requireNonNull(change.row().get(0))).intValue())
                .toList();
    }

    private static List<Long> sequences(ChangeBatch batch) {
        return batch.records().stream().map(ChangeRecord::sequence).toList();
    }

    @Test
    void gathersSmallTransactionsIntoOneBatch() throws SourceException {
        List<LogEvent> events = transaction(1, () -> log.insert(1, 10, 11));
        events.addAll(transaction(2, () -> log.insert(1, 12), () -> log.insert(2, 99), () -> log.delete(1, 10)));

        assertThat(batches(start("", 4, 0), events)).singleElement().satisfies(batch -> {
            assertThat(ids(batch)).containsExactly(10, 11, 12, 10);
            assertThat(sequences(batch)).containsExactly(1L, 2L, 1L, 2L);
            assertThat(batch.excluded()).isEqualTo(1);
            assertThat(batch.bytes()).isPositive();
            assertThat(batch.oldest()).isNotNull();
            assertThat(batch.resumePosition()).isEqualTo(start(UUID + ":1-2", log.end(), 0));
        });
    }

    @Test
    void givesADdlStatementABatchOfItsOwnUpToTheEndOfIt() throws SourceException {
        List<LogEvent> events = transaction(1, () -> log.insert(1, 10));
        long first = log.end();
        events.add(log.gtid(2));
        events.add(log.query("ALTER TABLE person ADD a INT"));
        long second = log.end();
        events.addAll(transaction(3, () -> log.insert(1, 11)));

        assertThat(batches(start("", 4, 0), events))
                .extracting(ChangeBatch::resumePosition)
                .containsExactly(
                        start(UUID + ":1-1", first, 0),
                        start(UUID + ":1-2", second, 0),
                        start(UUID + ":1-3", log.end(), 0));
    }

    @Test
    void cutsALargeTransactionBehindTheEventThatMakesABatchLarge() throws SourceException {
        List<LogEvent> events = new ArrayList<>(transaction(1, () -> log.insert(1, 10)));
        long begin = log.end();
        int[] thousand = IntStream.range(0, 1000).toArray();
        events.addAll(transaction(
                2,
                () -> log.insert(1, thousand),
                () -> log.insert(2, thousand),
                () -> log.insert(1, thousand),
                () -> log.insert(1, thousand),
                () -> log.insert(1, 5)));

        List<ChangeBatch> batches = batches(start("", 4, 0), events);

        assertThat(batches).extracting(ChangeBatch::size).containsExactly(2001, 1001);
        assertThat(batches)
                .extracting(ChangeBatch::resumePosition)
                .containsExactly(start(UUID + ":1-1", begin, 3), start(UUID + ":1-2", log.end(), 0));
    }

    @Test
    void cutsWhatTakesManyBytes() throws SourceException {
        int[] many = IntStream.range(0, 150_000).toArray();
        List<LogEvent> events = transaction(1, () -> log.insert(1, many), () -> log.insert(1, 1));

        assertThat(batches(start(null, 4, 0), events))
                .extracting(ChangeBatch::size)
                .containsExactly(150_000, 1);
    }

    @Test
    void dropsWhatWasHandedOverBeforeAndKeepsTheNumbersOfTheRest() throws SourceException {
        List<LogEvent> events = transaction(
                1,
                () -> log.insert(1, 10, 11),
                () -> log.insert(2, 1),
                () -> log.insert(1, 12),
                () -> log.insert(1, 13));
        long end = log.end();
        events.addAll(transaction(2, () -> log.insert(1, 20)));

        for (int handedOver = 0; handedOver <= 4; handedOver++) {
            int skipped = handedOver;
            assertThat(batches(start("", 4, skipped), events)).singleElement().satisfies(batch -> {
                List<Integer> all = List.of(10, 11, 12, 13, 20);
                List<Long> numbers = List.of(1L, 2L, 3L, 4L, 1L);
                int from = List.of(0, 2, 2, 3, 4).get(skipped);
                assertThat(ids(batch)).isEqualTo(all.subList(from, 5));
                assertThat(sequences(batch)).isEqualTo(numbers.subList(from, 5));
                assertThat(batch.excluded()).isEqualTo(skipped >= 2 ? 0 : 1);
                assertThat(batch.resumePosition()).isEqualTo(start(UUID + ":1-2", log.end(), 0));
            });
        }
        assertThat(end).isLessThan(log.end());
    }

    @Test
    void dropsADdlStatementThatWasHandedOverBefore() throws SourceException {
        List<LogEvent> events =
                new ArrayList<>(List.of(log.gtid(1), log.query("CREATE TABLE `t` (`id` int) START TRANSACTION")));
        events.addAll(List.of(log.table(1, "shop", "t"), log.insert(1, 1), log.xid(1)));

        assertThat(batches(start("", 4, 1), events)).singleElement().satisfies(batch -> {
            assertThat(batch.ddl()).isNull();
            assertThat(sequences(batch)).containsExactly(2L);
        });
    }

    @Test
    void dropsNothingOfATransactionThatBeginsElsewhere() throws SourceException {
        log.at(1000);
        List<LogEvent> events = transaction(1, () -> log.insert(1, 10));

        assertThat(batches(start("", 4, 5), events)).singleElement().satisfies(batch -> assertThat(ids(batch))
                .containsExactly(10));
    }

    @Test
    void movesPastWhatIsNotWantedWithAnEmptyBatch() throws SourceException {
        List<LogEvent> events = transaction(1, () -> log.insert(2, 10));

        assertThat(batches(start("", 4, 0), events)).singleElement().satisfies(batch -> {
            assertThat(batch.isEmpty()).isTrue();
            assertThat(batch.oldest()).isNull();
            assertThat(batch.excluded()).isEqualTo(1);
            assertThat(batch.resumePosition()).isEqualTo(start(UUID + ":1-1", log.end(), 0));
        });
    }

    @Test
    void countsOnFromTheLastPlaceThatAnOffsetCanNameBehind4GiB() throws SourceException {
        long large = (1L << 32) - 30;
        log.at(large);
        List<LogEvent> events = transaction(1, () -> log.insert(1, 10));
        events.addAll(transaction(2, () -> log.insert(1, 11)));

        assertThat(batches(start(null, large, 0), events)).singleElement().satisfies(batch -> {
            assertThat(ids(batch)).containsExactly(10, 11);
            assertThat(batch.resumePosition()).isEqualTo(start(null, large, 2));
        });
        assertThat(batches(start(null, large, 1), events)).singleElement().satisfies(batch -> {
            assertThat(ids(batch)).containsExactly(11);
            assertThat(batch.resumePosition()).isEqualTo(start(null, large, 2));
        });
        assertThat(batches(start("", large, 0), events))
                .singleElement()
                .satisfies(batch -> assertThat(batch.resumePosition()).isEqualTo(start(UUID + ":1-2", log.end(), 0)));
        events.add(log.rotate("b.000002", 4));
        assertThat(batches(start(null, large, 0), events)).last().satisfies(batch -> assertThat(batch.resumePosition())
                .isEqualTo(new BinlogPosition("s", null, "b.000002", 4, 0)));
    }

    @Test
    void countsNothingForAnEmptyTransactionThatReachesBehind4GiB() throws SourceException {
        long large = (1L << 32) - 30;
        log.at(large);
        List<LogEvent> events = transaction(1, () -> log.query("SAVEPOINT a"));
        events.addAll(transaction(2, () -> log.insert(1, 10)));
        events.addAll(transaction(3, () -> log.insert(1, 11)));

        assertThat(batches(start(null, large, 1), events)).last().satisfies(batch -> {
            assertThat(ids(batch)).containsExactly(11);
            assertThat(batch.resumePosition()).isEqualTo(start(null, large, 2));
        });
    }

    @Test
    void keepsWhatItHasWhenTheNextRowsCannotBeDecoded() throws SourceException {
        List<LogEvent> events = transaction(1, () -> log.insert(1, 10));
        long end = log.end();
        events.addAll(transaction(2, () -> log.brokenInsert(1)));
        TransactionAssembler assembler = NamedLog.assembler(
                Flavor.MYSQL,
                new WantedTables(new TableFilter(List.of(), List.of()), Set.of(EventType.INSERT)),
                new LogCursor("b.000001", 4),
                ScriptedGroups.none(),
                false);
        BatchBuilder builder = new BatchBuilder(new PositionTracker(start("", 4, 0), Gtids.mysql("")));
        for (LogEvent event : events) {
            assembler.accept(event);
        }
        builder.take(assembler.ready().remove());
        builder.take(assembler.ready().remove());

        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> builder.take(assembler.ready().remove()))
                .withMessageContaining("shop.person");

        ChangeBatch batch = builder.build();
        assertThat(ids(batch)).containsExactly(10);
        assertThat(batch.resumePosition()).isEqualTo(start(UUID + ":1-1", end, 0));
    }
}
