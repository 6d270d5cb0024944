package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads one dump of a binlog: takes its events, puts them together to transactions, and these to batches. */
final class BinlogReader implements ChangeReader {

    /** How often a batch without changes tells of a place further on. */
    private static final Duration NEWS_INTERVAL = Duration.ofSeconds(1);

    private final BinlogConnection connection;
    private final TransactionAssembler assembler;
    private final BatchBuilder batch;
    private final Runnable onClose;
    private long lastBatch = System.nanoTime();

    BinlogReader(
            BinlogConnection connection, TransactionAssembler assembler, PositionTracker position, Runnable onClose) {
        this.connection = connection;
        this.assembler = assembler;
        this.batch = new BatchBuilder(position);
        this.onClose = onClose;
    }

    @Override
    public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            if (gather()) {
                return build();
            }
            LogEvent event = connection.poll(0);
            if (event == null) {
                if (batch.hasChanges() || isNewsDue()) {
                    return build();
                }
                event = connection.poll(Math.max(0, deadline - System.nanoTime()));
                if (event == null) {
                    return null;
                }
            }
            assembler.accept(event);
            if (!batch.hasChanges() && isNewsDue()) {
                return build();
            }
        }
    }

    /** Takes what is ready; whether the batch is full. */
    private boolean gather() throws SourceException {
        Deque<Work> ready = assembler.ready();
        try {
            for (Work next = ready.peek(); next != null; next = ready.peek()) {
                if (batch.isFull(next)) {
                    return true;
                }
                batch.take(ready.remove());
            }
            return false;
        } catch (UndecodableEventException e) {
            throw new SourceException(Kind.UNREADABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private boolean isNewsDue() {
        return batch.hasNews() && System.nanoTime() - lastBatch > NEWS_INTERVAL.toNanos();
    }

    private ChangeBatch build() {
        lastBatch = System.nanoTime();
        return batch.build();
    }

    @Override
    public void close() {
        connection.close();
        onClose.run();
    }
}
