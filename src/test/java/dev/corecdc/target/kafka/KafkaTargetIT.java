package dev.corecdc.target.kafka;

import dev.corecdc.target.Target;
import dev.corecdc.target.TargetContract;
import dev.corecdc.testing.KafkaBroker;
import dev.corecdc.testing.NumberFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaTargetIT extends TargetContract {

    private static KafkaBroker broker;

    /** All in one partition, so that there is an order to be seen. */
    private final String topic = Kafka.service();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.shared();
    }

    @Override
    protected Target open() {
        return Kafka.open(
                broker, "contract", Map.of("topic", topic, "ddl-topic", topic, "create-topics.partitions", 1));
    }

    @Override
    protected List<Long> delivered() {
        return broker.read(topic).stream()
                .map(message -> NumberFormat.numberOf(message.value()))
                .toList();
    }
}
