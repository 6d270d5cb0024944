package dev.corecdc.config;

import dev.corecdc.event.EventType;
import dev.corecdc.format.FormatSettings.DebeziumSettings;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.stream.DeadLetterOrder;
import dev.corecdc.stream.OnFailure;
import dev.corecdc.stream.OnHistoryLost;
import dev.corecdc.transform.ProcessorTransforms;
import dev.corecdc.transform.TargetTransforms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is the same for every kind of processor, target and store. The settings of a kind stand beside it, under a key called like the
 * kind.
 *
 * <p>Those are bound by {@link CdcConfiguration}.
 *
 * @param service the name stamped on every record; absent: {@code spring.application.name}
 * @param processors what to follow, by name
 * @param targets where to deliver, by name
 * @param checkpoint where positions are kept
 * @param delivery how changes are delivered
 * @param logInterval how often a line on each processor is logged, with its rate, lag and position; 0: never
 */
@ConfigurationProperties("cdc")
record CdcProperties(
        @Nullable String service,
        @DefaultValue Map<String, @Valid ProcessorProperties> processors,
        @DefaultValue Map<String, @Valid TargetProperties> targets,
        @Valid @DefaultValue CheckpointProperties checkpoint,
        @Valid @DefaultValue DeliveryProperties delivery,
        @NotNull @DefaultValue("1m") Duration logInterval) {

    /**
     * A processor.
     *
     * @param type its kind, or {@code bean} for a bean of that name
     * @param autoStartup whether it starts by itself
     * @param startAt where to begin when nothing is checkpointed: {@code latest}, {@code earliest}, an ISO-8601 time with its zone, a
     *     place in the log such as {@code binlog.000012:4}, a set of GTIDs, or of MongoDB a resume token
     * @param events the changes of rows and documents that are wanted; DDL statements come whatever stands here
     * @param include patterns of the tables wanted, {@code database.table} with {@code *} and {@code ?}; empty: all
     * @param exclude patterns of the tables not wanted; it wins over {@code include}, and system schemas are never wanted
     * @param targets names of its targets; empty: every target
     * @param snapshot whether the tables are read before their changes
     * @param onHistoryLost what to do when the log no longer holds the checkpoint
     * @param transforms what becomes of changes before anything else sees them
     */
    record ProcessorProperties(
            @NotBlank String type,
            @DefaultValue("true") boolean autoStartup,
            @NotBlank @DefaultValue("latest") String startAt,
            @DefaultValue({"INSERT", "UPDATE", "DELETE"}) Set<EventType> events,
            @DefaultValue List<String> include,
            @DefaultValue List<String> exclude,
            @DefaultValue List<String> targets,
            @NotNull @DefaultValue("never") Snapshot snapshot,
            @NotNull @DefaultValue("fail") OnHistoryLost onHistoryLost,
            @Valid @DefaultValue ProcessorTransforms transforms) {}

    /** Whether tables are read before their changes. */
    enum Snapshot {
        NEVER
    }

    /**
     * A target.
     *
     * @param type its kind, or {@code bean} for a bean of that name
     * @param format how records are written, where the target writes bytes
     * @param json how JSON numbers are written, by the formats {@code core-cdc}, {@code maxwell} and {@code cloudevents}
     * @param debezium how the format {@code debezium} writes
     * @param executeDdl whether DDL statements are executed there, if it can
     * @param sendData whether records are delivered
     * @param ddl whether DDL statements are written as records, where the target writes records
     * @param batchSize how many changes are handed over at once at most, gathered and cut as need be; 0: as they are read, and of type file up to 10,000 that wait
     * @param linger with {@code batch-size} or {@code parallelism}, how long to wait for so many
     * @param parallelism how many calls of the target there may be at a time, each with changes of other keys; more than 1 only where the target
     *     allows it
     * @param retry how a delivery that failed is tried again
     * @param onFailure what to do when the target will never take a change: {@code halt}, which keeps it and all that follow for later, or
     *     {@code dead-letter}, which sets it aside and goes on
     * @param order what becomes of later changes where one was set aside: {@code by-key}, those of the same key wait behind it, or {@code none}
     * @param maxDeadLetters how many changes may be set aside, those that wait included, before the target is FAILED
     * @param transforms what it gets of the changes, and how they are called there
     */
    record TargetProperties(
            @NotBlank String type,
            @NotBlank @DefaultValue("core-cdc") String format,
            @Valid @DefaultValue JsonSettings json,
            @Valid @DefaultValue DebeziumSettings debezium,
            @DefaultValue("false") boolean executeDdl,
            @DefaultValue("true") boolean sendData,
            @DefaultValue("true") boolean ddl,
            @PositiveOrZero @DefaultValue("0") int batchSize,

            @NotNull @DurationMin(millis = 0) @DefaultValue("0ms")
            Duration linger,

            @Min(1) @Max(256) @DefaultValue("1") int parallelism,
            @Valid @DefaultValue RetryProperties retry,
            @NotNull @DefaultValue("halt") OnFailure onFailure,
            @NotNull @DefaultValue("by-key") DeadLetterOrder order,
            @Positive @DefaultValue("1000") int maxDeadLetters,
            @Valid @DefaultValue TargetTransforms transforms) {}

    /**
     * How a delivery that failed is tried again. The pauses double, by a quarter more or less.
     *
     * @param firstDelay the pause after the first failure
     * @param maxDelay the longest pause
     * @param maxAttempts after how many repeated attempts in a row the target is FAILED; 0: never
     */
    record RetryProperties(
            @NotNull @DurationMin(millis = 1) @DefaultValue("500ms")
            Duration firstDelay,

            @NotNull @DurationMin(millis = 1) @DefaultValue("30s")
            Duration maxDelay,

            @PositiveOrZero @DefaultValue("0") int maxAttempts) {}

    /**
     * Where positions are kept.
     *
     * @param type the kind of store
     * @param flushInterval how often positions are saved
     */
    record CheckpointProperties(
            @NotBlank @DefaultValue("file") String type,
            @NotNull @DefaultValue("1s") Duration flushInterval) {}

    /**
     * How changes are delivered.
     *
     * @param queueSize how many bytes of changes of a processor may wait for each target
     * @param detachAfter how long a target with a full queue may hold up the others of its processor; then it is BEHIND and reads for itself
     * @param maxReaders how many targets of a processor may read for themselves at a time; those furthest behind wait
     */
    record DeliveryProperties(
            @NotNull @DefaultValue("8MB") DataSize queueSize,

            @NotNull @DurationMin(millis = 0) @DefaultValue("500ms")
            Duration detachAfter,

            @Min(1) @DefaultValue("4") int maxReaders) {}
}
