package dev.corecdc.processor.mysql;

import dev.corecdc.event.HistoryMargin;
import dev.corecdc.processor.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How much of a server's log lies before a place, in files and in time by the server's clock. Used by one thread. */
final class RetainedLog {

    /** Opens the log at a place in a file, until it ends. */
    @FunctionalInterface
    interface Dumps {
        BinlogConnection open(String file, long offset) throws SourceException;
    }

    /** How long to wait for an event before it is asked for again; whether the connection is lost is the log's business. */
    private static final long WAIT = TimeUnit.SECONDS.toNanos(1);

    private final ServerSession session;
    private final Dumps dumps;

    RetainedLog(ServerSession session, Dumps dumps) {
        this.session = session;
        this.dumps = dumps;
    }

    /** Null when the place is one of another server. */
    @Nullable
    HistoryMargin before(BinlogPosition place) throws SourceException {
        List<String> files = new ArrayList<>(session.log().files().keySet());
        if (!session.is(place.server()) || files.isEmpty()) {
            return null;
        }
        String oldest = files.get(0);
        Instant now = session.now();
        Instant begin = written(oldest, BinlogPosition.FILE_BEGIN, now);
        Duration kept = notNegative(Duration.between(begin, now));
        if (!files.contains(place.file())) {
            return new HistoryMargin(0L, Duration.ZERO, kept);
        }
        long offset = place.offset() <= MySqlBinlogProcessor.LAST_OFFSET ? place.offset() : BinlogPosition.FILE_BEGIN;
        Duration time = notNegative(Duration.between(begin, written(place.file(), offset, now)));
        return new HistoryMargin((long) files.indexOf(place.file()), time, kept);
    }

    /** When the event was written that stands at a place; {@code now} when the log ends there. */
    private Instant written(String file, long offset, Instant now) throws SourceException {
        try (BinlogConnection events = dumps.open(file, offset)) {
            return written(events, now);
        }
    }

    private Instant written(BinlogConnection events, Instant now) throws SourceException {
        try {
            while (true) {
                LogEvent event = events.poll(WAIT);
                if (event != null && event.isInFile() && event.timestamp() > 0) {
                    return event.instant();
                }
            }
        } catch (SourceException e) {
            if (events.hasRunOut()) {
                return now;
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(
                    SourceException.Kind.UNAVAILABLE,
                    "interrupted while %s was asked how far its log reaches back".formatted(session.address()),
                    e);
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
