package dev.corecdc.management.metrics;

import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamStatus;
import dev.corecdc.stream.TargetStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The streams as they were at most a tenth of a second ago. A scrape asks some dozens of meters one after the other: they
 * share one look at the streams.
 */
final class StatusSnapshot {

    private static final long LIFE_NANOS = 100_000_000;

    private final StreamControl streams;
    private @Nullable Map<String, StreamStatus> statuses;
    private long takenAt;

    StatusSnapshot(StreamControl streams) {
        this.streams = streams;
    }

    List<StreamStatus> all() {
        return List.copyOf(current().values());
    }

    /** Something of a processor, NaN when there is none of that name. */
    double of(String processor, ToDoubleFunction<StreamStatus> value) {
        StreamStatus status = current().get(processor);
        return status == null ? Double.NaN : value.applyAsDouble(status);
    }

    /** Something of a target of a processor, NaN when there is none of that name. */
    double of(String processor, String target, ToDoubleFunction<TargetStatus> value) {
        return of(processor, status -> status.targets().stream()
                .filter(candidate -> candidate.name().equals(target))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN));
    }

    private synchronized Map<String, StreamStatus> current() {
        Map<String, StreamStatus> current = statuses;
        if (current == null || System.nanoTime() - takenAt > LIFE_NANOS) {
            current = streams.statuses().stream().collect(Collectors.toMap(StreamStatus::name, Function.identity()));
            statuses = current;
            takenAt = System.nanoTime();
        }
        return current;
    }
}
