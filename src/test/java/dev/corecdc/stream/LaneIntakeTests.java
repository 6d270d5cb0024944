package dev.corecdc.stream;

import static dev.corecdc.testing.ScriptedProcessor.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.testing.ScriptedProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane that leaves the others and comes back, step by step. Ids are places in the log. */
class LaneIntakeTests {

    private final List<ChangeRecord> log = new ScriptedProcessor().append(100).records();
    private final LaneQueue queue = new LaneQueue(3_000);
    private final LaneIntake intake = new LaneIntake(queue);

    @BeforeEach
    void begin() {
        intake.begin(at(0));
        intake.readerBegins(at(0));
    }

    private ChangeBatch batch(int from, int to) {
        return new ChangeBatch(log.subList(from, to), null, at(to), 100L * (to - from), 0, null);
    }

    private List<Long> queued() throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        for (ChangeBatch batch = queue.peek(Duration.ZERO); batch != null; batch = queue.peek(Duration.ZERO)) {
            batch.records().forEach(record -> ids.add(ScriptedProcessor.idOf(record)));
            queue.remove(Outcome.of(batch.size(), 0));
        }
        return ids;
    }

    private List<Long> ids(int from, int to) {
        return log.subList(from, to).stream().map(ScriptedProcessor::idOf).toList();
    }

    @Test
    void takesWhatTheStreamsReaderReadsOnlyWhileItIsJoined() throws Exception {
        intake.offer(batch(0, 3));
        intake.detach();
        intake.offer(batch(3, 6));
        assertThat(intake.fed()).isEqualTo(at(3));
        assertThat(queued()).isEqualTo(ids(0, 3));
    }

    @Test
    void letsWhatWasLaidAsideFollowWhatItsOwnReaderRead() throws Exception {
        intake.detach();
        intake.offer(batch(0, 5));
        assertThat(intake.tryToJoin(false)).isFalse();
        intake.offer(batch(5, 8));
        assertThat(intake.feed(batch(0, 3), at(0))).isTrue();
        assertThat(intake.tryToJoin(false)).isFalse();
        assertThat(intake.feed(batch(3, 5), at(3))).isTrue();
        assertThat(intake.tryToJoin(false)).isTrue();
        intake.offer(batch(8, 9));

        assertThat(intake.feed(batch(5, 7), at(5))).isFalse();
        assertThat(queued()).isEqualTo(ids(0, 9));
        assertThat(queue.conservation().unaccounted()).isZero();
    }

    @Test
    void repeatsNothingWhereTheTwoReadersCutTheirBatchesElsewhere() throws Exception {
        intake.detach();
        intake.offer(batch(0, 5));
        intake.tryToJoin(false);
        intake.offer(batch(5, 6));
        intake.offer(batch(6, 10));
        intake.offer(batch(10, 12));
        intake.feed(batch(0, 8), at(0));
        assertThat(intake.tryToJoin(false)).isTrue();

        assertThat(queued()).isEqualTo(ids(0, 12));
    }

    @Test
    void repeatsNothingThatItsOwnReaderHadBeforeTheStreamsReaderCameWithIt() throws Exception {
        intake.detach();
        intake.offer(batch(0, 5));
        intake.feed(batch(0, 5), at(0));
        intake.feed(batch(5, 8), at(5));
        assertThat(intake.tryToJoin(false)).isTrue();
        intake.offer(batch(5, 7));
        intake.offer(batch(7, 10));
        intake.offer(batch(10, 12));

        assertThat(queued()).isEqualTo(ids(0, 12));
        assertThat(queue.conservation().unaccounted()).isZero();
    }

    @Test
    void staysDetachedWhenTheQueueFillsBeforeItHasCaughtUp() throws Exception {
        intake.detach();
        intake.offer(batch(0, 5));
        intake.tryToJoin(false);
        intake.offer(batch(5, 40));
        intake.offer(batch(40, 41));

        intake.feed(batch(0, 5), at(0));
        assertThat(intake.tryToJoin(false)).isFalse();
        assertThat(intake.isJoined()).isFalse();
        assertThat(queued()).isEqualTo(ids(0, 5));
        intake.feed(batch(5, 41), at(5));
        assertThat(queued()).isEqualTo(ids(5, 41));
        assertThat(intake.tryToJoin(false)).isTrue();
    }

    @Test
    void makesRoomForItsOwnReaderWhenWhatIsLaidAsideFillsTheQueue() {
        intake.detach();
        intake.offer(batch(0, 5));
        intake.tryToJoin(false);
        intake.offer(batch(5, 40));
        assertThat(queue.hasRoom()).isFalse();

        intake.giveUpJoining();

        assertThat(queue.hasRoom()).isTrue();
        assertThat(queue.fullFor()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void jumpsToWhereTheStreamsReaderIs() throws Exception {
        intake.detach();
        intake.offer(batch(0, 50));
        intake.jumpToHead(null, step -> {
            assertThat(step.resumePosition()).isEqualTo(at(50));
            assertThat(queue.isEmpty()).as("told before it is queued").isTrue();
        });
        assertThat(queue.isEmpty()).isFalse();
        intake.offer(batch(50, 52));
        assertThat(intake.isJoined()).isTrue();
        assertThat(queued()).isEqualTo(ids(50, 52));
    }
}
