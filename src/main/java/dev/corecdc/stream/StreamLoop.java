package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads batches from a reader and offers each to every lane, in order. */
final class StreamLoop {

    private static final Duration POLL = Duration.ofMillis(200);

    /** How long a lane without room is waited for before another look at the others. */
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final List<Lane> lanes;
    private final Detaching detaching;
    private final Consumer<ChangeBatch> offered;
    private volatile @Nullable ChangeBatch inHand;

    /** @param offered hears of each batch that every lane has got */
    StreamLoop(List<Lane> lanes, Detaching detaching, Consumer<ChangeBatch> offered) {
        this.lanes = lanes;
        this.detaching = detaching;
        this.offered = offered;
    }

    /**
     * Goes on until {@code goOn} says no. What is read after that, from a reader that may have been closed meanwhile, and a batch for
     * which a joined lane has no room until then, is given to none of them and counts as not read.
     */
    void run(ChangeReader reader, CatchUps catchUps, BooleanSupplier goOn)
            throws SourceException, InterruptedException {
        while (goOn.getAsBoolean()) {
            catchUps.attend();
            ChangeBatch batch = reader.poll(POLL);
            inHand = batch;
            if (batch != null && goOn.getAsBoolean() && awaitRoom(catchUps, goOn)) {
                lanes.forEach(lane -> lane.offer(batch));
                offered.accept(batch);
            }
            inHand = null;
        }
    }

    private boolean awaitRoom(CatchUps catchUps, BooleanSupplier goOn) throws InterruptedException {
        for (Lane lane : lanes) {
            while (lane.isJoined() && !lane.hasRoom() && !detaching.detached(lane)) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
                catchUps.attend();
                lane.awaitRoom(GLANCE);
            }
        }
        return true;
    }

    /** The batch that waits for room; null when none does. */
    @Nullable
    ChangeBatch inHand() {
        return inHand;
    }
}
