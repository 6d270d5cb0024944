package dev.corecdc.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Row;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.KafkaBroker;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaDeliveryIT {

    private static KafkaBroker broker;

    private final String service = Kafka.service();
    private final String topic = service + ".shop.person";
    private final List<Target> targets = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.shared();
    }

    @AfterEach
    void close() throws Exception {
        for (Target target : targets) {
            ((AutoCloseable) target).close();
        }
    }

    private Target open(Map<String, ?> more) {
        Target target = Kafka.open(broker, service, more);
        targets.add(target);
        return target;
    }

    private List<Long> delivered() {
        return numbers(broker.read(topic));
    }

    private static List<Long> numbers(List<ConsumerRecord<String, String>> messages) {
        return messages.stream()
                .map(message -> NumberFormat.numberOf(message.value()))
                .toList();
    }

    @Test
    void keepsTheOrderOfEachKeyInTwelvePartitions() throws Exception {
        Target target = open(Map.of());
        for (int batch = 0; batch < 20; batch++) {
            int first = batch * 100;
            target.save(IntStream.range(first, first + 100)
                    .mapToObj(number -> People.update(
                            number,
                            Row.of(number % 37L, "name " + (number - 37)),
                            Row.of(number % 37L, "name " + number)))
                    .toList());
        }

        List<ConsumerRecord<String, String>> messages = broker.read(topic);
        assertThat(messages).hasSize(2000);
        assertThat(messages).extracting(ConsumerRecord::partition).contains(0, 11);
        Map<String, List<ConsumerRecord<String, String>>> byKey =
                messages.stream().collect(Collectors.groupingBy(ConsumerRecord::key));
        assertThat(byKey).hasSize(37).containsKey("{\"id\":5}");
        byKey.forEach((key, ofKey) -> {
            assertThat(numbers(ofKey)).isSorted();
            assertThat(ofKey)
                    .extracting(ConsumerRecord::partition)
                    .containsOnly(ofKey.get(0).partition());
        });
    }

    @Test
    void rejectsARecordThatIsTooLargeAndTakesTheOthers() throws Exception {
        Target target = open(Map.of("create-topics.partitions", 1));
        ChangeRecord large = Changes.insert(2, "x".repeat(1_100_000));

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> target.save(List.of(Changes.insert(1), large, Changes.insert(3))))
                .satisfies(rejected -> assertThat(rejected.index()).hasValue(1));
        assertThatExceptionOfType(RejectedRecordException.class).isThrownBy(() -> target.save(List.of(large)));
        target.save(List.of(Changes.insert(3)));

        assertThat(delivered()).containsExactly(1L, 3L);
    }

    @Test
    void rejectsARecordThatIsTooLargeForItsTopic() throws Exception {
        broker.createTopic(topic, 1, Map.of("max.message.bytes", "2000"));
        Target target = open(Map.of());

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> target.save(
                        List.of(Changes.insert(1), Changes.insert(2, "x".repeat(5_000)), Changes.insert(3))))
                .satisfies(rejected -> assertThat(rejected.index()).hasValue(1));
        target.save(List.of(Changes.insert(1)));
        target.save(List.of(Changes.insert(3)));

        assertThat(delivered()).containsSubsequence(1L, 3L);
    }

    @Test
    void rejectsARecordWithoutAKeyInACompactedTopic() throws Exception {
        broker.createTopic(service + ".shop.visit", 1, Map.of("cleanup.policy", "compact"));
        Target target = open(Map.of());

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> target.save(List.of(People.of(
                        dev.corecdc.event.EventType.INSERT, People.WITHOUT_KEY, 1, null, Row.of(1L, "one")))));
    }

    @Test
    void writesATombstoneAfterADeletion() throws Exception {
        Target target = open(Map.of("tombstones", true));
        target.save(List.of(Changes.insert(1), People.delete(2, 1, "name 1")));

        assertThat(broker.read(topic))
                .extracting(ConsumerRecord::key, ConsumerRecord::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("{\"id\":1}", "INSERT 1 name 1"),
                        org.assertj.core.groups.Tuple.tuple("{\"id\":1}", "DELETE 2 name 1"),
                        org.assertj.core.groups.Tuple.tuple("{\"id\":1}", null));
    }

    @Test
    void writesStatementsToATopicOfTheirOwn() throws Exception {
        Target target = open(Map.of());
        target.save(List.of(Changes.insert(1)));
        ((DdlRecordTarget) target).saveDdl(Changes.ddl(2));

        List<ConsumerRecord<String, String>> statements = broker.read(service + ".ddl");
        assertThat(numbers(statements)).containsExactly(2L);
        assertThat(Kafka.header(statements.get(0), "cdc-event-type")).isEqualTo("QUERY");
        assertThat(Kafka.header(statements.get(0), "cdc-position")).isEqualTo("binlog.000001:200");
        assertThat(delivered()).containsExactly(1L);
    }

    @Test
    void tellsThatATopicIsMissingAndGoesOnWhenItIsThere() throws Exception {
        Target target = open(Map.of("create-topics.enabled", false, "timeout", "1s"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> target.save(Changes.inserts(1, 3)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(topic);
        }

        broker.createTopic(topic, 1, Map.of());
        target.save(Changes.inserts(1, 3));

        assertThat(delivered()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void makesATopicAgainThatWasDeleted() throws Exception {
        Target target = open(Map.of("create-topics.partitions", 1, "timeout", "2s"));
        target.save(List.of(Changes.insert(1)));
        try (var admin = broker.admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }

        saveAtLast(target, Changes.inserts(2, 3));

        assertThat(delivered()).containsExactly(2L, 3L);
    }

    @Test
    void waitsForABrokerThatIsDownAndDeliversOnceInOrder() throws Exception {
        try (KafkaBroker own = KafkaBroker.start()) {
            Target target = Kafka.open(own, service, Map.of("create-topics.partitions", 1, "timeout", "1s"));
            targets.add(target);
            target.save(Changes.inserts(1, 10));
            own.stop();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> target.save(Changes.inserts(11, 20))).isInstanceOf(IOException.class);
            }
            own.startAgain();

            saveAtLast(target, Changes.inserts(11, 20));
            saveAtLast(target, Changes.inserts(21, 30));

            assertThat(numbers(own.read(topic)))
                    .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(1, 30)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void letsGoOfABrokerThatDoesNotAnswerWhenItIsInterrupted() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            Target target = new KafkaTargetFactory(service, null)
                    .create(
                            "events",
                            new NumberFormat(),
                            Kafka.settings(Map.of("bootstrap-servers", "localhost:" + silent.getLocalPort())));
            CountDownLatch ended = new CountDownLatch(1);
            Thread saving = new Thread(() -> {
                try {
                    target.save(Changes.inserts(1, 3));
                } catch (InterruptedException e) {
                    ended.countDown();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            saving.start();
            silent.accept();

            long start = System.nanoTime();
            saving.interrupt();
            assertThat(ended.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            ((AutoCloseable) target).close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** As the engine does. */
    private static void saveAtLast(Target target, List<ChangeRecord> records) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                target.save(records);
                return;
            } catch (IOException e) {
                assertThat(attempt).as("%s", e.getMessage()).isLessThan(20);
            }
        }
    }

    @Test
    void isClosedByAnotherThread() throws Exception {
        Target target = Kafka.open(broker, service, Map.of());
        target.save(Changes.inserts(1, 1));
        CompletableFuture.runAsync(() -> {
                    try {
                        ((AutoCloseable) target).close();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .get();
    }
}
