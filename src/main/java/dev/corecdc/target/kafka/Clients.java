package dev.corecdc.target.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** Makes Kafka's clients. Safe for use by several threads. */
class Clients {

    private final ClientProperties properties;
    private final Producers producers;

    Clients(ClientProperties properties) {
        this.properties = properties;
        this.producers = new Producers(properties.producer());
    }

    /** A new producer, which does not connect yet. */
    Producer<byte[], byte[]> producer() {
        return producers.open(null);
    }

    /** A new producer of transactions, which does not connect yet. */
    Producer<byte[], byte[]> producer(String transactionalId) {
        return producers.open(transactionalId);
    }

    /** A new consumer, which sees what is committed. */
    Consumer<byte[], byte[]> consumer() {
        return new DefaultKafkaConsumerFactory<byte[], byte[]>(properties.consumer()).createConsumer();
    }

    Admin admin() {
        return Admin.create(properties.admin());
    }

    /** Spring's way of making a producer, without its way of sharing and keeping them: each one is opened and closed by whom it serves. */
    private static final class Producers extends DefaultKafkaProducerFactory<byte[], byte[]> {

        Producers(Map<String, Object> properties) {
            super(properties);
        }

        Producer<byte[], byte[]> open(@Nullable String transactionalId) {
            return createRawProducer(
                    transactionalId == null ? getProducerConfigs() : getTxProducerConfigs(transactionalId));
        }
    }
}
