package dev.corecdc.target.kafka;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.format.KeyJson;
import dev.corecdc.format.RecordFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes into Kafka's records. Used by one thread at a time.
 *
 * <p>All that happens to a key is in one partition, in order. So an update that changes the key is two records: a deletion under the old
 * key, and the update under the new one.
 */
final class Messages {

    /** Where the records without a key are, and the statements. */
    private static final Integer ONE_PARTITION = 0;

    private final TopicNames topics;
    private final String ddlTopic;
    private final RecordFormat format;
    private final boolean tombstones;
    private final boolean spread;
    private final Headers headers;

    /** @param ddlTopic the topic of statements */
    Messages(TopicNames topics, String ddlTopic, RecordFormat format, KafkaTargetSettings settings) {
        this.topics = topics;
        this.ddlTopic = ddlTopic;
        this.format = format;
        this.tombstones = settings.tombstones();
        this.spread = settings.withoutKey() == KafkaTargetSettings.WithoutKey.SPREAD;
        this.headers = new Headers(format.contentType());
    }

    /** Sees to it that the topics of changes are there. */
    void ensureTopics(List<? extends ChangeEvent> changes, Topics all) throws IOException, InterruptedException {
        Set<String> names = new LinkedHashSet<>();
        for (ChangeEvent change : changes) {
            if (change instanceof ChangeRecord row) {
                names.add(topic(row));
            } else {
                all.ensureOrdered(ddlTopic);
            }
        }
        all.ensure(names);
    }

    private String topic(ChangeRecord change) throws IOException {
        return topics.of(change.columns().schema(), change.columns().table());
    }

    /**
     * The records of a change, in the order in which they are sent.
     *
     * @throws IOException when there can be no such topic
     */
    List<ProducerRecord<byte[], byte[]>> of(ChangeEvent change) throws IOException {
        return change instanceof DdlEvent statement ? List.of(statement(statement)) : rows((ChangeRecord) change);
    }

    private List<ProducerRecord<byte[], byte[]>> rows(ChangeRecord change) throws IOException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(1);
        String topic = topic(change);
        byte[] key = KeyJson.of(change);
        byte[] old = change.type() == EventType.UPDATE ? KeyJson.before(change) : null;
        if (key != null && old != null && !Arrays.equals(key, old)) {
            addMoved(change, topic, old, key, records);
            return records;
        }
        for (byte[] message : messages(change)) {
            records.add(record(topic, key, message, headers.of(change)));
        }
        if (change.type() == EventType.DELETE) {
            addTombstone(topic, key, change, records);
        }
        return records;
    }

    /** A format that tells a changed key by itself does so in two messages, the first of which is the deletion. */
    private void addMoved(
            ChangeRecord change, String topic, byte[] old, byte[] key, List<ProducerRecord<byte[], byte[]>> records)
            throws IOException {
        ChangeRecord deletion = deletion(change);
        List<byte[]> told = messages(change);
        byte[] first = told.size() > 1 ? told.get(0) : messages(deletion).get(0);
        records.add(record(topic, old, first, Headers.with(headers.of(deletion), Headers.NEW_KEY, key)));
        addTombstone(topic, old, deletion, records);
        byte[] last = told.get(told.size() - 1);
        records.add(record(topic, key, last, Headers.with(headers.of(change), Headers.OLD_KEY, old)));
    }

    /** What an update that changes the key is to the old one. It has a name of its own, as it is not the update. */
    private static ChangeRecord deletion(ChangeRecord update) {
        Row before = update.before();
        Origin origin = update.origin();
        LogEntry entry = origin.entry();
        String place = origin.globalId() == null
                ? "%d:%s:%d".formatted(entry.serverId(), origin.source(), origin.position())
                : origin.globalId();
        LogEntry named = new LogEntry(
                "%s:%d:old-key".formatted(place, update.sequence()),
                entry.serverId(),
                entry.begin(),
                entry.firstSequence(),
                entry.committed());
        return new ChangeRecord(
                EventType.DELETE,
                update.columns(),
                before == null ? update.row() : before,
                null,
                new Origin(
                        origin.timestamp(),
                        origin.source(),
                        origin.position(),
                        origin.globalId(),
                        origin.transactionId(),
                        origin.event(),
                        origin.query(),
                        named),
                update.sequence());
    }

    /** Those of a service stay in order. */
    private ProducerRecord<byte[], byte[]> statement(DdlEvent statement) throws IOException {
        return new ProducerRecord<>(
                ddlTopic, ONE_PARTITION, null, null, messages(statement).get(0), headers.of(statement));
    }

    private void addTombstone(
            String topic, byte @Nullable [] key, ChangeRecord deletion, List<ProducerRecord<byte[], byte[]>> records) {
        if (tombstones && key != null) {
            records.add(record(topic, key, null, headers.of(deletion)));
        }
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> described) {
        Integer partition = key == null && !spread ? ONE_PARTITION : null;
        return new ProducerRecord<>(topic, partition, key, value, described);
    }

    /** The messages that the format makes of a change, at least one. */
    private List<byte[]> messages(ChangeEvent event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        format.write(event, out);
        byte[] bytes = out.toByteArray();
        List<byte[]> messages = new ArrayList<>(1);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                messages.add(Arrays.copyOfRange(bytes, from, i));
                from = i + 1;
            }
        }
        messages.add(from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length));
        return messages;
    }
}
