package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlasts the runs of a stream: the state it has reached and what it has counted. Safe for use by several threads.
 */
final class StreamProgress {

    private static final Logger log = LoggerFactory.getLogger(StreamProgress.class);

    private final String name;
    private final Map<EventType, LongAdder> read = new EnumMap<>(EventType.class);
    private final LongAdder excluded = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final ReentrantLock turn = new ReentrantLock();

    private final Object monitor = new Object();
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

    /** Held by a run from its start to its end, so that none begins while an earlier one still hangs. */
    ReentrantLock turn() {
        return turn;
    }

    void enter(ProcessorState next, @Nullable String why) {
        enter(next, why, null);
    }

    /** Enters FAILED because of something that nobody expected. */
    void broke(Throwable unexpected) {
        enter(ProcessorState.FAILED, unexpected.toString(), unexpected);
    }

    private void enter(ProcessorState next, @Nullable String why, @Nullable Throwable unexpected) {
        synchronized (monitor) {
            boolean changed = state != next;
            state = next;
            reason = why;
            if (!changed) {
                return;
            }
            since = Instant.now();
        }
        LogContext.run(name, null, () -> {
            switch (next) {
                case FAILED -> log.error("{} is FAILED: {}", name, why, unexpected);
                case RECONNECTING -> log.warn("{} is RECONNECTING: {}", name, why);
                default -> log.info("{} is {}{}", name, next, why == null ? "" : ": " + why);
            }
        });
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
        count(batch.records());
    }

    /** Changes of one type nearly always follow each other. */
    private void count(List<ChangeRecord> records) {
        for (int from = 0, to = 0; from < records.size(); from = to) {
            EventType type = records.get(from).type();
            while (to < records.size() && records.get(to).type() == type) {
                to++;
            }
            counter(type).add(to - from);
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

    StreamStatus status(
            ProcessorState requested,
            List<String> warnings,
            @Nullable HistoryMargin history,
            List<TargetStatus> targets) {
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
                    at == null ? null : at.describe(),
                    counts,
                    excluded.sum(),
                    reconnects.sum(),
                    warnings,
                    history,
                    targets);
        }
    }
}
