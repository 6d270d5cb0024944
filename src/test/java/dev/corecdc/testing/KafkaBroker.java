package dev.corecdc.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka broker in this JVM. It makes no topics by itself. */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration READING = Duration.ofSeconds(30);

    private static @Nullable KafkaBroker shared;

    private final EmbeddedKafkaKraftBroker broker;
    private final String servers;

    private KafkaBroker() {
        this.broker = new EmbeddedKafkaKraftBroker(1, 1);
        Map.of(
                        "auto.create.topics.enable", "false",
                        "num.partitions", "12",
                        "offsets.topic.num.partitions", "1",
                        "transaction.state.log.num.partitions", "1",
                        "transaction.state.log.replication.factor", "1",
                        "transaction.state.log.min.isr", "1",
                        "log.cleaner.enable", "false")
                .forEach(broker::brokerProperty);
        broker.afterPropertiesSet();
        this.servers = broker.getBrokersAsString();
    }

    /** The one that tests share, which have topics of their own; it ends with the JVM. */
    public static synchronized KafkaBroker shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    public static KafkaBroker start() {
        return new KafkaBroker();
    }

    /** Where it is reached. */
    public String servers() {
        return servers;
    }

    /** Ends the broker; what it has stays. */
    public void stop() {
        server().shutdown();
    }

    /** Starts a broker that was ended. */
    public void startAgain() {
        server().startup();
    }

    private BrokerServer server() {
        KafkaClusterTestKit cluster = Objects.requireNonNull(broker.getCluster(), "it was closed");
        return Objects.requireNonNull(cluster.brokers().get(0));
    }

    /** What an administrator can do. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    public void createTopic(String topic, int partitions, Map<String, String> configuration) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configuration)))
                    .all()
                    .get();
        }
    }

    public Set<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    /** All records of a topic that are committed, those of each partition in order; none when it is not there. */
    public List<ConsumerRecord<String, String>> read(String topic) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", "false");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            if (!consumer.listTopics().containsKey(topic)) {
                return List.of();
            }
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            long deadline = System.nanoTime() + READING.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the end of " + topic + " was not reached");
                }
            }
            return records;
        }
    }

    @Override
    public void close() {
        broker.destroy();
    }
}
