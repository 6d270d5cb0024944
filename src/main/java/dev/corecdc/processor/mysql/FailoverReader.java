package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads one of several servers. What it has lost is not lost before the others are asked. Used by one thread, but for {@link #close}. */
final class FailoverReader implements ChangeReader {

    private final ChangeReader reader;
    private final BiConsumer<Position, PositionLostException> onLoss;
    private Position reached;

    /** @param onLoss hears how far reading had got when the server no longer had what follows, and why */
    FailoverReader(ChangeReader reader, Position from, BiConsumer<Position, PositionLostException> onLoss) {
        this.reader = reader;
        this.reached = from;
        this.onLoss = onLoss;
    }

    @Override
    public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
        try {
            ChangeBatch batch = reader.poll(timeout);
            if (batch != null) {
                reached = batch.resumePosition();
            }
            return batch;
        } catch (PositionLostException e) {
            onLoss.accept(reached, e);
            throw new SourceException(Kind.UNAVAILABLE, e.getMessage() + " The other servers are asked for it.", e);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
