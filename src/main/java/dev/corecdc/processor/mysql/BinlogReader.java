package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.processor.BatchPace;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads one dump of a binlog: takes its events, puts them together to transactions, and these to batches. */
final class BinlogReader implements ChangeReader {

    private final LogEvents events;
    private final TransactionAssembler assembler;
    private final BatchBuilder batch;
    private final AtomicReference<@Nullable Runnable> onClose;
    private final BatchPace pace = new BatchPace();

    /** Why reading has ended. */
    private @Nullable SourceException failure;

    /** @param onClose run once */
    BinlogReader(LogEvents events, TransactionAssembler assembler, PositionTracker position, Runnable onClose) {
        this.events = events;
        this.assembler = assembler;
        this.batch = new BatchBuilder(position);
        this.onClose = new AtomicReference<>(onClose);
    }

    @Override
    public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
        if (failure != null) {
            throw failure;
        }
        try {
            return read(System.nanoTime() + timeout.toNanos());
        } catch (SourceException e) {
            failure = e;
            if (!batch.hasNews()) {
                throw e;
            }
            return build(); // what precedes it is whole
        }
    }

    private @Nullable ChangeBatch read(long deadline) throws SourceException, InterruptedException {
        while (true) {
            if (gather() || batch.isHuge() || isNewsDue()) {
                return build();
            }
            if (!assembler.unpack()) {
                LogEvents inner = assembler.inner();
                LogEvents source = inner == null ? events : inner;
                LogEvent event = source.poll(0);
                if (event == null) {
                    if (batch.hasChanges()) {
                        return build();
                    }
                    event = source.poll(pace.waitUntil(deadline, batch.hasNews()));
                }
                if (event != null) {
                    assembler.accept(event);
                }
            }
            if (System.nanoTime() - deadline >= 0) {
                return gather() || batch.hasChanges() || isNewsDue() ? build() : null;
            }
        }
    }

    /** Takes what is ready; whether the batch is full. */
    private boolean gather() throws SourceException {
        Deque<Work> ready = assembler.ready();
        for (Work next = ready.peek(); next != null; next = ready.peek()) {
            if (batch.isFull(next)) {
                return true;
            }
            try {
                batch.take(next);
            } catch (UndecodableEventException e) {
                throw unreadable(next, String.valueOf(e.getMessage()), e);
            } catch (OutOfMemoryError e) {
                throw unreadable(
                        next, "its rows do not fit into the memory of the service; give it more, with -Xmx", e);
            }
            ready.remove();
        }
        return false;
    }

    private static SourceException unreadable(Work work, String why, Throwable cause) {
        String place = work instanceof Work.Rows rows
                ? "the event of type %d with %,d bytes that ends at %s:%d"
                        .formatted(
                                rows.event().type(),
                                rows.event().body().length,
                                rows.group().source(),
                                rows.end())
                : "the log";
        return new SourceException(Kind.UNREADABLE, "%s cannot be followed: %s".formatted(place, why), cause);
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
        events.close();
        assembler.close();
        Runnable once = onClose.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }
}
