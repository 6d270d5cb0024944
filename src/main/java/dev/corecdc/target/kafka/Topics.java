package dev.corecdc.target.kafka;

import dev.corecdc.target.kafka.KafkaTargetSettings.CreateTopics;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes topics that are missing, if it is to. Asks of each once, until told to look again. Safe for use by several threads. */
final class Topics {

    private static final Logger log = LoggerFactory.getLogger(Topics.class);

    /** Of the topic of positions, which is read from its beginning: what is superseded goes soon. */
    private static final Map<String, String> OF_POSITIONS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG, "16777216",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");

    private final Clients clients;
    private final CreateTopics settings;
    private final Duration timeout;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Topics(Clients clients, CreateTopics settings, Duration timeout) {
        this.clients = clients;
        this.settings = settings;
        this.timeout = timeout;
    }

    /**
     * Sees to it that topics of records are there.
     *
     * @throws IOException when they are not, and cannot be made
     */
    void ensure(Collection<String> topics) throws IOException, InterruptedException {
        if (!settings.enabled() || known.containsAll(topics)) {
            return;
        }
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        topics.forEach(topic -> wanted.put(
                topic, topic(topic, Optional.of(settings.partitions()).filter(number -> number > 0))));
        create(wanted);
    }

    /** The same for a topic whose records stay in order, all in one partition. */
    void ensureOrdered(String topic) throws IOException, InterruptedException {
        if (settings.enabled() && !known.contains(topic)) {
            create(Map.of(topic, topic(topic, Optional.of(1))));
        }
    }

    /**
     * The same for the topic of positions.
     *
     * @throws IOException also when it is there, and not compacted
     */
    void ensurePositions(String topic) throws IOException, InterruptedException {
        if (known.contains(topic)) {
            return;
        }
        if (settings.enabled()) {
            create(Map.of(topic, topic(topic, Optional.of(1)).configs(OF_POSITIONS)));
            known.remove(topic);
        }
        checkCompacted(topic);
        known.add(topic);
    }

    /** Looks again at what is there the next time: somebody may have deleted it. */
    void forget() {
        known.clear();
    }

    private NewTopic topic(String name, Optional<Integer> partitions) {
        return new NewTopic(
                name,
                partitions,
                Optional.of(settings.replicationFactor())
                        .filter(number -> number > 0)
                        .map(Integer::shortValue));
    }

    private void create(Map<String, NewTopic> wanted) throws IOException, InterruptedException {
        Admin admin = clients.admin();
        try {
            Map<String, KafkaFuture<TopicDescription>> found =
                    admin.describeTopics(wanted.keySet()).topicNameValues();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : found.entrySet()) {
                NewTopic missing = wanted.get(topic.getKey());
                if (missing != null && !isThere(topic.getKey(), topic.getValue())) {
                    create(admin, missing);
                }
                known.add(topic.getKey());
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private boolean isThere(String topic, KafkaFuture<TopicDescription> description)
            throws IOException, InterruptedException {
        try {
            await(description);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new IOException("the topic '%s' cannot be looked for: %s".formatted(topic, reason(e)), e);
        }
    }

    private void create(Admin admin, NewTopic topic) throws IOException, InterruptedException {
        try {
            await(admin.createTopics(List.of(topic)).all());
            log.info("The topic {} has been made", topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IOException(
                        "the topic '%s' is not there, and cannot be made: %s".formatted(topic.name(), reason(e)), e);
            }
        }
    }

    /** A topic that forgets by time would lose the position of a source in which nothing happens. */
    private void checkCompacted(String topic) throws IOException, InterruptedException {
        Admin admin = clients.admin();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config =
                    await(admin.describeConfigs(List.of(resource)).all()).getOrDefault(resource, new Config(List.of()));
            ConfigEntry entry = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            String policy = entry == null ? "" : entry.value();
            if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
                throw new IOException("the topic '%s' of positions has cleanup.policy '%s': it must be compact"
                        .formatted(topic, policy));
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw new IOException(
                        "the topic '%s' of positions cannot be looked at: %s".formatted(topic, reason(e)), e);
            }
            log.warn("Whether the topic {} is compacted may not be looked at; it must be", topic);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private <T> T await(KafkaFuture<T> answer) throws ExecutionException, IOException, InterruptedException {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no broker has answered within " + timeout, e);
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause instanceof org.apache.kafka.common.errors.TimeoutException
                ? "no broker has answered in time"
                : String.valueOf(cause == null ? e : cause.getMessage());
    }
}
