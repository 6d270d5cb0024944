package dev.corecdc.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.target.Target;
import dev.corecdc.target.TargetException;
import dev.corecdc.target.TargetFactory;
import dev.corecdc.target.TransactionalTarget;
import dev.corecdc.target.kafka.KafkaTargetSettings.WithoutKey;
import dev.corecdc.testing.NumberFormat;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KafkaTargetAutoConfigurationTests {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(KafkaTargetAutoConfiguration.class));

    @Test
    void addsTheTypeKafka() {
        context.run(it -> {
            assertThat(it).hasSingleBean(TargetFactory.class);
            assertThat(it.getBean(TargetFactory.class).type()).isEqualTo("kafka");
        });
    }

    @Test
    void isNotThereWithoutKafkasClient() {
        context.withClassLoader(new FilteredClassLoader("org.apache.kafka"))
                .run(it -> assertThat(it).doesNotHaveBean(TargetFactory.class));
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        TargetFactory<KafkaTargetSettings> own = new KafkaTargetFactory("orders", null);
        context.withBean("kafkaTargetFactory", TargetFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(TargetFactory.class)).isSameAs(own));
    }

    @Test
    void readsItsSettings() {
        KafkaTargetSettings settings = Kafka.settings(Map.of());
        assertThat(settings.topic()).isEqualTo("{service}.{schema}.{table}");
        assertThat(settings.ddlTopic()).isEqualTo("{service}.ddl");
        assertThat(settings.withoutKey()).isEqualTo(WithoutKey.ONE_PARTITION);
        assertThat(settings.tombstones()).isFalse();
        assertThat(settings.exactlyOnce()).isFalse();
        assertThat(settings.positionsTopic()).isEqualTo("core-cdc-positions");
        assertThat(settings.createTopics().enabled()).isTrue();
        assertThat(settings.createTopics().partitions()).isZero();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Kafka.settings(Map.of("properties.compression.type", "zstd")).properties())
                .containsExactly(Map.entry("compression.type", "zstd"));
    }

    @Test
    void doesNotConnectBeforeItIsUsed() {
        assertThat(create(Map.of())).isInstanceOf(KafkaTarget.class).isNotInstanceOf(TransactionalTarget.class);
        assertThat(create(Map.of("exactly-once", true))).isInstanceOf(TransactionalTarget.class);
    }

    private static Target create(Map<String, ?> more) {
        return new KafkaTargetFactory("orders", null).create("events", new NumberFormat(), Kafka.settings(more));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "properties.acks, 1, 'acks' is the target's own",
                "properties.enable.idempotence, false, 'enable.idempotence' is the target's own",
                "properties.transactional.id, mine, 'transactional.id' is the target's own",
                "properties.delivery.timeout.ms, 1000, 'delivery.timeout.ms' is the target's own",
                "properties.retries, 0, 'retries' is the target's own",
                "properties.partitioner.ignore.keys, true, 'partitioner.ignore.keys' is the target's own",
                "properties.bootstrap.servers, other:9092, 'bootstrap.servers' is the target's own",
                "properties.max.in.flight.requests.per.connection, 5, 'max.in.flight.requests.per.connection' is the target's own",
                "properties.compression.type, zip, 'compression.type' has a wrong value",
                "properties.compresion.type, zstd, 'compresion.type' is not one of Kafka's producer",
                "topic, {database}, '{database}' makes no name of a topic",
                "ddl-topic, {table}, '{table}' makes no name of a topic",
                "ssl-bundle, kafka, ssl-bundle needs spring.ssl.bundle"
            })
    void refusesWhatIsWrong(String key, String value, String words) {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> create(Map.of(key, value)))
                .withMessageContaining(words)
                .withMessageContaining("cdc.targets.events.kafka");
    }

    @Test
    void saysNoValueOfAPropertyThatIsWrong() {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> create(Map.of("properties.linger.ms", "canary")))
                .satisfies(e -> assertThat(e.getMessage()).contains("linger.ms").doesNotContain("canary"));
    }

    @Test
    void doesNotPrintItsProperties() {
        assertThat(Kafka.settings(Map.of("properties.sasl.jaas.config", "canary")))
                .asString()
                .doesNotContain("canary");
    }
}
