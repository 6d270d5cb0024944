package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import dev.corecdc.stream.DeadLetterControl.Filter;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.backoff.BackOff;

/** What becomes of changes that a target rejects where they are dead letters. */
@Timeout(60)
class StreamDeadLetterTests {

    private static final Filter ALL = new Filter(null, null, null);

    private static final List<Column> ID_AND_NAME =
            List.of(new Column("id", ColumnType.BIGINT, false), new Column("name", ColumnType.TEXT, false));
    private static final Columns ITEM = new Columns("shop", "item", ID_AND_NAME, List.of(0));
    private static final Columns LOG = new Columns("shop", "log", ID_AND_NAME, List.of());

    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final Picky a = new Picky();
    private final CollectingTarget b = new CollectingTarget();
    private TestStreams streams = TestStreams.builder().build();

    /** Takes every change but those whose name it was told of. */
    private static final class Picky implements DdlRecordTarget {

        final List<String> taken = new CopyOnWriteArrayList<>();
        final Set<String> unwanted = ConcurrentHashMap.newKeySet();
        volatile boolean broken;
        private volatile @Nullable Thread caller;

        @Override
        public void save(List<ChangeRecord> records) throws Exception {
            caller = Thread.currentThread();
            if (broken) {
                throw new IllegalStateException("out of order");
            }
            for (int i = 0; i < records.size(); i++) {
                if (unwanted.contains(name(records.get(i)))) {
                    throw new RejectedRecordException(i, "not this one", null);
                }
            }
            records.forEach(record -> taken.add(name(record)));
        }

        @Override
        public void saveDdl(DdlEvent statement) throws Exception {
            if (unwanted.contains(statement.statement())) {
                throw new RejectedRecordException("not this one", null);
            }
            taken.add(statement.statement());
        }

        private static String name(ChangeRecord record) {
            return String.valueOf(record.row().get(1));
        }
    }

    private void start() {
        start(new LaneSettings(retry(), OnFailure.DEAD_LETTER));
    }

    private static BackOff retry() {
        return LaneSettings.doubling(Duration.ofMillis(1), Duration.ofMillis(10), 0);
    }

    private void start(LaneSettings settings) {
        streams = TestStreams.builder().store(store).stream(
                        "shop", processor, new LaneDefinition("a", a, false, true, true, settings), lane("b", b))
                .start();
    }

    @AfterEach
    void stop() {
        streams.close();
    }

    private void insert(long id, String name) {
        row(EventType.INSERT, ITEM, Row.of(id, name), null);
    }

    private void row(EventType type, Columns columns, Row row, @Nullable Row before) {
        processor.append(origin -> new ChangeRecord(type, columns, row, before, origin, 1));
    }

    private void ddl(String statement, @Nullable String schema, String... tables) {
        processor.append(origin -> new DdlEvent(DdlKind.OTHER, schema, List.of(tables), true, statement, origin, 1));
    }

    private DeadLetterControl letters() {
        return streams.control().deadLetters();
    }

    private List<DeadLetterStatus> list() {
        return letters().list(ALL, 0, 100).letters();
    }

    private void awaitTaken(String... names) {
        await().untilAsserted(() -> assertThat(a.taken).containsExactly(names));
    }

    private void awaitLetters(int dead, int waiting) {
        await().untilAsserted(() -> {
            assertThat(letters().list(new Filter("shop", "a", false), 0, 1).total())
                    .isEqualTo(dead);
            assertThat(letters().list(new Filter("shop", "a", true), 0, 1).total())
                    .isEqualTo(waiting);
        });
    }

    private void awaitSaved(long offset) {
        await().until(() -> store.offset("shop", "a") == offset);
    }

