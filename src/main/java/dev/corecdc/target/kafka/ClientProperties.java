package dev.corecdc.target.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** The properties of Kafka's clients. Those that hold the target's promises are its own, and refused where a user sets them. */
final class ClientProperties {

    private static final Set<String> OURS = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            ProducerConfig.RETRIES_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);

    private static final int BATCH_BYTES = 256 * 1024;
    private static final Duration SHORTEST_TRANSACTION = Duration.ofMinutes(1);

    private final Map<String, Object> common = new HashMap<>();
    private final Duration timeout;

    /**
     * Checks what a user has set.
     *
     * @param clientId the beginning of the clients' names
     * @param bundle null without one
     * @throws IllegalArgumentException when it is wrong; the message names the key and no value
     */
    ClientProperties(KafkaTargetSettings settings, String clientId, @Nullable Supplier<SslBundle> bundle) {
        this.timeout = settings.timeout();
        refuse(settings.properties().keySet(), OURS, "is the target's own");
        Set<String> unknown = new TreeSet<>(settings.properties().keySet());
        unknown.removeAll(ProducerConfig.configNames());
        refuse(unknown, unknown, "is not one of Kafka's producer");
        common.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        common.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000");
        common.putAll(settings.properties());
        common.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        if (bundle != null) {
            use(bundle);
        }
        check();
    }

    private static void refuse(Collection<String> keys, Set<String> refused, String why) {
        keys.stream().filter(refused::contains).findFirst().ifPresent(key -> {
            throw new IllegalArgumentException("properties: '%s' %s".formatted(key, why));
        });
    }

    private void use(Supplier<SslBundle> bundle) {
        Object protocol = common.putIfAbsent(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SSL");
        if (protocol != null && !protocol.toString().endsWith("SSL")) {
            throw new IllegalArgumentException("ssl-bundle needs properties: '%s' to be SSL or SASL_SSL, or left out"
                    .formatted(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
        }
        common.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleEngines.class.getName());
        common.put(SslBundleEngines.BUNDLE, bundle);
    }

    /** Kafka's own words may hold a value. */
    private void check() {
        try {
            var unused = new ProducerConfig(producer());
        } catch (ConfigException e) {
            String words = String.valueOf(e.getMessage());
            String about = common.keySet().stream()
                    .filter(words::contains)
                    .findFirst()
                    .map("'%s' has a wrong value"::formatted)
                    .orElse("they do not go together");
            throw new IllegalArgumentException("properties: " + about);
        }
    }

    /**
     * Of a producer whose records arrive once and in order as long as it lives. What it was given it never gives up; how long to wait for it is the
     * target's business. So no record is left out between two that arrive, and none arrives when later ones have.
     */
    Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
        properties.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(Math.max(
                        SHORTEST_TRANSACTION.toMillis(), timeout.multipliedBy(2).toMillis())));
        properties.putAll(common);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // A broker that knows nothing of a producer yet takes its second request though it has refused the first: so
        // there is no second.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        properties.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(timeout.toMillis()));
        return properties;
    }

    /** Of a consumer that belongs to no group, and sees what is committed. */
    Map<String, Object> consumer() {
        Map<String, Object> properties = known(ConsumerConfig.configNames());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return properties;
    }

    Map<String, Object> admin() {
        Map<String, Object> properties = known(AdminClientConfig.configNames());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis()));
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(timeout.toMillis()));
        return properties;
    }

    /** What a kind of client knows of the common properties, and interceptors aside, which are the producer's. */
    private Map<String, Object> known(Set<String> names) {
        Map<String, Object> properties = new TreeMap<>(common);
        properties.keySet().removeIf(key -> !names.contains(key) && !key.equals(SslBundleEngines.BUNDLE));
        properties.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
        return properties;
    }
}
