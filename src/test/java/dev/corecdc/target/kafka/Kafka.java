package dev.corecdc.target.kafka;

import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.testing.KafkaBroker;
import dev.corecdc.testing.NumberFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Makes targets for tests. */
final class Kafka {

    private static final AtomicInteger SERVICES = new AtomicInteger();

    private Kafka() {}

    /** A name that no other test has. */
    static String service() {
        return "service" + SERVICES.incrementAndGet();
    }

    static KafkaTargetSettings settings(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(Map.of("bootstrap-servers", "localhost:9092"));
        all.putAll(more);
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("", KafkaTargetSettings.class);
    }

    /** A target called {@code events} on a broker. */
    static Target open(KafkaBroker broker, String service, RecordFormat format, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(Map.of("bootstrap-servers", broker.servers()));
        all.putAll(more);
        return new KafkaTargetFactory(service, null).create("events", format, settings(all));
    }

    static Target open(KafkaBroker broker, String service, Map<String, ?> more) {
        return open(broker, service, new NumberFormat(), more);
    }

    /** The text of a header, null when it is not there. */
    static @Nullable String header(ConsumerRecord<?, ?> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
