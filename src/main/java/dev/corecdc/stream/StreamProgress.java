package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a stream was asked to become, what it has reached, and what it has counted. Safe for use by several threads. */
final class StreamProgress {

    private static final Logger log = LoggerFactory.getLogger(StreamProgress.class);

    private final String name;
    private final Map<EventType, LongAdder> read = new EnumMap<>(EventType.class);
    private final LongAdder excluded = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    private final Object monitor = new Object();
    private ProcessorState requested = ProcessorState.STOPPED;
    private long requests;
    private ProcessorState state = ProcessorState.STOPPED;
    private Instant since = Instant.now();
    private @Nullable String reason;
    private volatile @Nullable Position position;

    StreamProgress(String name) {
        this.name = name;
        for (EventType type : EventType.values()) {
            read.put(type, new LongAdder());
        }
    }

    /**
     * Asks for RUNNING, PAUSED or STOPPED. Asking again for the same does nothing, but where the stream waits for something it is
     * woken up.
     */
    void request(ProcessorState wanted) {
        synchronized (monitor) {
            boolean waits = state == ProcessorState.FAILED || state == ProcessorState.RECONNECTING;
            if (requested != wanted || waits) {
                requested = wanted;
                requests++;
                monitor.notifyAll();
            }
        }
    }

    ProcessorState requested() {
        synchronized (monitor) {
            return requested;
        }
    }

    /** How many requests there were: another number means that there is a new one. */
    long requests() {
        synchronized (monitor) {
            return requests;
        }
    }

    /** Waits for a request after the first {@code seen}. */
    void awaitRequestAfter(long seen) throws InterruptedException {
        synchronized (monitor) {
            while (requests == seen) {
                monitor.wait();
            }
        }
    }

    /** Waits for a request after the first {@code seen}, at most {@code timeout}; whether there was one. */
    boolean awaitRequestAfter(long seen, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (monitor) {
            for (long left = timeout.toMillis(); requests == seen && left > 0; ) {
                monitor.wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
            return requests != seen;
        }
    }

    void enter(ProcessorState next, @Nullable String why) {
        synchronized (monitor) {
            boolean changed = state != next;
            state = next;
            reason = why;
            if (!changed) {
                return;
            }
            since = Instant.now();
        }
        switch (next) {
            case FAILED -> log.error("{} is FAILED: {}", name, why);
            case RECONNECTING -> log.warn("{} is RECONNECTING: {}", name, why);
            default -> log.info("{} is {}", name, next);
        }
    }

    ProcessorState state() {
        synchronized (monitor) {
            return state;
        }
    }

    void begunAt(Position start) {
        position = start;
    }

    void offered(ChangeBatch batch) {
        position = batch.resumePosition();
        excluded.add(batch.excluded());
        if (batch.ddl() != null) {
            counter(EventType.QUERY).increment();
        }
        for (ChangeRecord change : batch.records()) {
            counter(change.type()).increment();
        }
    }

    private LongAdder counter(EventType type) {
        LongAdder counter = read.get(type);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + type);
        }
        return counter;
    }

    void lost() {
        reconnects.increment();
    }

    StreamStatus status(List<TargetStatus> targets) {
        Map<EventType, Long> counts = new EnumMap<>(EventType.class);
        read.forEach((type, count) -> counts.put(type, count.sum()));
        Position at = position;
        synchronized (monitor) {
            return new StreamStatus(
                    name,
                    requested,
                    state,
                    since,
                    reason,
                    at == null ? null : at.toMap(),
                    counts,
                    excluded.sum(),
                    reconnects.sum(),
                    targets);
        }
    }
}
