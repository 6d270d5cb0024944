package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Reads for one detached lane, with a reader of its own, until the lane joins the others or this is stopped.
 *
 * <p>A reader is open only while the lane makes use of it: not while it rests, is paused or FAILED, and not when its target takes nothing
 * for long.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final Duration WAKE_UP = Duration.ofMillis(100);

    /** How long a reader is kept open for a lane whose queue stays full. */
    private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Lane lane;
    private final StreamDefinition definition;
    private final ReaderSlots slots;
    private final BackOff pauses;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable ChangeReader reader;

    /** Up to where the reader has read. Own thread only. */
    private @Nullable Position place;

    /** The pauses since the source was last reached; null when there was none. Own thread only. */
    private @Nullable BackOffExecution pause;

    CatchUp(Lane lane, StreamDefinition definition, ReaderSlots slots, BackOff pauses) {
        this.lane = lane;
        this.definition = definition;
        this.slots = slots;
        this.pauses = pauses;
        this.thread = new Thread(
                LogContext.around(definition.name(), lane.name(), this::run),
                "cdc-" + definition.name() + "-" + lane.name() + "-catch-up");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isGoingOn() {
        return thread.isAlive();
    }

    /** Asks for the end: nothing is read any more. */
    void stop() {
        stopped = true;
        ChangeReader open = reader;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
    }

    /** Waits for the end, at most until {@code deadline} of {@link System#nanoTime}. */
    void awaitEnd(long deadline) throws InterruptedException {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }

    private void run() {
        while (!stopped && !lane.isJoined()) {
            try {
                step();
            } catch (InterruptedException e) {
                log.debug("{}/{}: interrupted", definition.name(), lane.name());
            } catch (RuntimeException | Error e) {
                lane.breakDown(e);
            }
        }
    }

    private void step() throws InterruptedException {
        try {
            if (lane.awaitWishToRead(WAKE_UP)) {
                read();
            }
        } catch (PositionLostException e) {
            if (stopped) {
                return;
            }
            if (definition.onHistoryLost() == OnHistoryLost.FAIL) {
                fail(e);
            } else {
                log.warn(
                        "{}/{}: changes are lost, as 'on-history-lost: latest' asks for. {} Going on where the others are",
                        definition.name(),
                        lane.name(),
                        e.getMessage());
                lane.skipToHead(place);
            }
        } catch (SourceException e) {
            if (e.kind() == Kind.UNREADABLE) {
                fail(e);
            } else if (!stopped) {
                lane.isBehind("its reader is tried again: " + e.getMessage());
                pause = pause == null ? pauses.start() : pause;
                Thread.sleep(pause.nextBackOff());
            }
        }
    }

    private void fail(SourceException e) {
        if (!stopped && (place == null || place.equals(lane.fed()))) {
            lane.breakDown(new LaneHaltedException(String.valueOf(e.getMessage()), e));
        }
    }

    private void read() throws SourceException, InterruptedException {
        if (!slots.hasFree()) {
            lane.isBehind("it waits for a reader, of which there are no more than 'max-readers'");
        }
        slots.take(lane.fed());
        place = lane.fed();
        try (ChangeReader open = definition.processor().open(place)) {
            reader = open;
            lane.isBehind("it reads for itself");
            while (isWanted() && step(open)) {
                pause = null;
            }
        } finally {
            reader = null;
            slots.giveBack();
            lane.giveUpJoining();
        }
    }

    /** Whether reading is of use to the lane. */
    private boolean isWanted() {
        return !stopped && lane.mayRead() && lane.fullFor() < IDLE_NANOS;
    }

    /** Reads a batch, if there is room for one; false when the lane is joined. */
    private boolean step(ChangeReader open) throws SourceException, InterruptedException {
        if (!lane.awaitRoom(WAKE_UP)) {
            // What is laid aside may be what takes the room, and nothing further need come that does not fit there.
            lane.giveUpJoining();
            return true;
        }
        ChangeBatch batch = open.poll(WAKE_UP);
        if (stopped || (batch != null && !isFed(batch))) {
            return false;
        }
        return !lane.tryToJoin(batch == null);
    }

    /** Hands a batch to the lane; false when that is joined, or was put elsewhere. */
    private boolean isFed(ChangeBatch batch) {
        Position begin = place;
        place = batch.resumePosition();
        return begin != null && lane.feed(batch, begin);
    }
}
