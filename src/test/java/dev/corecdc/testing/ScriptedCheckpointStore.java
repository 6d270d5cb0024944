package dev.corecdc.testing;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeliveryLease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A checkpoint store in memory that remembers what was saved and can be told to fail or to hang. */
public class ScriptedCheckpointStore extends InMemoryCheckpointStore {

    /** A checkpoint that was saved, of a {@link ScriptedProcessor}. */
    public record Save(String processor, String target, long offset) {}

    /** Hears of a checkpoint just before it is saved. */
    @FunctionalInterface
    public interface Watcher {
        void saving(String processor, String target, long offset);
    }

    /** One that lets the service deliver only while a test wants it. */
    public static final class Leased extends ScriptedCheckpointStore implements DeliveryLease {

        private volatile @Nullable Refusal refusal;

        /** Nothing may be delivered until {@link #heal}. */
        public void refuse(String reason) {
            refusal = new Refusal(reason, false);
        }

        /** Nothing may be delivered any more. */
        public void lose(String reason) {
            refusal = new Refusal(reason, true);
        }

        @Override
        public @Nullable Refusal refusal() {
            return refusal;
        }

        @Override
        public synchronized void heal() {
            super.heal();
            refusal = null;
        }
    }

    private volatile boolean lettersFail;
    private volatile boolean loadsFail;
    private final List<Save> saves = new ArrayList<>();
    private @Nullable Supplier<? extends RuntimeException> failure;
    private @Nullable CountDownLatch hang;
    private @Nullable String hangingTarget;
    private Watcher watcher = (processor, target, offset) -> {};

    /** Whether the checkpoints fail to be read. */
    public void failLoads(boolean fail) {
        loadsFail = fail;
    }

    @Override
    public Map<String, Checkpoint> load(String processor) {
        if (loadsFail) {
            throw new CheckpointException("the store is broken", null);
        }
        return super.load(processor);
    }

    /** Whether every letter fails to be kept, and to be read. */
    public void failLetters(boolean fail) {
        lettersFail = fail;
    }

    @Override
    public void put(DeadLetter letter) {
        if (lettersFail) {
            throw new CheckpointException("the letters are broken", null);
        }
        super.put(letter);
    }

    @Override
    public void forEach(String processor, String target, Consumer<DeadLetter> reader) {
        if (lettersFail) {
            throw new CheckpointException("the letters are broken", null);
        }
        super.forEach(processor, target, reader);
    }

    @Override
    public @Nullable DeadLetter find(String processor, String target, long number) {
        if (lettersFail) {
            throw new CheckpointException("the letters are broken", null);
        }
        return super.find(processor, target, number);
    }

    /** Every write fails until {@link #heal}. */
    public ScriptedCheckpointStore fail() {
        return fail(() -> new CheckpointException("the store is broken", null));
    }

    /** Every write fails so until {@link #heal}. */
    public synchronized ScriptedCheckpointStore fail(Supplier<? extends RuntimeException> with) {
        failure = with;
        return this;
    }

    /** Saving a checkpoint of {@code target} hangs until {@link #heal}. */
    public synchronized ScriptedCheckpointStore hang(String target) {
        if (hang == null) {
            hang = new CountDownLatch(1);
        }
        hangingTarget = target;
        return this;
    }

    /** Ends all faults. */
    public synchronized void heal() {
        failure = null;
        if (hang != null) {
            hang.countDown();
            hang = null;
        }
    }

    public synchronized ScriptedCheckpointStore watchedBy(Watcher hearer) {
        watcher = hearer;
        return this;
    }

    /** The checkpoints that were saved, in order. */
    public synchronized List<Save> saves() {
        return List.copyOf(saves);
    }

    /** The offset kept for a target, -1 when there is none. */
    public long offset(String processor, String target) {
        Checkpoint checkpoint = load(processor).get(target);
        return checkpoint == null ? -1 : ScriptedProcessor.offsetOf(checkpoint.position());
    }

    @Override
    public void save(String processor, String target, Checkpoint checkpoint) {
        failIfTold();
        hangIfTold(target);
        long offset = ScriptedProcessor.offsetOf(checkpoint.position());
        synchronized (this) {
            watcher.saving(processor, target, offset);
            super.save(processor, target, checkpoint);
            saves.add(new Save(processor, target, offset));
        }
    }

    @Override
    public void savePaused(String processor, boolean paused) {
        failIfTold();
        super.savePaused(processor, paused);
    }

    @Override
    public void savePaused(String processor, String target, boolean paused) {
        failIfTold();
        super.savePaused(processor, target, paused);
    }

    private synchronized void failIfTold() {
        if (failure != null) {
            throw failure.get();
        }
    }

    private void hangIfTold(String target) {
        CountDownLatch latch;
        synchronized (this) {
            latch = target.equals(hangingTarget) ? hang : null;
        }
        while (latch != null) {
            try {
                latch.await();
                latch = null;
            } catch (InterruptedException e) {
                // A store that hangs does not listen.
            }
        }
    }
}
