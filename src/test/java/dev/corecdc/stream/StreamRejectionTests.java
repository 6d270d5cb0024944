package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that a target will never take, and attempts that are not without end. */
@Timeout(60)
class StreamRejectionTests {

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget b = new CollectingTarget();
    private TestStreams streams = TestStreams.builder().build();

    private void start(LaneDefinition... lanes) {
        streams = TestStreams.builder().store(store).stream("shop", processor, lanes)
                .start();
    }

    @AfterEach
    void stop() {
        b.heal();
        streams.close();
    }

    /** Takes all but the ids it was told of. */
    private static final class Picky implements Target {

        final CollectingTarget taken = new CollectingTarget();
        final Set<Long> unwanted = ConcurrentHashMap.newKeySet();
        final boolean tells;

        Picky(boolean tells, Long... unwanted) {
            this.tells = tells;
            this.unwanted.addAll(List.of(unwanted));
        }

        @Override
        public void save(List<ChangeRecord> records) throws Exception {
            for (int i = 0; i < records.size(); i++) {
                if (unwanted.contains(ScriptedProcessor.idOf(records.get(i)))) {
                    throw tells
                            ? new RejectedRecordException(i, "not this one", null)
                            : new RejectedRecordException("not one of these", null);
                }
            }
            taken.save(records);
        }
    }

    @ParameterizedTest(name = "the target tells which: {0}")
    @ValueSource(booleans = {true, false})
    void haltsAtARejectedChangeAndGoesOnWhenResumed(boolean tells) {
        Picky a = new Picky(tells, 17L, 23L);
        start(lane("a", a), lane("b", b));

        processor.append(40);

        String reason = String.valueOf(
                streams.awaitTargetState("shop", "a", TargetState.FAILED).reason());
        assertThat(reason).contains("the INSERT of shop.orders at log:17").contains("resume");
        b.awaitRecords(40);
        assertThat(a.taken.ids()).isEqualTo(processor.ids().subList(0, 17));
        await().until(() -> store.offset("shop", "a") == 10);

        a.unwanted.remove(17L);
        streams.control().resume("shop");
        await().until(() -> a.taken.ids().equals(processor.ids().subList(0, 23)));
        streams.awaitTargetState("shop", "a", TargetState.FAILED);

        a.unwanted.clear();
        streams.control().resume("shop");
        await().until(() -> a.taken.ids().equals(processor.ids()));
        await().until(() -> streams.status("shop", "a").counts(), new TargetStatus.Counts(40, 0, 0, 0)::equals);
    }

    @Test
    void keepsARejectedChangeAcrossARestart() {
        Picky a = new Picky(true, 5L);
        start(lane("a", a));
        processor.append(8);
        streams.awaitTargetState("shop", "a", TargetState.FAILED);

        streams.stop();
        a.unwanted.clear();
        streams.start();

        await().until(() -> a.taken.idsWithoutRepeats().equals(processor.ids()));
    }

    @Test
    void halvesAListWhereTheTargetNamesAPlaceThatIsNotInIt() {
        CollectingTarget taken = new CollectingTarget();
        Target a = records -> {
            if (records.stream().anyMatch(record -> ScriptedProcessor.idOf(record) == 3)) {
                throw new RejectedRecordException(99, "somewhere", null);
            }
            taken.save(records);
        };
        start(lane("a", a));

        processor.append(10);

        streams.awaitTargetState("shop", "a", TargetState.FAILED);
        assertThat(taken.ids()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void failsALaneWhoseAttemptsAreUsedUpAndBeginsThemAgainWhenResumed() {
        CollectingTarget a = new CollectingTarget();
        LaneSettings twice =
                new LaneSettings(LaneSettings.doubling(Duration.ofMillis(1), Duration.ofMillis(2), 2), OnFailure.HALT);
        start(new LaneDefinition("a", a, false, true, true, twice), lane("b", b));
        a.failNext(3);

        processor.append(5);

        assertThat(streams.awaitTargetState("shop", "a", TargetState.FAILED).reason())
                .contains("the target is broken");
        assertThat(a.attempts()).isEqualTo(3);
        b.awaitRecords(5);

        a.failNext(1);
        streams.control().resume("shop");
        a.awaitRecords(5);
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
    }
}