    private DeadLetterStatus letter(String name) {
        return list().stream()
                .filter(letter -> letter.change().contains("\"" + name + "\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void setsARejectedChangeAsideAndGoesOn() {
        a.unwanted.add("bad");
        start();
        insert(1, "one");
        insert(2, "bad");
        insert(3, "three");

        awaitTaken("one", "three");
        awaitLetters(1, 0);
        awaitSaved(3);
        b.awaitRecords(3);
        assertThat(list()).singleElement().satisfies(letter -> {
            assertThat(letter.error()).isEqualTo("not this one");
            assertThat(letter.type()).isEqualTo(EventType.INSERT);
            assertThat(letter.schema() + "." + letter.table()).isEqualTo("shop.item");
            assertThat(letter.position()).containsKey("offset");
            assertThat(letter.waiting()).isFalse();
        });
        assertThat(streams.status("shop", "a").counts().dead()).isEqualTo(1);
    }

    @Test
    void letsLaterChangesOfTheSameKeyWaitInOrder() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        insert(2, "other");
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        row(EventType.DELETE, ITEM, Row.of(1L, "gone"), null);
        insert(3, "third");

        awaitTaken("other", "third");
        awaitLetters(1, 2);
        awaitSaved(5);

        a.unwanted.clear();
        letters().retry(letter("bad").number());
        awaitTaken("other", "third", "bad", "better", "gone");
        awaitLetters(0, 0);
        assertThat(a.caller).isNotNull().satisfies(caller -> assertThat(caller.getName())
                .isEqualTo("cdc-shop-a"));
    }

    @Test
    void letsBothKeysOfAnUpdateWait() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        row(EventType.UPDATE, ITEM, Row.of(2L, "moved"), Row.of(1L, "bad"));
        insert(2, "new two");
        insert(1, "new one");
        insert(3, "three");

        awaitTaken("three");
        awaitLetters(1, 3);
    }

    @Test
    void letsTheWholeTableWaitThatHasNoKeyAndNoOther() {
        a.unwanted.add("bad");
        start();
        row(EventType.INSERT, LOG, Row.of(1L, "bad"), null);
        row(EventType.INSERT, LOG, Row.of(2L, "next"), null);
        insert(1, "item");

        awaitTaken("item");
        awaitLetters(1, 1);
    }

    @Test
    void letsAStatementOnTheTableWaitAndWhatComesBehindIt() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        ddl("ALTER TABLE item", "shop", "item");
        insert(2, "behind the statement");
        ddl("ALTER TABLE log", "shop", "log");
        ddl("ANYTHING", null);
        row(EventType.INSERT, LOG, Row.of(1L, "behind anything"), null);

