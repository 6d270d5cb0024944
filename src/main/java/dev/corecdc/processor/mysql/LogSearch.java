package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a place in the log by reading it from the beginning of a file: the place itself need not say what goes before it.
 * Used by one thread.
 */
final class LogSearch {

    /** Opens the log at the beginning of a file. */
    @FunctionalInterface
    interface Dumps {
        LogEvents open(String file) throws SourceException;
    }

    /** How long to wait for an event before it is asked for again; whether the connection is lost is the log's business. */
    private static final long WAIT = TimeUnit.SECONDS.toNanos(1);

    /** The beginning of a file is told in whole seconds, cut off. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ServerSession session;
    private final Dumps dumps;

    LogSearch(ServerSession session, Dumps dumps) {
        this.session = session;
        this.dumps = dumps;
    }

    /**
     * The first transaction that was committed at {@code time} or later, or the end of the log. Looks into few files: of those before the
     * one that was begun last before {@code time}, into the beginnings of some.
     *
     * @throws SourceException when the log begins only after {@code time}, or {@code time} is yet to come
     */
    BinlogPosition firstAt(Instant time) throws SourceException {
        if (time.isAfter(Instant.now())) {
            throw new SourceException(Kind.UNREADABLE, "start-at %s is not a time that has been".formatted(time));
        }
        List<String> files = new ArrayList<>(session.log().files().keySet());
        int first = 0; // the first file that may have been begun at the time or later
        for (int past = files.size(); first < past; ) {
            int middle = (first + past) >>> 1;
            if (began(files.get(middle)).plus(SECOND).isAfter(time)) {
                past = middle;
            } else {
                first = middle + 1;
            }
        }
        if (first == 0) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "start-at %s lies before the log of %s, which begins at %s; set 'start-at' to earliest to begin there"
                            .formatted(time, session.address(), began(files.get(0))));
        }
        return walk(
                files.get(first - 1),
                (event, cursor) -> GroupHead.isHead(event) && !committed(event).isBefore(time));
    }

    /**
     * A place between two transactions, with those before it.
     *
     * @throws SourceException when the log has no such place
     */
    BinlogPosition at(String file, long offset) throws SourceException {
        Long size = session.log().files().get(file);
        if (size == null || size < offset) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "start-at %s:%d is not in the log of %s, which has %s"
                            .formatted(
                                    file,
                                    offset,
                                    session.address(),
                                    session.log().files()));
        }
        BinlogPosition found = walk(
                file,
                (event, cursor) -> !cursor.file().equals(file)
                        || ((GroupHead.isHead(event) || isBetween(event)) && cursor.startOf(event) >= offset));
        if (!found.file().equals(file) || found.offset() != offset) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "start-at %s:%d is not a place between two transactions; the next one is %s:%d"
                            .formatted(file, offset, found.file(), found.offset()));
        }
        return found;
    }

    /**
     * Behind a set of transactions of MySQL's, at the beginning of the last file before which there is nothing but these: the file that the
     * server itself begins with.
     */
    BinlogPosition behind(String gtids) throws SourceException {
        return new BinlogPosition(session.serverIdentity(), gtids, beginOf(gtids), BinlogPosition.FILE_BEGIN, 0);
    }

    /** Behind a set of transactions, if these and no others precede a place in the log; null when there is no such place. */
    @Nullable
    BinlogPosition directlyBehind(String gtids) throws SourceException {
        BinlogPosition place =
                walk(beginOf(gtids), (event, cursor) -> GroupHead.isHead(event) && !isAmong(event, gtids));
        String before = place.gtidSet();
        return before != null && Gtids.contains(before, gtids) && Gtids.contains(gtids, before) ? place : null;
    }

    private static boolean isAmong(LogEvent head, String gtids) throws IOException {
        String globalId = GroupHead.read(head).globalId();
        return globalId != null && Gtids.contains(gtids, globalId);
    }

    /** The last file before which there is nothing but the transactions of a set. */
    private String beginOf(String gtids) throws SourceException {
        List<String> files = new ArrayList<>(session.log().files().keySet());
        int last = 0;
        for (int past = files.size(); past - last > 1; ) {
            int middle = (last + past) >>> 1;
            if (Gtids.contains(gtids, previous(files.get(middle)))) {
                last = middle;
            } else {
                past = middle;
            }
        }
        return files.get(last);
    }

    /** The transactions before a file. */
    private String previous(String file) throws SourceException {
        if (session.isMariaDb()) {
            return String.valueOf(
                    session.log().at(file, BinlogPosition.FILE_BEGIN).gtidSet());
        }
        try {
            return PreviousGtids.read(first(file, EventTypes.PREVIOUS_GTIDS).body());
        } catch (UndecodableEventException e) {
            throw new SourceException(
                    Kind.UNREADABLE, "the log of %s cannot be searched in %s".formatted(session.address(), file), e);
        }
    }

    /** When a file was begun, to the second. */
    Instant began(String file) throws SourceException {
        return first(file, EventTypes.FORMAT_DESCRIPTION).instant();
    }

    /** The first event of a type in a file that begins with one. */
    private LogEvent first(String file, int type) throws SourceException {
        try (LogEvents events = dumps.open(file)) {
            LogEvent event = next(events);
            while (event.type() != type) {
                event = next(events);
            }
            return event;
        }
    }

    /** Whether an event, which the cursor has passed, stands at the place. */
    @FunctionalInterface
    private interface Goal {
        boolean isAt(LogEvent event, LogCursor cursor) throws IOException;
    }

    /** The place before the first event that is the goal, or the end of the log. */
    private BinlogPosition walk(String begin, Goal goal) throws SourceException {
        BinlogPosition end = session.log().end();
        LogCursor cursor = new LogCursor(begin, BinlogPosition.FILE_BEGIN);
        Gtids passed = before(begin);
        try (LogEvents events = dumps.open(begin)) {
            while (!reaches(cursor, end)) {
                LogEvent event = next(events);
                if (event.isInFile()) {
                    cursor.pass(event);
                    if (goal.isAt(event, cursor)) {
                        return place(cursor.file(), cursor.startOf(event), passed);
                    }
                    passed = with(event, passed);
                }
                if (event.type() == EventTypes.ROTATE) {
                    cursor.rotate(event);
                }
            }
            return place(end.file(), end.offset(), passed);
        } catch (IOException | UndecodableEventException e) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "the log of %s cannot be searched at %s:%d: %s"
                            .formatted(session.address(), cursor.file(), cursor.end(), e.getMessage()),
                    e);
        }
    }

    /** The transactions of MySQL before a file, which it tells only behind its head; of no account elsewhere. */
    private Gtids before(String file) throws SourceException {
        boolean tells = session.numbersTransactions() && !session.isMariaDb();
        return Gtids.mysql(tells ? previous(file) : "");
    }

    private static boolean isBetween(LogEvent event) {
        return event.type() == EventTypes.ROTATE || event.standsAlone();
    }

    private static boolean reaches(LogCursor cursor, BinlogPosition end) {
        return cursor.file().equals(end.file()) && cursor.end() >= end.offset();
    }

    private BinlogPosition place(String file, long offset, Gtids passed) throws SourceException {
        return session.isMariaDb()
                ? session.log().at(file, offset)
                : new BinlogPosition(
                        session.serverIdentity(),
                        session.numbersTransactions() ? passed.toString() : null,
                        file,
                        offset,
                        0);
    }

    /** The transactions of MySQL that come before the next event. */
    private Gtids with(LogEvent event, Gtids passed) throws IOException {
        if (session.isMariaDb()) {
            return passed; // the server itself tells those before a place
        }
        if (event.type() == EventTypes.PREVIOUS_GTIDS) {
            return Gtids.mysql(PreviousGtids.read(event.body()));
        }
        if (GroupHead.isHead(event)) {
            String globalId = GroupHead.read(event).globalId();
            if (globalId != null) {
                passed.add(globalId);
            }
        }
        return passed;
    }

    private static Instant committed(LogEvent head) throws IOException {
        Instant exactly = GroupHead.read(head).committed();
        return exactly == null ? head.instant() : exactly;
    }

    private LogEvent next(LogEvents events) throws SourceException {
        try {
            LogEvent event = events.poll(WAIT);
            while (event == null) {
                event = events.poll(WAIT);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(
                    Kind.UNAVAILABLE, "interrupted while the log of %s was searched".formatted(session.address()), e);
        }
    }
}
