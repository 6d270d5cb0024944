package dev.corecdc.checkpoint.mongodb;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.lease.Lease;
import dev.corecdc.lease.LeaseChallenge;
import dev.corecdc.lease.LeaseClock;
import dev.corecdc.lease.ManualClock;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.TargetState;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two services of one name, of which the second takes over from the first while that still runs. */
@Timeout(60)
class TakeOverTests {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final InMemoryReplicaSet server = InMemoryReplicaSet.start();
    private final StorePlace place = new StorePlace(server.uri(), "checkpoints");
    private final ManualClock clock = new ManualClock(Duration.ZERO);
    private final ScriptedProcessor processor = new ScriptedProcessor();

    @AfterEach
    void stop() {
        place.close();
        server.close();
    }

    /** One service: its lease is renewed when the test wants it. */
    private final class Service implements AutoCloseable {

        private final Lease lease = new LeaseChallenge(place.service("orders"), LEASE, clock).win();
        private final MongoCheckpointStore store =
                new MongoCheckpointStore(place.service("orders"), lease, () -> {}, () -> {});
        private final CollectingTarget target = new CollectingTarget();
        private final TestStreams streams = TestStreams.builder().store(store).stream(
                        "shop", processor, lane("a", target))
                .start();

        long saved() {
            Checkpoint checkpoint = Objects.requireNonNull(store.load("shop").get("a"));
            return ScriptedProcessor.offsetOf(checkpoint.position());
        }

        @Override
        public void close() {
            streams.close();
            store.close();
        }
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void handsEveryChangeToOneOfThem() {
        try (Service first = new Service()) {
            processor.append(100);
            first.target.awaitRecords(100);
            await().until(() -> first.saved() == 100);

            clock.advance(LEASE.multipliedBy(2).dividedBy(3));
            first.streams.awaitTargetState("shop", "a", TargetState.RETRYING);
            processor.append(100);
            await().during(A_WHILE).until(() -> first.target.ids().size() == 100);

            try (Service second = new Service()) {
                second.target.awaitRecords(100);
                await().until(() -> second.saved() == 200);

                assertThat(first.streams.status("shop").state()).isEqualTo(ProcessorState.RUNNING);
                assertThat(first.store.isLost()).isFalse();
                assertThat(catchRenewal(first)).contains("has taken over");
                assertThat(first.streams
                                .awaitState("shop", ProcessorState.FAILED)
                                .reason())
                        .contains("Another service called 'orders' has taken over", "cdc.service");
                first.streams.stop();

                assertThat(first.target.ids()).isEqualTo(ids(0, 100));
                assertThat(second.target.ids()).isEqualTo(ids(100, 200));
                assertThat(second.saved()).isEqualTo(200);
            }
        }
    }

    private static String catchRenewal(Service service) {
        try {
            service.lease.renew();
            return "";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void goesOnWithTheFirstWhenNobodyCame() {
        try (Service only = new Service()) {
            processor.append(100);
            only.target.awaitRecords(100);
            clock.advance(LEASE);
            only.streams.awaitTargetState("shop", "a", TargetState.RETRYING);
            processor.append(100);
            await().during(A_WHILE).until(() -> only.target.ids().size() == 100);

            only.lease.renew();

            only.target.awaitRecords(200);
            assertThat(only.target.ids()).isEqualTo(ids(0, 200));
            await().until(() -> only.saved() == 200);
        }
    }

    @Test
    void isNotNeededAfterAStopInGoodOrder() {
        try (Service first = new Service()) {
            processor.append(100);
            first.target.awaitRecords(100);
        }
        LeaseClock.Moment stopped = clock.now();
        processor.append(50);
        try (Service second = new Service()) {
            assertThat(clock.now()).isEqualTo(stopped);
            second.target.awaitRecords(50);
            assertThat(second.target.ids()).isEqualTo(ids(100, 150));
        }
    }
}
