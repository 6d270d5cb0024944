package dev.corecdc.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.SavedPosition;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.KafkaBroker;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaExactlyOnceIT {

    private static KafkaBroker broker;

    private final String service = Kafka.service();
    private final List<ExactlyOnceTarget> targets = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.shared();
    }

    @AfterEach
    void close() {
        targets.forEach(ExactlyOnceTarget::close);
    }

    private ExactlyOnceTarget open() {
        ExactlyOnceTarget target = (ExactlyOnceTarget) Kafka.open(
                broker, service, Map.of("exactly-once", true, "create-topics.partitions", 1, "timeout", "10s"));
        targets.add(target);
        return target;
    }

    private record At(long number) implements Position {

        @Override
        public boolean covers(Position other) {
            return other instanceof At that && number >= that.number;
        }

        @Override
        public Map<String, Object> toMap() {
            return Map.of("number", number);
        }
    }

    private List<Long> delivered() {
        return broker.read(service + ".shop.person").stream()
                .map(message -> NumberFormat.numberOf(message.value()))
                .toList();
    }

    @Test
    void savesThePositionWithTheChanges() throws Exception {
        ExactlyOnceTarget target = open();
        assertThat(target.saved("shop")).isNull();
        assertThat(target.saved("other")).isNull();
        target.save(Changes.inserts(1, 3), "shop", new At(3));
        target.save(Changes.inserts(4, 5), "shop", new At(5));
        target.save(Changes.inserts(6, 6), "other", new At(6));

        ExactlyOnceTarget next = open();
        assertThat(next.saved("shop")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 5L));
        assertThat(next.saved("other")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 6L));
        assertThat(next.saved("third")).isNull();
        assertThat(delivered()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void savesNeitherWhenAChangeIsRefused() throws Exception {
        ExactlyOnceTarget target = open();
        target.saved("shop");
        target.save(Changes.inserts(1, 1), "shop", new At(1));
        List<ChangeRecord> bad = List.of(Changes.insert(2), Changes.insert(3, "x".repeat(1_100_000)));
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> target.save(bad, "shop", new At(3)))
                .satisfies(e -> assertThat(e.index()).hasValue(1));
        assertThat(delivered()).containsExactly(1L);

        target.save(Changes.inserts(2, 2), "shop", new At(2));
        assertThat(delivered()).containsExactly(1L, 2L);
        assertThat(open().saved("shop")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 2L));
    }

    @Test
    void findsThatACommitWhoseAnswerWasLostWasOne() throws Exception {
        ExactlyOnceTarget target = open();
        target.saved("shop");
        target.save(Changes.inserts(1, 2), "shop", new At(2));
        target.forgetTheAnswer("shop");
        target.save(Changes.inserts(1, 2), "shop", new At(2));
        target.save(Changes.inserts(3, 3), "shop", new At(3));
        assertThat(delivered()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void keepsOutAServiceThatDoesNotKnowOfAnother() throws Exception {
        ExactlyOnceTarget first = open();
        first.saved("shop");
        first.save(Changes.inserts(1, 1), "shop", new At(1));
        ExactlyOnceTarget second = open();
        assertThat(second.saved("shop")).isNotNull();

        assertThatThrownBy(() -> first.save(Changes.inserts(2, 2), "shop", new At(2)))
                .isInstanceOf(IOException.class);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> first.save(Changes.inserts(2, 2), "shop", new At(2)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another service of the same name");
        }
        second.save(Changes.inserts(2, 2), "shop", new At(2));
        assertThat(delivered()).containsExactly(1L, 2L);

        assertThat(first.saved("shop")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 2L));
        first.save(Changes.inserts(3, 3), "shop", new At(3));
        assertThat(delivered()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void refusesATopicOfPositionsThatForgets() throws Exception {
        broker.createTopic(service + "-positions", 1, Map.of("cleanup.policy", "delete"));
        ExactlyOnceTarget target = (ExactlyOnceTarget)
                Kafka.open(broker, service, Map.of("exactly-once", true, "positions-topic", service + "-positions"));
        targets.add(target);

        assertThatThrownBy(() -> target.saved("shop"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it must be compact");
    }
}
