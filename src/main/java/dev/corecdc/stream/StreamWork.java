package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;

/**
 * What the thread of a stream's run does between two orders: it streams or rests, and where the source does not let it, it tries again
 * or waits for the next order. Used by that thread, unless told otherwise.
 */
final class StreamWork {

    private static final Logger log = LoggerFactory.getLogger(StreamWork.class);
    private static final Duration WAKE_UP = Duration.ofMillis(20);

    private final StreamDefinition definition;
    private final List<Lane> lanes;
    private final DeliveryLease lease;
    private final StreamSettings settings;
    private final StreamProgress progress;
    private final StreamOrders orders;
    private final StreamPlaces places;
    private final StreamLoop loop;
    private final Opening opening = new Opening();

    /** Whether the source could once be read. */
    private boolean worked;

    /** The pauses since the last batch; null when there was none. */
    private @Nullable BackOffExecution pauses;

    /** @throws CheckpointException when the checkpoints cannot be read */
    StreamWork(
            StreamDefinition definition,
            List<Lane> lanes,
            CheckpointStore store,
            StreamSettings settings,
            StreamProgress progress,
            StreamOrders orders) {
        this.definition = definition;
        this.lanes = lanes;
        this.lease = DeliveryLease.of(store);
        this.settings = settings;
        this.progress = progress;
        this.orders = orders;
        this.places = new StreamPlaces(definition, store, lanes);
        this.worked = places.load();
        this.loop = new StreamLoop(lanes, new Detaching(lanes, settings.detachAfter()), this::offered);
    }

    /** Told by others: there is another order, so that waiting for the source to be opened is in vain. */
    void cutOpeningShort() {
        opening.cutShort();
    }

    /** Told by others: what waits for room in the lanes; null when nothing does. */
    @Nullable
    ChangeBatch inHand() {
        return loop.inHand();
    }

    /** Goes on until another order comes than the first {@code order}. */
    void goOn(long order) {
        try {
            step(order);
        } catch (InterruptedException e) {
            log.debug("{}: interrupted", definition.name());
        } catch (RuntimeException | Error e) {
            // Only an order ends a run, not even what goes wrong while a failure is told.
            log.debug("{}: could not be told", definition.name(), e);
        }
    }

    private void step(long order) throws InterruptedException {
        try {
            if (orders.requested() == ProcessorState.PAUSED) {
                rest(order);
            } else {
                stream(order);
            }
        } catch (PositionLostException e) {
            if (definition.onHistoryLost() == OnHistoryLost.FAIL) {
                fail(e.getMessage(), order);
            } else {
                places.lost(e.getMessage());
                reconnect(e.getMessage(), order);
            }
        } catch (SourceException e) {
            if (e.kind() == Kind.UNAVAILABLE || (e.kind() == Kind.REFUSED && worked)) {
                reconnect(e.getMessage(), order);
            } else {
                fail(e.getMessage(), order);
            }
        } catch (CheckpointException e) {
            if (lease.isLost()) {
                fail(e.getMessage(), order);
            } else {
                reconnect(e.getMessage(), order);
            }
        } catch (InterruptedException e) {
            if (!orders.isNewSince(order)) {
                fail("its thread was interrupted", order);
            }
        } catch (RuntimeException | Error e) {
            if (orders.isNewSince(order)) {
                log.error("{}: the stream broke, and goes on as it was told meanwhile", definition.name(), e);
            }
            fail(() -> progress.broke(e), order);
        }
    }

    private void rest(long order) throws InterruptedException {
        lanes.forEach(Lane::hold);
        while (!orders.isNewSince(order) && !lanes.stream().allMatch(Lane::isResting)) {
            orders.awaitNewSince(order, WAKE_UP);
        }
        if (!orders.isNewSince(order)) {
            lanes.forEach(lane -> lane.checkpoint().tryFlush());
            progress.enter(ProcessorState.PAUSED, null);
            orders.awaitNewSince(order);
        }
        if (orders.requested() == ProcessorState.RUNNING) {
            progress.enter(ProcessorState.STARTING, null);
        }
    }

    private void stream(long order) throws SourceException, InterruptedException {
        lanes.forEach(Lane::release);
        if (!opening.begin(() -> !orders.isNewSince(order))) {
            return;
        }
        BooleanSupplier goOn = () -> !orders.isNewSince(order) && !lease.isLost();
        try (ChangeReader reader = open();
                ReaderWatch watch = new ReaderWatch(reader, goOn);
                CatchUps catchUps = new CatchUps(definition, lanes, settings)) {
            worked = true;
            watch.start(definition.name());
            progress.enter(ProcessorState.RUNNING, null);
            loop.run(reader, catchUps, goOn);
        } catch (SourceException e) {
            if (goOn.getAsBoolean()) {
                throw e;
            }
            log.debug("{}: {}", definition.name(), e.getMessage()); // it may be the watch that has ended the reading
        }
        lease.require();
    }

    private ChangeReader open() throws SourceException {
        try {
            // Without it the targets get nothing, and a second reader may disturb the one of the service that has it.
            lease.require();
            Position place = places.place();
            progress.begunAt(place);
            lanes.forEach(lane -> lane.readerBegins(place));
            return definition.processor().open(place);
        } finally {
            opening.end();
        }
    }

    private void offered(ChangeBatch batch) {
        places.offered(batch.resumePosition());
        pauses = null;
        progress.offered(batch);
    }

    private void reconnect(@Nullable String why, long order) throws InterruptedException {
        if (!orders.isNewSince(order)) {
            progress.enter(ProcessorState.RECONNECTING, why);
            progress.lost();
            if (pauses == null) {
                pauses = settings.reconnect().start();
            }
            orders.awaitNewSince(order, Duration.ofMillis(pauses.nextBackOff()));
        }
    }

    private void fail(@Nullable String why, long order) throws InterruptedException {
        fail(() -> progress.enter(ProcessorState.FAILED, why), order);
    }

    private void fail(Runnable tell, long order) throws InterruptedException {
        if (!orders.isNewSince(order)) {
            tell.run();
            orders.awaitNewSince(order);
            if (orders.requested() == ProcessorState.RUNNING) {
                progress.enter(ProcessorState.STARTING, null);
            }
        }
    }
}
