package dev.corecdc.target.kafka;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where and how a target of type {@code kafka} sends records.
 *
 * @param bootstrapServers {@code host:port} of some brokers, by which the others are found
 * @param topic the topic of a table's records, with {@code {service}}, {@code {schema}} and {@code {table}}
 * @param ddlTopic the topic of DDL statements, with {@code {service}}
 * @param withoutKey where records go that have no key: {@code one-partition}, in order, or {@code spread} over all partitions, in none
 * @param tombstones whether each deletion is followed by a record of the same key without a value, for topics that are compacted
 * @param exactlyOnce whether the records of a batch and the position behind them are one transaction, so that whoever reads with
 *     {@code read_committed} gets each change once whatever happens
 * @param positionsTopic the topic of the positions that {@code exactly-once} keeps, which is compacted
 * @param createTopics whether and how missing topics are made
 * @param sslBundle a {@code spring.ssl.bundle} with the authorities to trust and, for mutual TLS, the own certificate
 * @param timeout how long it may take until the brokers have a batch; then it is told that they do not take it, and waited on
 * @param properties further properties of Kafka's producer: of security, compression, sizes
 */
public record KafkaTargetSettings(
        @NotEmpty List<@NotBlank String> bootstrapServers,

        @NotBlank @DefaultValue("{service}.{schema}.{table}")
        String topic,

        @NotBlank @DefaultValue("{service}.ddl") String ddlTopic,
        @NotNull @DefaultValue("one-partition") WithoutKey withoutKey,
        @DefaultValue("false") boolean tombstones,
        @DefaultValue("false") boolean exactlyOnce,
        @NotBlank @DefaultValue("core-cdc-positions") String positionsTopic,
        @Valid @DefaultValue CreateTopics createTopics,
        @Nullable String sslBundle,

        @NotNull @DurationMin(millis = 250) @DurationMax(minutes = 5) @DefaultValue("30s")
        Duration timeout,

        @DefaultValue Map<String, String> properties) {

    /** Where records without a key go. */
    public enum WithoutKey {
        /** Partition 0, so that they stay in order. */
        ONE_PARTITION,
        /** All partitions, without order. */
        SPREAD
    }

    /**
     * How missing topics are made.
     *
     * @param enabled whether they are; else the brokers make them, if they are set up so, or you do
     * @param partitions the number of partitions; 0: the brokers' {@code num.partitions}. The topic of DDL statements and that of positions
     *     have one
     * @param replicationFactor the number of copies; 0: the brokers' {@code default.replication.factor}
     */
    public record CreateTopics(
            @DefaultValue("true") boolean enabled,
            @PositiveOrZero @DefaultValue("0") int partitions,

            @PositiveOrZero @Max(MOST_COPIES) @DefaultValue("0")
            int replicationFactor) {

        private static final int MOST_COPIES = Short.MAX_VALUE;
    }

    public KafkaTargetSettings {
        bootstrapServers = bootstrapServers == null ? List.of() : List.copyOf(bootstrapServers);
        properties = Map.copyOf(properties);
    }

    /** Without the properties, which may hold secrets. */
    @Override
    public String toString() {
        return "KafkaTargetSettings[bootstrapServers=%s, topic=%s]".formatted(bootstrapServers, topic);
    }
}
