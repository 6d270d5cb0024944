package dev.corecdc.testing;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Position;
import dev.corecdc.event.Row;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source whose log is in memory and whose faults a test chooses. Changes, DDL statements and excluded log events can be
 * appended while readers are open, from any thread. The place of an event in the log, from 0, is also the {@code id} in its row.
 */
public final class ScriptedProcessor implements Processor {

    /** A place in the log: so many events stand before it. */
    public record Offset(long offset) implements Position {

        @Override
        public boolean covers(Position other) {
            return other instanceof Offset it && it.offset <= offset;
        }

        @Override
        public boolean isShortlyAfter(Position other) {
            return other instanceof Offset it && offset - it.offset <= NEAR;
        }

        @Override
        public Map<String, Object> toMap() {
            return Map.of("offset", offset);
        }
    }

    /** How many events may lie between two places of which one is shortly after the other. */
    public static final int NEAR = 50;

    private static final Columns COLUMNS =
            new Columns("shop", "orders", List.of(new Column("id", ColumnType.BIGINT, false)), List.of(0));

    private static final Columns KEYED = new Columns(
            "shop",
            "orders",
            List.of(new Column("id", ColumnType.BIGINT, false), new Column("key", ColumnType.BIGINT, false)),
            List.of(1));

    /** Null = an excluded log event. */
    private final List<@Nullable ChangeEvent> log = new ArrayList<>();

    private final Deque<SourceException> openFailures = new ArrayDeque<>();
    private final Deque<Break> breaks = new ArrayDeque<>();
    private final Set<Reader> readers = new HashSet<>();
    private final List<Long> openedAt = new ArrayList<>();
    private int recordsInBatch = 10;
    private long bytesOfRecord = 100;
    private long purged;
    private @Nullable CountDownLatch openHangs;
    private boolean openHangsStubbornly;

    private record Break(int afterBatches, Throwable failure) {}

    /** The id that {@link #append} gave to a record. */
    public static long idOf(ChangeEvent event) {
        if (event instanceof ChangeRecord change && change.row().get(0) instanceof Long id) {
            return id;
        }
        return event.origin().position();
    }

    /** Where the log stands after so many events. */
    public static Position at(long offset) {
        return new Offset(offset);
    }

    /** At most so many records in a batch; 10 at first. */
    public synchronized ScriptedProcessor batchesOf(int records) {
        recordsInBatch = records;
        return this;
    }

    /** How many bytes each record says to take; 100 at first. */
    public synchronized ScriptedProcessor recordsOf(long bytes) {
        bytesOfRecord = bytes;
        return this;
    }

    /** Appends inserts of rows to the log. */
    public ScriptedProcessor append(int records) {
        return append(records, Instant.now());
    }

    /** Appends inserts that were committed at {@code timestamp}. */
    public synchronized ScriptedProcessor append(int records, Instant timestamp) {
        for (int i = 0; i < records; i++) {
            long id = log.size();
            log.add(new ChangeRecord(EventType.INSERT, COLUMNS, Row.of(id), null, origin(timestamp), i + 1));
        }
        notifyAll();
        return this;
    }

    /** Appends changes of rows whose keys repeat: the ids are as ever, each in a row called by its remainder. */
    public synchronized ScriptedProcessor appendOfKeys(int records, int keys) {
        for (int i = 0; i < records; i++) {
            append(origin -> new ChangeRecord(
                    EventType.UPDATE, KEYED, Row.of(origin.position(), origin.position() % keys), null, origin, 1));
        }
        return this;
    }

    /** Appends a change of one's choice, made of the place where it will stand. */
    public synchronized ScriptedProcessor append(Function<Origin, ChangeEvent> change) {
        log.add(change.apply(origin(Instant.now())));
        notifyAll();
        return this;
    }

    public ScriptedProcessor appendDdl(String statement) {
        return appendDdl(statement, true);
    }

    /** Appends a DDL statement that may be executed elsewhere, or may not. */
    public synchronized ScriptedProcessor appendDdl(String statement, boolean executable) {
        log.add(new DdlEvent(
                DdlKind.OTHER, "shop", List.of("orders"), executable, statement, origin(Instant.now()), 1));
        notifyAll();
        return this;
    }

    /** Appends log events that no target wants. */
    public synchronized ScriptedProcessor appendExcluded(int events) {
        for (int i = 0; i < events; i++) {
            log.add(null);
        }
        notifyAll();
        return this;
    }

    private Origin origin(Instant timestamp) {
        return new Origin(timestamp, "log", log.size(), null, null);
    }

    /** The next {@code times} calls of {@link #open} and {@link #locate} together fail so. */
    public synchronized ScriptedProcessor failOpens(int times, Kind kind) {
        for (int i = 0; i < times; i++) {
            openFailures.add(new SourceException(kind, "the source is " + kind));
        }
        return this;
    }

    /** Ends all faults that are in store, but for those of a reader that is open. */
    public synchronized void heal() {
        openFailures.clear();
        breaks.clear();
    }

    /** The next reader that has no fault in store breaks when it has given {@code batches} more, if it is open, else from its start. */
    public ScriptedProcessor breakAfter(int batches, Kind kind) {
        return breakAfter(batches, new SourceException(kind, "the connection broke: " + kind));
    }

    /** The same with a fault of one's own: a {@link SourceException}, an {@link InterruptedException} or unchecked. */
    public synchronized ScriptedProcessor breakAfter(int batches, Throwable failure) {
        breaks.add(new Break(batches, failure));
        notifyAll();
        return this;
    }

    /** Forgets the log before {@code offset}: nothing before can be opened any more. */
    public synchronized ScriptedProcessor purgeBefore(long offset) {
        purged = offset;
        return this;
    }

