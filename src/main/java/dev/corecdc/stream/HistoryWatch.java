package dev.corecdc.stream;

import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import dev.corecdc.processor.RetainingSource;
import dev.corecdc.processor.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a source now and then how near its log is to losing what is still to be read, whatever the stream is doing. It has a thread of its own,
 * which nothing waits for, so that an answer that fails or does not come disturbs nobody. Safe for use by several threads.
 */
final class HistoryWatch {

    private static final Logger log = LoggerFactory.getLogger(HistoryWatch.class);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final StreamDefinition definition;
    private final List<LaneCheckpoint> checkpoints;
    private volatile @Nullable HistoryMargin margin;
    private @Nullable ScheduledExecutorService clock;

    /** @param checkpoints those of the stream's lanes */
    HistoryWatch(StreamDefinition definition, List<LaneCheckpoint> checkpoints) {
        this.definition = definition;
        this.checkpoints = List.copyOf(checkpoints);
    }

    /** Begins to ask; without effect where the source cannot tell. */
    synchronized void start() {
        if (clock == null && definition.processor() instanceof RetainingSource source) {
            clock = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cdc-history-" + definition.name()));
            var unused = clock.scheduleWithFixedDelay(
                    () -> LogContext.run(definition.name(), null, () -> look(source)),
                    FIRST.toMillis(),
                    INTERVAL.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    /** Of the lane that is furthest behind, when it was last asked for; null when that is not known. */
    @Nullable
    HistoryMargin margin() {
        return margin;
    }

    /** Asks. A margin that cannot be had now is not known: what it was before says nothing of what was dropped since. */
    void look(RetainingSource source) {
        try {
            Position furthest = furthestBehind();
            margin = furthest == null ? null : source.margin(furthest);
        } catch (SourceException | RuntimeException | Error e) {
            margin = null;
            log.debug("{}: how far its log reaches back is not known: {}", definition.name(), e.toString());
        }
    }

    private @Nullable Position furthestBehind() {
        List<Position> saved = checkpoints.stream()
                .map(LaneCheckpoint::saved)
                .filter(Objects::nonNull)
                .toList();
        return saved.stream()
                .filter(candidate -> saved.stream().allMatch(position -> position.covers(candidate)))
                .findFirst()
                .orElse(null);
    }
}
