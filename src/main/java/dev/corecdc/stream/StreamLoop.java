package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads batches from a reader and offers each to every lane, in order. */
final class StreamLoop {

    private static final Duration WAKE_UP = Duration.ofMillis(200);

    private final List<Lane> lanes;
    private final Consumer<ChangeBatch> offered;
    private volatile @Nullable Instant oldestInHand;

    /** @param offered hears of each batch that every lane has got */
    StreamLoop(List<Lane> lanes, Consumer<ChangeBatch> offered) {
        this.lanes = lanes;
        this.offered = offered;
    }

    /**
     * Goes on until {@code goOn} says no. A batch for which a lane has no room until then is given to none of them, and
     * counts as not read.
     */
    void run(ChangeReader reader, BooleanSupplier goOn) throws SourceException, InterruptedException {
        while (goOn.getAsBoolean()) {
            ChangeBatch batch = reader.poll(WAKE_UP);
            oldestInHand = batch == null ? null : batch.oldest();
            if (batch != null && awaitRoom(goOn)) {
                lanes.forEach(lane -> lane.add(batch));
                offered.accept(batch);
            }
            oldestInHand = null;
        }
    }

    private boolean awaitRoom(BooleanSupplier goOn) throws InterruptedException {
        for (Lane lane : lanes) {
            while (!lane.awaitRoom(WAKE_UP)) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** When the first change of a batch was committed that waits for room; null when none does. */
    @Nullable
    Instant oldestInHand() {
        return oldestInHand;
    }
}
