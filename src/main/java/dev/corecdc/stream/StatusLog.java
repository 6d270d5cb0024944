package dev.corecdc.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs at intervals how each processor is doing: one line, with rate, lag and position. Also when nothing happens: the line says
 * that somebody looks. Processors that rest because they were asked to have none.
 */
final class StatusLog {

    private static final Logger log = LoggerFactory.getLogger(StatusLog.class);

    /** How much is shown of a part of a position; GTID sets can be long. */
    private static final int PART_LENGTH = 120;

    private final Supplier<List<StreamStatus>> statuses;
    private final Duration interval;
    private final Map<String, Long> readBefore = new HashMap<>();
    private long last = System.nanoTime();
    private @Nullable ScheduledExecutorService clock;

    /** @param interval none when it is not positive */
    StatusLog(Supplier<List<StreamStatus>> statuses, Duration interval) {
        this.statuses = statuses;
        this.interval = interval;
    }

    void start() {
        if (interval.isNegative() || interval.isZero()) {
            return;
        }
        last = System.nanoTime();
        clock = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cdc-status"));
        long nanos = interval.toNanos();
        var unused = clock.scheduleAtFixedRate(this::tryWrite, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    private void tryWrite() {
        try {
            write(System.nanoTime());
        } catch (RuntimeException | Error e) {
            // Thrown further, it would end the clock.
            log.error("the status could not be logged; it is tried again", e);
        }
    }

    /** Writes the lines for what has happened since the last time, until {@code now} of {@link System#nanoTime}. */
    void write(long now) {
        double seconds = Math.max(1, now - last) / 1e9;
        last = now;
        for (StreamStatus status : statuses.get()) {
            long read =
                    status.read().values().stream().mapToLong(Long::longValue).sum();
            long before = readBefore.getOrDefault(status.name(), 0L);
            readBefore.put(status.name(), read);
            if (status.state() != ProcessorState.PAUSED && status.state() != ProcessorState.STOPPED) {
                write(status, Math.round((read - before) * 10 / seconds) / 10.0);
            }
        }
    }

    private static void write(StreamStatus status, double rate) {
        double lag = status.targets().stream()
                .mapToDouble(TargetStatus::lagSeconds)
                .filter(seconds -> !Double.isNaN(seconds))
                .max()
                .orElse(Double.NaN);
        LogContext.run(status.name(), null, () -> log.atInfo()
                .addKeyValue("rate", rate)
                .addKeyValue("lag", Double.isNaN(lag) ? null : lag)
                .addKeyValue("position", status.position())
                .setMessage("{}: {}, {} changes/s, lag {}, at {}{}")
                .addArgument(status.name())
                .addArgument(state(status.state().name(), status.reason()))
                .addArgument(rate)
                .addArgument(Double.isNaN(lag) ? "unknown" : String.format(Locale.ROOT, "%.1f s", lag))
                .addArgument(place(status.position()))
                .addArgument(targets(status))
                .log());
    }

    private static String state(String name, @Nullable String reason) {
        return reason == null ? name : "%s (%s)".formatted(name, reason);
    }

    private static String place(@Nullable Map<String, Object> position) {
        return position == null
                ? "an unknown place"
                : position.entrySet().stream()
                        .map(part -> part.getKey() + "=" + shortened(String.valueOf(part.getValue())))
                        .collect(Collectors.joining(" "));
    }

    private static String shortened(String text) {
        return text.length() > PART_LENGTH ? text.substring(0, PART_LENGTH) + "…" : text;
    }

    /** Those that do not just run. */
    private static String targets(StreamStatus status) {
        return status.targets().stream()
                .filter(target -> target.state() != TargetState.RUNNING)
                .map(target ->
                        "; %s: %s".formatted(target.name(), state(target.state().name(), target.reason())))
                .collect(Collectors.joining());
    }
}
