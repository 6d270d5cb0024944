package dev.corecdc.target.kafka;

import dev.corecdc.target.PositionText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic of the places up to which targets have the changes: a key for each service, processor and target, whose last committed
 * record counts. Its value is what {@link PositionText} writes; the headers {@code version}, which each record counts up, and {@code writer} tell
 * who wrote it. All are in one partition. Safe for use by several threads.
 */
final class PositionTopic {

    private static final int PARTITION = 0;
    private static final String VERSION = "version";
    private static final String WRITER = "writer";
    private static final Duration POLL = Duration.ofMillis(200);

    private final Clients clients;
    private final Topics topics;
    private final TopicPartition place;
    private final Duration timeout;

    PositionTopic(Clients clients, Topics topics, String topic, Duration timeout) {
        this.clients = clients;
        this.topics = topics;
        this.place = new TopicPartition(topic, PARTITION);
        this.timeout = timeout;
    }

    /**
     * What is saved under a key.
     *
     * @param version 0 before the first
     * @param writer who wrote it
     * @param content empty before the first position
     */
    record Saved(long version, String writer, String content, Instant savedAt) {

        static final Saved NOTHING = new Saved(0, "", "", Instant.EPOCH);
    }

    /** What is to be saved, as a record of a transaction. */
    ProducerRecord<byte[], byte[]> record(String key, Saved saved) {
        return new ProducerRecord<>(
                place.topic(),
                PARTITION,
                Utils.utf8(key),
                Utils.utf8(saved.content),
                List.of(
                        new RecordHeader(VERSION, Utils.utf8(Long.toString(saved.version))),
                        new RecordHeader(WRITER, Utils.utf8(saved.writer))));
    }

    /**
     * What was committed last under a key; {@link Saved#NOTHING} when nothing was. Transactions that are under way in the topic when this begins, of whomever, are waited for.
     *
     * @throws IOException when it cannot be told in time
     */
    Saved read(String key) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        topics.ensurePositions(place.topic());
        long end = end();
        byte[] wanted = Utils.utf8(key);
        Saved last = Saved.NOTHING;
        Consumer<byte[], byte[]> consumer = clients.consumer();
        try {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            while (consumer.position(place, timeout) < end) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    last = Arrays.equals(message.key(), wanted) ? saved(message) : last;
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            "the topic '%s' was not read to its end within %s; a transaction of another service that has not ended there holds it up, until its time is over"
                                    .formatted(place.topic(), timeout));
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
        return last;
    }

    /** Behind all that is there, committed or not: a consumer of what is committed is told of an earlier end while a transaction is under way. */
    private long end() throws IOException, InterruptedException {
        Admin admin = clients.admin();
        try {
            return admin.listOffsets(
                            Map.of(place, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(place)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the end of the topic '%s' cannot be told".formatted(place.topic()), e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Saved saved(ConsumerRecord<byte[], byte[]> message) {
        byte[] content = message.value();
        if (content == null) {
            return Saved.NOTHING;
        }
        return new Saved(
                Long.parseLong(Objects.requireNonNullElse(text(message, VERSION), "0")),
                Objects.requireNonNullElse(text(message, WRITER), ""),
                new String(content, StandardCharsets.UTF_8),
                Instant.ofEpochMilli(message.timestamp()));
    }

    private static @Nullable String text(ConsumerRecord<?, ?> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
