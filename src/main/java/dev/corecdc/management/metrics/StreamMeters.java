package dev.corecdc.management.metrics;

import dev.corecdc.event.EventType;
import dev.corecdc.event.HistoryMargin;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamStatus;
import dev.corecdc.stream.TargetStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The meters of all processors and targets, there at zero from the start. */
final class StreamMeters implements MeterBinder {

    private static final Pattern FILE_NUMBER = Pattern.compile(".*\\.(\\d+)");

    private final StatusSnapshot snapshot;

    StreamMeters(StreamControl streams) {
        this.snapshot = new StatusSnapshot(streams);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (StreamStatus status : snapshot.all()) {
            new ProcessorMeters(registry, status.name()).bind();
            for (TargetStatus target : status.targets()) {
                new TargetMeters(registry, status.name(), target.name()).bind();
            }
        }
    }

    private final class ProcessorMeters {

        private final MeterRegistry registry;
        private final String processor;
        private final Tags tags;

        ProcessorMeters(MeterRegistry registry, String processor) {
            this.registry = registry;
            this.processor = processor;
            this.tags = Tags.of("processor", processor);
        }

        void bind() {
            for (EventType type : EventType.values()) {
                counter(
                        "cdc.records.read",
                        "Changes read from the log",
                        tags.and("event_type", type.name()),
                        status -> status.read().getOrDefault(type, 0L));
            }
            counter(
                    "cdc.events.excluded",
                    "Log events dropped before they were decoded, and changes that transforms of the processor left out",
                    tags,
                    StreamStatus::excluded);
            counter("cdc.reconnects", "How often the source was lost and tried again", tags, StreamStatus::reconnects);
            gauge(
                    "cdc.position.file",
                    "Number of the binlog file that is being read; NaN where there is none",
                    status -> fileNumber(status.position()));
            gauge(
                    "cdc.position.offset",
                    "Offset in the binlog file that is being read; NaN where there is none",
                    status -> number(status.position(), "offset"));
            gauge(
                    "cdc.history.margin",
                    "How much of the source's log lies before the checkpoint furthest behind; NaN when not known",
                    "seconds",
                    status -> history(status, margin -> margin.time().toMillis() / 1e3));
            gauge(
                    "cdc.history.margin.files",
                    "How many files of the source's log lie before the checkpoint furthest behind; NaN when not known",
                    status -> history(status, margin -> margin.files() == null ? Double.NaN : margin.files()));
            gauge(
                    "cdc.history.kept",
                    "How far the source's log reaches back; NaN when not known",
                    "seconds",
                    status -> history(status, margin -> margin.kept().toMillis() / 1e3));
            gauge(
                    "cdc.up",
                    "1 while the source is connected and read, else 0",
                    status -> status.state() == ProcessorState.RUNNING ? 1 : 0);
        }

        private void counter(String name, String description, Tags tags, ToDoubleFunction<StreamStatus> count) {
            FunctionCounter.builder(name, snapshot, look -> look.of(processor, count))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        private void gauge(String name, String description, ToDoubleFunction<StreamStatus> value) {
            gauge(name, description, null, value);
        }

        private void gauge(
                String name, String description, @Nullable String unit, ToDoubleFunction<StreamStatus> value) {
            Gauge.builder(name, snapshot, look -> look.of(processor, value))
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .register(registry);
        }
    }

    private final class TargetMeters {

        private final MeterRegistry registry;
        private final String processor;
        private final String target;
        private final Tags tags;

        TargetMeters(MeterRegistry registry, String processor, String target) {
            this.registry = registry;
            this.processor = processor;
            this.target = target;
            this.tags = Tags.of("processor", processor, "target", target);
        }

        void bind() {
            counter("cdc.records.delivered", "Records saved by the target", TargetStatus.Counts::delivered);
            counter("cdc.records.filtered", "Records left out on purpose", TargetStatus.Counts::filtered);
            counter("cdc.records.dead", "Records given up", TargetStatus.Counts::dead);
            counter(
                    "cdc.records.retried",
                    "Records in batches that were tried again, counted each time",
                    TargetStatus.Counts::retried);
            gauge(
                    "cdc.lag",
                    "Age of the oldest change known and not yet delivered; NaN while not connected",
                    "seconds",
                    TargetStatus::lagSeconds);
            gauge("cdc.queue.size", "Changes that wait for the target", BaseUnits.BYTES, TargetStatus::queuedBytes);
            gauge(
                    "cdc.records.unaccounted",
                    "Changes offered to the target whose fate is unknown; anything but 0 is a fault of the service",
                    null,
                    status -> status.conservation().unaccounted());
            DeliveryTimer.timer(registry, processor, target);
        }

        private void counter(String name, String description, ToDoubleFunction<TargetStatus.Counts> count) {
            FunctionCounter.builder(
                            name,
                            snapshot,
                            look -> look.of(processor, target, status -> count.applyAsDouble(status.counts())))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        private void gauge(
                String name, String description, @Nullable String unit, ToDoubleFunction<TargetStatus> value) {
            Gauge.builder(name, snapshot, look -> look.of(processor, target, value))
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .register(registry);
        }
    }

    private static double history(StreamStatus status, ToDoubleFunction<HistoryMargin> value) {
        HistoryMargin margin = status.history();
        return margin == null ? Double.NaN : value.applyAsDouble(margin);
    }

    private static double fileNumber(@Nullable Map<String, Object> position) {
        Object file = position == null ? null : position.get("file");
        if (file instanceof String name) {
            Matcher number = FILE_NUMBER.matcher(name);
            if (number.matches()) {
                return Double.parseDouble(number.group(1));
            }
        }
        return Double.NaN;
    }

    private static double number(@Nullable Map<String, Object> position, String key) {
        Object value = position == null ? null : position.get(key);
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
