package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.ScriptedProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneQueueTests {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final LaneQueue queue = new LaneQueue(1_000);

    private static ChangeBatch batch(long offset, long bytes) {
        return new ChangeBatch(List.of(), null, ScriptedProcessor.at(offset), bytes, 0, null);
    }

    @Test
    void givesBatchesInOrderAndKeepsTheFirstUntilItIsRemoved() throws Exception {
        ChangeBatch one = batch(1, 10);
        ChangeBatch two = batch(2, 10);
        queue.add(one);
        queue.add(two);

        assertThat(queue.peek(NONE)).isSameAs(one);
        assertThat(queue.peek(NONE)).isSameAs(one);
        queue.remove(Outcome.NONE);
        assertThat(queue.peek(NONE)).isSameAs(two);
        queue.remove(Outcome.NONE);
        assertThat(queue.peek(NONE)).isNull();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void takesOneBatchMoreAsLongAsItIsNotFull() throws Exception {
        queue.add(batch(1, 700));
        assertThat(queue.awaitRoom(NONE)).isTrue();
        queue.add(batch(2, 5_000_000));
        assertThat(queue.awaitRoom(NONE)).isFalse();
        queue.remove(Outcome.NONE);
        assertThat(queue.awaitRoom(NONE)).isFalse();
        queue.remove(Outcome.NONE);
        assertThat(queue.awaitRoom(NONE)).isTrue();
    }

    /** So that as much as is delivered can be read meanwhile. */
    @Test
    void gathersUntilItHasHalfOfWhatTheQueueHolds() throws Exception {
        LaneQueue large = new LaneQueue(100_000);
        for (int i = 1; i <= 5; i++) {
            large.add(new ChangeBatch(Changes.inserts(i, i), null, ScriptedProcessor.at(i), 20_000, 0, null));
        }
        large.gather(10_000, NONE, () -> true);
        assertThat(large.peek(NONE))
                .extracting(ChangeBatch::size, ChangeBatch::resumePosition)
                .containsExactly(3, ScriptedProcessor.at(3));
        large.remove(Outcome.NONE);
        large.gather(10_000, NONE, () -> true);
        assertThat(large.peek(NONE))
                .extracting(ChangeBatch::size, ChangeBatch::resumePosition)
                .containsExactly(2, ScriptedProcessor.at(5));
    }

    @Test
    void gathersNothingBesideABatchOfHalfOfWhatTheQueueHolds() throws Exception {
        LaneQueue small = new LaneQueue(10_000);
        ChangeBatch first = new ChangeBatch(Changes.inserts(1, 1), null, ScriptedProcessor.at(1), 6_000, 0, null);
        small.add(first);
        small.add(new ChangeBatch(Changes.inserts(2, 2), null, ScriptedProcessor.at(2), 10, 0, null));
        small.gather(10_000, NONE, () -> true);
        assertThat(small.peek(NONE)).isSameAs(first);
    }

    @Test
    void doesNotWaitForWhatItWouldNotTake() throws Exception {
        LaneQueue small = new LaneQueue(10_000);
        small.add(new ChangeBatch(Changes.inserts(1, 1), null, ScriptedProcessor.at(1), 6_000, 0, null));
        AtomicInteger waits = new AtomicInteger();
        small.gather(10_000, LONG, () -> waits.incrementAndGet() < 3);
        assertThat(waits).hasValue(0);
    }

    @Test
    void wakesUpBothSides() throws Exception {
        CompletableFuture<ChangeBatch> taken = CompletableFuture.supplyAsync(() -> {
            try {
                ChangeBatch first = queue.peek(LONG);
                queue.remove(Outcome.NONE);
                return first == null ? batch(0, 0) : first;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        ChangeBatch large = batch(1, 5_000);
        queue.add(large);

        assertThat(queue.awaitRoom(LONG)).isTrue();
        assertThat(taken.get(20, TimeUnit.SECONDS)).isSameAs(large);
    }

    @Test
    void knowsWhenItsOldestChangeWasCommitted() {
        Instant then = Instant.parse("2026-11-03T10:15:30Z");
        ScriptedProcessor processor = new ScriptedProcessor().append(1, then);
        assertThat(queue.oldest()).isNull();
        queue.add(batch(0, 0));
        assertThat(queue.oldest()).isNull();
        queue.add(new ChangeBatch(processor.records(), null, ScriptedProcessor.at(1), 1, 0, then));
        assertThat(queue.oldest()).isEqualTo(then);
    }
}
