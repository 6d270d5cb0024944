package dev.corecdc.processor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ArrivalQueueTests {

    private static final long SHORT = Duration.ofMillis(50).toNanos();
    private static final long LONG = Duration.ofSeconds(20).toNanos();

    private final ArrivalQueue<Integer> queue = new ArrivalQueue<>(1000);

    private int take() throws Exception {
        return requireNonNull(queue.poll(LONG));
    }

    private CompletableFuture<Boolean> putting(int event, long size) {
        CompletableFuture<Boolean> put = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                put.complete(queue.put(event, size));
            } catch (InterruptedException e) {
                put.completeExceptionally(e);
            }
        });
        thread.start();
        await().until(() -> put.isDone() || thread.getState() == Thread.State.WAITING);
        return put;
    }

    @Test
    void givesEventsInTheirOrder() throws Exception {
        queue.put(1, 10);
        queue.put(2, 10);
        assertThat(take()).isEqualTo(1);
        queue.put(3, 10);
        assertThat(take()).isEqualTo(2);
        assertThat(take()).isEqualTo(3);
        assertThat(queue.poll(0)).isNull();
        assertThat(queue.poll(SHORT)).isNull();
    }

    @Test
    void waitsForRoom() throws Exception {
        assertThat(putting(1, 800)).isCompletedWithValue(true);
        assertThat(putting(2, 500)).isCompletedWithValue(true);
        CompletableFuture<Boolean> third = putting(3, 1);
        assertThat(third).isNotDone();

        assertThat(take()).isEqualTo(1);
        assertThat(third.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(take()).isEqualTo(2);
        assertThat(take()).isEqualTo(3);
    }

    @Test
    void countsALargeEventUntilTheNextIsAskedFor() throws Exception {
        assertThat(putting(1, 5000)).isCompletedWithValue(true);
        CompletableFuture<Boolean> second = putting(2, 5000);
        assertThat(take()).isEqualTo(1);
        assertThat(second).isNotDone();

        assertThat(queue.poll(0)).isNull();
        assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(take()).isEqualTo(2);
    }

    @Test
    void tellsWhenThereIsRoom() throws Exception {
        assertThat(queue.awaitRoom()).isTrue();
        queue.put(1, 1500);
        CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.awaitRoom();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        take();
        assertThat(room.get(20, TimeUnit.SECONDS)).isTrue();
        queue.end(null);
        assertThat(queue.awaitRoom()).isFalse();
    }

    @Test
    void countsWhatAnEmptyEventTakes() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(putting(i, 0)).isCompletedWithValue(true);
        }
        assertThat(putting(10, 0)).isNotDone();
        queue.end(null);
    }

    @Test
    void wakesTheOneWhoWaitsForAnEvent() throws Exception {
        CompletableFuture<Integer> taking = CompletableFuture.supplyAsync(() -> {
            try {
                return take();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        queue.put(7, 1);
        assertThat(taking.get(10, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void givesWhatItHasBeforeItSaysWhyItEnded() throws Exception {
        IOException why = new IOException("first");
        queue.put(1, 1);
        queue.put(2, 1);
        queue.end(why);
        queue.end(new IOException("second"));

        assertThat(queue.put(3, 1)).isFalse();
        assertThat(take()).isEqualTo(1);
        assertThat(take()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ArrivalQueue.EndedException.class)
                    .isThrownBy(() -> queue.poll(LONG))
                    .satisfies(e -> assertThat(e.getCause()).isSameAs(why));
        }
    }

    @Test
    void endsForThoseWhoWait() throws Exception {
        assertThat(putting(1, 2000)).isCompletedWithValue(true);
        CompletableFuture<Boolean> put = putting(2, 1);
        ArrivalQueue<Integer> empty = new ArrivalQueue<>(10);
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() ->
                assertThatExceptionOfType(ArrivalQueue.EndedException.class).isThrownBy(() -> empty.poll(LONG)));

        queue.end(null);
        empty.end(null);

        assertThat(put.get(10, TimeUnit.SECONDS)).isFalse();
        taken.get(10, TimeUnit.SECONDS);
    }

    @Test
    void isSilentOnlyWhileThereIsRoom() throws Exception {
        await().until(() -> queue.silence() > SHORT);
        queue.put(1, 5000);
        assertThat(queue.silence()).isLessThan(LONG);
        await().until(() -> queue.silence() > SHORT);
        take();
        assertThat(queue.silence()).isLessThan(SHORT);
    }
}