        awaitTaken("ALTER TABLE log");
        awaitLetters(1, 4);
        a.unwanted.clear();
        letters().retry(letter("bad").number());
        awaitTaken("ALTER TABLE log", "bad", "ALTER TABLE item", "behind the statement", "ANYTHING", "behind anything");
        awaitLetters(0, 0);
    }

    @Test
    void setsARejectedStatementAside() {
        a.unwanted.add("ALTER TABLE item");
        start();
        ddl("ALTER TABLE item", "shop", "item");
        insert(1, "behind");
        awaitLetters(1, 1);
        letters().delete(list().get(0).number(), "not needed there", "me");
        awaitTaken("behind");
        awaitLetters(0, 0);
    }

    @Test
    void knowsWhatWaitsAfterARestartBeforeTheFirstChange() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        insert(2, "two");
        awaitTaken("two");
        awaitSaved(2);
        streams.close();

        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        a.unwanted.clear();
        start();
        awaitSaved(3);
        awaitLetters(1, 1);
        assertThat(a.taken).containsExactly("two");

        letters().retryAll("shop", null);
        awaitTaken("two", "bad", "better");
    }

    @Test
    void setsNothingAsideTwiceWhenItIsReadAgain() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        awaitLetters(1, 1);
        streams.close();

        store.save("shop", "a", new Checkpoint(ScriptedProcessor.at(0).toMap(), Instant.now()));
        insert(3, "three");
        start();

        awaitTaken("three");
        awaitLetters(1, 1);
        assertThat(list().get(0).waiting()).isFalse();
    }

    /** What precedes a dead letter, and is read again, must not be delivered behind it. */
    @ParameterizedTest(name = "batches of {0}")
    @ValueSource(ints = {1, 2, 3, 10})
    void letsPassWhatPrecedesALetterWhenItIsReadAgain(int batch) {
        processor.batchesOf(batch);
        a.unwanted.add("bad");
        start();
        insert(1, "first");
        insert(2, "other");
        row(EventType.UPDATE, ITEM, Row.of(1L, "bad"), Row.of(1L, "first"));
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        awaitLetters(1, 1);
        awaitTaken("first", "other");
        streams.close();

        store.save("shop", "a", new Checkpoint(ScriptedProcessor.at(0).toMap(), Instant.now()));
        row(EventType.UPDATE, ITEM, Row.of(1L, "best"), Row.of(1L, "better"));
        insert(3, "three");
        processor.batchesOf(13 - batch);
        start();

        awaitTaken("first", "other", "first", "other", "three");
        awaitLetters(1, 2);
        a.unwanted.clear();
        letters().retry(letter("bad").number());
        awaitTaken("first", "other", "first", "other", "three", "bad", "better", "best");
    }

    /** A part that is tried again must not let what precedes a kept change in it wait behind that change. */
    @Test
    void keepsTheOrderWithinABatchThatIsTriedAgain() throws Exception {
        processor.batchesOf(10);
        a.unwanted.add("bad");
        start();
        insert(7, "bad");
        awaitLetters(1, 0);
        a.broken = true;
        streams.pause("shop");
        insert(8, "eight");
        row(EventType.DELETE, ITEM, Row.of(8L, "eight gone"), null);
        row(EventType.UPDATE, ITEM, Row.of(8L, "moved"), Row.of(7L, "bad"));
        streams.resume("shop");
        await().until(() -> streams.status("shop", "a").counts().retried() > 0);
        a.broken = false;

        awaitSaved(4);
        awaitTaken("eight", "eight gone");
        awaitLetters(1, 1);
        assertThat(streams.status("shop", "a").conservation().unaccounted()).isZero();
        a.unwanted.clear();
        letters().retryAll(null, null);
        awaitTaken("eight", "eight gone", "bad", "moved");
    }

    @Test
    void keepsTheOrderWithinABatchThatIsReadAndTriedAgain() throws Exception {
        processor.batchesOf(10);
        a.unwanted.add("bad");
        insert(1, "first");
        row(EventType.UPDATE, ITEM, Row.of(1L, "bad"), Row.of(1L, "first"));
        insert(5, "five");
        start();
        awaitLetters(1, 0);
        awaitTaken("first", "five");
        streams.close();

        store.save("shop", "a", new Checkpoint(ScriptedProcessor.at(0).toMap(), Instant.now()));
        a.broken = true;
        start();
        await().until(() -> streams.status("shop", "a").counts().retried() > 0);
        a.broken = false;

        awaitSaved(3);
        awaitTaken("first", "five", "first", "five");
        awaitLetters(1, 0);
    }

    @Test
    void letsPassWhatPrecedesALetterThatIsEditedBeforeItIsReadAgain() {
        a.unwanted.add("bad");
        start();
        insert(1, "first");
        row(EventType.UPDATE, ITEM, Row.of(1L, "bad"), Row.of(1L, "first"));
        awaitLetters(1, 0);
        awaitTaken("first");
        streams.close();

        store.save("shop", "a", new Checkpoint(ScriptedProcessor.at(0).toMap(), Instant.now()));
        a.broken = true;
        start();
        await().until(() -> streams.status("shop", "a").counts().retried() > 0);
        DeadLetterStatus letter = list().get(0);
        letters().edit(letter.number(), letter.change().replace("\"bad\"", "\"good\""), "me");
        a.broken = false;

        awaitSaved(2);
        awaitTaken("first", "first");
        awaitLetters(1, 0);
        letters().retryAll(null, null);
        awaitTaken("first", "first", "good");
    }

    /** The batch in which a change was rejected ends further on than one in which it comes again. */
    @Test
    void letsNothingOvertakeALetterWhenTheLogIsReadAgainInOtherBatches() {
        LaneSettings oneLetter = new LaneSettings(retry(), OnFailure.DEAD_LETTER, DeadLetterOrder.BY_KEY, 1);
        processor.batchesOf(4);
        a.unwanted.add("bad");
        insert(1, "bad");
        insert(2, "two");
        insert(3, "three");
        row(EventType.UPDATE, ITEM, Row.of(1L, "later"), Row.of(1L, "bad"));
        start(oneLetter);
        streams.awaitTargetState("shop", "a", TargetState.FAILED);
        awaitTaken("two", "three");
        streams.close();

        processor.batchesOf(1);
        a.unwanted.add("three");
        start(oneLetter);
        streams.awaitTargetState("shop", "a", TargetState.FAILED);
        awaitSaved(2);
        streams.close();

        a.unwanted.remove("three");
        start();
        awaitLetters(1, 1);
        awaitSaved(4);
        awaitTaken("two", "three", "two", "three");
    }

    /** What was delivered the first time is rejected the second time, and precedes what was set aside the first time. */
    @Test
    void keepsTheOrderOfLettersThatAreReadAgainWhenMoreIsRejectedThen() {
        a.unwanted.add("bad");
        start();
        insert(1, "early");
        row(EventType.UPDATE, ITEM, Row.of(1L, "bad"), Row.of(1L, "early"));
        row(EventType.UPDATE, ITEM, Row.of(1L, "later"), Row.of(1L, "bad"));
        awaitLetters(1, 1);
        awaitTaken("early");
        streams.close();

        store.save("shop", "a", new Checkpoint(ScriptedProcessor.at(0).toMap(), Instant.now()));
        a.unwanted.add("early");
        start();
        awaitLetters(2, 1);
        awaitSaved(3);
        a.unwanted.clear();
        letters().retryAll(null, null);
        awaitTaken("early", "early", "bad", "later");
        awaitLetters(0, 0);
    }

    @Test
    void goesOnWithWhatWaitsWhenACrashCameInBetween() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        awaitLetters(1, 1);
        DeadLetterStatus dead = list().get(0);
        streams.close();
        store.remove("shop", "a", dead.number());

        start();
        awaitTaken("better");
        awaitLetters(0, 0);
    }

    @Test
    void failsPastTheMostDeadLettersAndGoesOnWhenThereIsRoom() {
        a.unwanted.addAll(List.of("bad 1", "bad 2", "bad 3"));
        start(new LaneSettings(retry(), OnFailure.DEAD_LETTER, DeadLetterOrder.BY_KEY, 2));
        insert(1, "bad 1");
        insert(2, "bad 2");
        insert(3, "bad 3");
        insert(4, "four");

        assertThat(streams.awaitTargetState("shop", "a", TargetState.FAILED).reason())
                .contains("2 dead letters", "max-dead-letters");
        b.awaitRecords(4);
        assertThat(a.taken).isEmpty();
        letters().delete(letter("bad 1").number(), "known", "me");
        streams.control().resume("shop");

        awaitTaken("four");
        awaitLetters(2, 0);
    }

    @Test
    void keepsWhatIsRejectedAgain() {
        a.unwanted.addAll(List.of("bad", "better"));
        start();
        insert(1, "bad");
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        row(EventType.UPDATE, ITEM, Row.of(1L, "best"), Row.of(1L, "better"));
        awaitLetters(1, 2);
        long better = letter("better").number();
        assertThatThrownBy(() -> letters().retry(better)).isInstanceOf(DeadLetterBusyException.class);

        a.unwanted.remove("bad");
        letters().retry(list().get(0).number());
        awaitTaken("bad");
        awaitLetters(1, 1);
        assertThat(list().get(0).number()).isEqualTo(better);
        assertThat(list().get(0).error()).isEqualTo("not this one");
    }

    @Test
    void deliversAnEditedChange() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        awaitLetters(1, 0);
        DeadLetterStatus letter = list().get(0);
        letters().edit(letter.number(), letter.change().replace("\"bad\"", "\"good\""), "me");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> letters().edit(letter.number(), letter.change().replace("\"item\"", "\"log\""), "me"))
                .withMessageContaining("columns");
        letters().retry(letter.number());
        awaitTaken("good");
        awaitLetters(0, 0);
        assertThatThrownBy(() -> letters().show(letter.number())).isInstanceOf(UnknownDeadLetterException.class);
    }

    @Test
    void triesALetterAgainAsLongAsTheTargetIsOutOfOrder() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        awaitLetters(1, 0);
        a.broken = true;
        letters().retryAll(null, null);
        streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        a.unwanted.clear();
        a.broken = false;
        awaitTaken("bad");
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
    }

    @Test
    void letsALetterBeEditedWhoseDeliveryWasCutShortByAPause() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        awaitLetters(1, 1);
        a.broken = true;
        DeadLetterStatus letter = list().get(0);
        letters().retry(letter.number());
        streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        assertThatThrownBy(() -> letters().delete(letter.number(), "known", "me"))
                .isInstanceOf(DeadLetterBusyException.class)
                .hasMessageContaining("pause the target");

        streams.control().pauseTarget("shop", "a");
        streams.awaitTargetState("shop", "a", TargetState.PAUSED);
        letters().edit(letter.number(), letter.change().replace("\"bad\"", "\"good\""), "me");
        a.broken = false;
        assertThat(a.taken).isEmpty();
        streams.control().resumeTarget("shop", "a");
        awaitTaken("good", "better");
        awaitLetters(0, 0);
    }

    @Test
    void letsALetterBeDeletedWhoseDeliveryHasHaltedTheLane() {
        a.unwanted.add("bad");
        start(new LaneSettings(
                LaneSettings.doubling(Duration.ofMillis(1), Duration.ofMillis(10), 3), OnFailure.DEAD_LETTER));
        insert(1, "bad");
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        awaitLetters(1, 1);
        a.broken = true;
        letters().retryAll(null, null);
        streams.awaitTargetState("shop", "a", TargetState.FAILED);

        letters().delete(list().get(0).number(), "known", "me");
        a.broken = false;
        streams.control().resumeTarget("shop", "a");
        awaitTaken("better");
        awaitLetters(0, 0);
    }

    @Test
    void doesNotPassAChangeWhoseLetterCannotBeKept() {
        a.unwanted.add("bad");
        start();
        insert(1, "one");
        awaitTaken("one");
        awaitSaved(1);
        store.failLetters(true);
        insert(2, "bad");
        insert(3, "three");
        streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        b.awaitRecords(3);
        assertThat(a.taken).containsExactly("one");
        assertThat(store.offset("shop", "a")).isEqualTo(1);

        store.failLetters(false);
        awaitTaken("one", "three");
        awaitLetters(1, 0);
    }

    @Test
    void keepsTheOrderOfLettersFromBeforeWhenTheTargetHalts() {
        a.unwanted.add("bad");
        start();
        insert(1, "bad");
        awaitSaved(1);
        streams.close();
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        insert(2, "two");
        start(new LaneSettings(retry(), OnFailure.HALT));

        awaitTaken("two");
        awaitLetters(1, 1);
    }

    @Test
    void overtakesWhereNoOrderIsAskedFor() {
        a.unwanted.add("bad");
        start(new LaneSettings(retry(), OnFailure.DEAD_LETTER, DeadLetterOrder.NONE, 10));
        insert(1, "bad");
        row(EventType.UPDATE, ITEM, Row.of(1L, "better"), Row.of(1L, "bad"));
        awaitTaken("better");
        awaitLetters(1, 0);
    }
}
