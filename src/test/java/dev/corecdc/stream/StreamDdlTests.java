package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedCheckpointStore.Save;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How DDL statements reach targets that execute them, that write them and that do neither. */
@Timeout(60)
class StreamDdlTests {

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget.ExecutingDdl executing = new CollectingTarget.ExecutingDdl();
    private final TestStreams.Builder builder =
            TestStreams.builder().store(store).flushInterval(Duration.ofHours(1));
    private TestStreams streams = builder.build();

    private static LaneDefinition executing(CollectingTarget target) {
        return new LaneDefinition("a", target, true, true, true);
    }

    private void start(LaneDefinition... lanes) {
        streams = builder.stream("shop", processor, lanes).start();
    }

    @AfterEach
    void stop() {
        executing.heal();
        store.heal();
        streams.close();
    }

    @Test
    void savesTheCheckpointDirectlyBeforeAndAfterEachStatement() {
        List<Long> whenExecuted = new CopyOnWriteArrayList<>();
        List<Long> whenSaved = new CopyOnWriteArrayList<>();
        executing.watchedBy(events ->
                (events.get(0) instanceof DdlEvent ? whenExecuted : whenSaved).add(store.offset("shop", "a")));
        processor
                .append(3)
                .appendDdl("CREATE")
                .append(2)
                .appendDdl("ALTER")
                .appendDdl("DROP")
                .append(1);
        start(executing(executing));

        executing.awaitRecords(6);

        assertThat(executing.statements()).containsExactly("CREATE", "ALTER", "DROP");
        assertThat(whenExecuted).containsExactly(3L, 6L, 7L);
        assertThat(whenSaved).containsExactly(0L, 4L, 8L);
        assertThat(executing.events()).extracting(ScriptedProcessor::idOf).isSorted();
    }

    @Test
    void tellsWhichStatementsMayHaveBeenExecutedBefore() {
        processor.appendDdl("ONE").appendDdl("TWO");
        start(executing(executing));
        await().until(() -> executing.statements().size() == 2);
        assertThat(executing.repeated()).containsExactly(true, false);

        executing.failNext(2);
        processor.appendDdl("THREE").appendDdl("FOUR");
        await().until(() -> executing.statements().size() == 4);
        assertThat(executing.repeated()).containsExactly(true, false, false, true, true, false);

        streams.stop();
        streams.start();
        processor.append(1).appendDdl("FIVE").appendDdl("SIX");
        await().until(() -> executing.statements().size() == 6);
        assertThat(executing.repeated()).endsWith(true, false);
        assertThat(executing.statements()).containsExactly("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX");
    }

    @Test
    void doesNotTakeAPauseOrALostConnectionForARestart() {
        processor.appendDdl("ONE");
        start(executing(executing));
        await().until(() -> executing.statements().size() == 1);
        streams.pause("shop");
        streams.resume("shop");
        processor.appendDdl("TWO");

        await().until(() -> executing.statements().size() == 2);

        assertThat(executing.repeated()).containsExactly(true, false);
    }

    @Test
    void doesNotExecuteWhatMayConcernTablesThatAreLeftOut() {
        processor
                .append(1)
                .appendDdl("DROP TABLE orders, secret", false)
                .append(1)
                .appendDdl("ALTER");
        start(executing(executing));

        await().until(() -> executing.statements().size() == 1);

        assertThat(executing.statements()).containsExactly("ALTER");
        assertThat(executing.events()).hasSize(3);
        assertThat(streams.status("shop", "a").counts().filtered()).isEqualTo(1);
    }

    @Test
    void executesNothingBeforeTheCheckpointIsSaved() {
        start(executing(executing));
        processor.append(3);
        executing.awaitRecords(3);
        store.fail();
        processor.appendDdl("ALTER");

        streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        assertThat(streams.status("shop", "a").reason()).isEqualTo("the store is broken");
        assertThat(executing.repeated()).isEmpty();

        store.heal();
        await().until(() -> executing.statements().size() == 1);
        await().until(() -> store.saves().contains(new Save("shop", "a", 4)));
        assertThat(store.saves()).contains(new Save("shop", "a", 3));
    }

    @Test
    void executesAStatementOnceAlsoWhenTheCheckpointAfterItCannotBeSaved() {
        executing.watchedBy(events -> {
            if (events.get(0) instanceof DdlEvent) {
                store.fail();
            }
        });
        processor.appendDdl("ALTER").append(5);
        start(executing(executing));

        executing.awaitRecords(5);
        store.heal();
        streams.stop();

        assertThat(executing.statements()).containsExactly("ALTER");
        assertThat(store.offset("shop", "a")).isEqualTo(6);
    }

    @Test
    void executesNothingUnlessToldTo() {
        processor.append(1).appendDdl("ALTER").append(1);
        start(lane("a", executing));

        executing.awaitRecords(2);

        assertThat(executing.statements()).isEmpty();
        assertThat(streams.status("shop", "a").counts().filtered()).isEqualTo(1);
    }

    @Test
    void leavesOutStatementsThatTheTargetCannotExecute() {
        CollectingTarget plain = new CollectingTarget();
        processor.append(1).appendDdl("ALTER").append(1);
        start(executing(plain));

        plain.awaitRecords(2);

        assertThat(plain.statements()).isEmpty();
        await().until(() -> streams.status("shop", "a").counts(), new TargetStatus.Counts(2, 1, 0, 0)::equals);
    }

    @Test
    void writesStatementsAmongTheRecordsWhereTheTargetDoesThat() {
        CollectingTarget writing = new CollectingTarget.WritingDdl().failNext(2);
        CollectingTarget silent = new CollectingTarget.WritingDdl();
        processor.append(1).appendDdl("ALTER").append(1);
        start(lane("a", writing), new LaneDefinition("b", silent, false, true, false));

        writing.awaitRecords(2);
        silent.awaitRecords(2);

        assertThat(writing.events()).extracting(ScriptedProcessor::idOf).containsExactly(0L, 1L, 2L);
        assertThat(silent.statements()).isEmpty();
    }

    @Test
    void executesStatementsAlsoWhereNoDataIsSent() {
        processor.append(3).appendDdl("ALTER").append(3);
        start(new LaneDefinition("a", executing, true, false, true));

        await().until(() -> streams.status("shop", "a").counts(), new TargetStatus.Counts(1, 6, 0, 0)::equals);

        assertThat(executing.statements()).containsExactly("ALTER");
        assertThat(executing.ids()).isEmpty();
    }
}
