package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.ScriptedProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReaderSlotsTests {

    private final ReaderSlots slots = new ReaderSlots(1);
    private final List<Long> turns = new CopyOnWriteArrayList<>();

    private Thread waitFor(long offset) {
        Thread thread = new Thread(() -> {
            try {
                slots.take(ScriptedProcessor.at(offset));
                turns.add(offset);
                slots.giveBack();
            } catch (InterruptedException e) {
                turns.add(-1L);
            }
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    @Test
    void letsThoseFurthestBehindWait() throws Exception {
        slots.take(ScriptedProcessor.at(3));
        List<Thread> threads = Stream.of(20L, 40L, 10L, 30L).map(this::waitFor).toList();
        assertThat(slots.hasFree()).isFalse();

        slots.giveBack();
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(turns).containsExactly(40L, 30L, 20L, 10L);
        assertThat(slots.hasFree()).isTrue();
    }

    @Test
    void forgetsOneThatIsInterruptedWhileItWaits() throws Exception {
        slots.take(ScriptedProcessor.at(3));
        Thread near = waitFor(50);
        Thread far = waitFor(5);
        near.interrupt();
        near.join(10_000);

        slots.giveBack();
        far.join(10_000);
        assertThat(turns).containsExactly(-1L, 5L);
    }
}
