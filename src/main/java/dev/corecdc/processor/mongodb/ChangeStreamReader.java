package dev.corecdc.processor.mongodb;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.processor.ArrivalQueue;
import dev.corecdc.processor.BatchPace;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.mongodb.FragmentJoiner.BrokenEventException;
import java.time.Duration;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Reads one change stream: takes its events and puts them together to batches. */
final class ChangeStreamReader implements ChangeReader {

    private final ChangeStreamConnection connection;
    private final ReadingFaults faults;
    private final ResumeToken begin;
    private final FragmentJoiner fragments = new FragmentJoiner();
    private final EventBatch batch;
    private final BatchPace pace = new BatchPace();

    /** An event that was read, and belongs to the next batch. */
    private @Nullable ReadEvent held;

    /** Why reading has ended. */
    private @Nullable SourceException failure;

    ChangeStreamReader(ChangeStreamConnection connection, ReadingFaults faults, EventBatch batch) {
        this.connection = connection;
        this.faults = faults;
        this.begin = batch.position().token();
        this.batch = batch;
    }

    @Override
    public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
        if (failure != null) {
            throw failure;
        }
        try {
            return read(System.nanoTime() + timeout.toNanos());
        } catch (SourceException e) {
            if (!batch.hasNews()) {
                throw e;
            }
            failure = e; // after what precedes it, which is whole
            return build();
        }
    }

    private @Nullable ChangeBatch read(long deadline) throws SourceException, InterruptedException {
        while (true) {
            if (held != null) {
                batch.take(held);
                held = null;
            }
            Arrival next = arrival(batch.hasChanges() ? 0 : pace.waitUntil(deadline, batch.hasNews()));
            if (next != null) {
                take(next);
            }
            boolean over = System.nanoTime() - deadline >= 0;
            if (held != null || isNewsDue() || ((next == null || over) && batch.hasChanges())) {
                return build();
            }
            if (over) {
                return null;
            }
        }
    }

    private @Nullable Arrival arrival(long nanos) throws SourceException, InterruptedException {
        try {
            Arrival next = connection.poll(nanos);
            if (next != null) {
                faults.heard();
            } else {
                faults.checkSilence(connection.server(), connection.silence());
            }
            return next;
        } catch (ArrivalQueue.EndedException e) {
            throw faults.whileReading(e.getCause(), begin, batch.position().token());
        }
    }

    private void take(Arrival arrival) throws SourceException {
        try {
            if (arrival instanceof Arrival.Mark mark) {
                if (!fragments.isPending()) {
                    batch.pass(mark.token());
                }
            } else if (arrival instanceof Arrival.Event part) {
                RawBsonDocument whole = fragments.join(part.document(), part.cursor());
                if (whole != null) {
                    take(ReadEvent.of(whole));
                }
            }
        } catch (BrokenEventException | MalformedEventException | IllegalArgumentException e) {
            throw faults.of(e, batch.position().token());
        }
    }

    private void take(ReadEvent event) {
        if (batch.isFull(event)) {
            held = event;
        } else {
            batch.take(event);
        }
    }

    private boolean isNewsDue() {
        return batch.hasNews() && pace.isDue();
    }

    private ChangeBatch build() {
        pace.handedOver();
        return batch.build();
    }

    @Override
    public void close() {
        connection.close();
    }
}