    /** Lets {@link #open} hang until {@link #letOpen}, or until it is interrupted, unless {@code stubborn}. */
    public synchronized ScriptedProcessor hangOpen(boolean stubborn) {
        if (openHangs == null) {
            openHangs = new CountDownLatch(1);
        }
        openHangsStubbornly = stubborn;
        return this;
    }

    public synchronized void letOpen() {
        if (openHangs != null) {
            openHangs.countDown();
            openHangs = null;
        }
    }

    /** How often a reader was asked for, in vain or not. */
    public synchronized int opens() {
        return openedAt.size();
    }

    /** The offsets that readers were asked for at. */
    public synchronized List<Long> openedAt() {
        return List.copyOf(openedAt);
    }

    public synchronized int openReaders() {
        return readers.size();
    }

    /** Those who opened readers are gone, and did not close them. */
    public synchronized void forgetReaders() {
        readers.clear();
    }

    /** How many events the log holds, the purged ones included. */
    public synchronized int size() {
        return log.size();
    }

    /** The records in the log, in order. */
    public synchronized List<ChangeRecord> records() {
        return log.stream()
                .filter(ChangeRecord.class::isInstance)
                .map(ChangeRecord.class::cast)
                .toList();
    }

    /** The ids of the records in the log, in order. */
    public List<Long> ids() {
        return records().stream().map(ScriptedProcessor::idOf).toList();
    }

    @Override
    public synchronized Position locate(String startAt) throws SourceException {
        SourceException failure = openFailures.poll();
        if (failure != null) {
            throw failure;
        }
        return switch (startAt) {
            case "latest" -> at(log.size());
            case "earliest" -> at(purged);
            default -> at(Long.parseLong(startAt));
        };
    }

    @Override
    public ChangeReader open(Position from) throws SourceException {
        long offset = offsetOf(from);
        CountDownLatch hangs;
        boolean stubborn;
        synchronized (this) {
            openedAt.add(offset);
            hangs = openHangs;
            stubborn = openHangsStubbornly;
        }
        if (hangs != null) {
            hang(hangs, stubborn);
        }
        synchronized (this) {
            SourceException failure = openFailures.poll();
            if (failure != null) {
                throw failure;
            }
            if (offset < purged) {
                throw new PositionLostException("the log begins at %d, %d is lost".formatted(purged, offset), null);
            }
            if (offset > log.size()) {
                throw new PositionLostException("the log ends at %d, before %d".formatted(log.size(), offset), null);
            }
            Reader reader = new Reader(offset);
            readers.add(reader);
            return reader;
        }
    }

    private static void hang(CountDownLatch latch, boolean stubborn) throws SourceException {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                if (!stubborn) {
                    Thread.currentThread().interrupt();
                    throw new SourceException(Kind.UNAVAILABLE, "interrupted while connecting", e);
                }
            }
        }
    }

    @Override
    public Position parse(Map<String, ?> saved) {
        if (saved.keySet().equals(Set.of("offset")) && saved.get("offset") instanceof Number offset) {
            return at(offset.longValue());
        }
        throw new IllegalArgumentException(saved + " is not an offset");
    }

    /** The offset of a position as {@link Position#toMap} gives it. */
    public static long offsetOf(Map<String, ?> position) {
        return position.get("offset") instanceof Number offset ? offset.longValue() : -1;
    }

    private static long offsetOf(Position position) {
        if (position instanceof Offset it) {
            return it.offset();
        }
        throw new IllegalArgumentException(position + " is not an offset");
    }

    private final class Reader implements ChangeReader {

        private long next;
        private int batches;
        private boolean closed;
        private @Nullable Break fate;

        Reader(long from) {
            next = from;
        }

        @Override
        public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
            synchronized (ScriptedProcessor.this) {
                long end = System.nanoTime() + timeout.toNanos();
                for (long left = timeout.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                    failIfDue();
                    if (next < log.size()) {
                        return take();
                    }
                    ScriptedProcessor.this.wait(left);
                }
                failIfDue();
                return next < log.size() ? take() : null;
            }
        }

        private void failIfDue() throws SourceException, InterruptedException {
            if (closed) {
                throw new SourceException(Kind.UNAVAILABLE, "the reader is closed");
            }
            if (fate == null) {
                fate = breaks.poll();
                batches = 0;
            }
            if (fate == null || batches < fate.afterBatches()) {
                return;
            }
            Throwable failure = fate.failure();
            readers.remove(this);
            if (failure instanceof SourceException lost) {
                throw lost;
            } else if (failure instanceof InterruptedException interrupt) {
                throw interrupt;
            } else if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        private ChangeBatch take() {
            batches++;
            ChangeEvent first = log.get((int) next);
            if (first instanceof DdlEvent ddl) {
                next++;
                return new ChangeBatch(
                        List.of(), ddl, at(next), bytesOfRecord, 0, ddl.origin().timestamp());
            } else if (first instanceof ChangeRecord) {
                return takeRecords();
            }
            long excluded = 0;
            while (next < log.size() && log.get((int) next) == null) {
                next++;
                excluded++;
            }
            return new ChangeBatch(List.of(), null, at(next), 0, excluded, null);
        }

        private ChangeBatch takeRecords() {
            List<ChangeRecord> records = new ArrayList<>();
            while (records.size() < recordsInBatch
                    && next < log.size()
                    && log.get((int) next) instanceof ChangeRecord change) {
                records.add(change);
                next++;
            }
            return new ChangeBatch(
                    records,
                    null,
                    at(next),
                    records.size() * bytesOfRecord,
                    0,
                    records.get(0).origin().timestamp());
        }

        @Override
        public void close() {
            synchronized (ScriptedProcessor.this) {
                closed = true;
                readers.remove(this);
                ScriptedProcessor.this.notifyAll();
            }
        }
    }
}
