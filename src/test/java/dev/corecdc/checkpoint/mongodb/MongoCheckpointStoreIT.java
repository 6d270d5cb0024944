package dev.corecdc.checkpoint.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Updates;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreContract;
import dev.corecdc.lease.Lease;
import dev.corecdc.lease.LeaseChallenge;
import dev.corecdc.lease.ManualClock;
import dev.corecdc.testing.mongodb.MongoKind;
import dev.corecdc.testing.mongodb.MongoServer;
import dev.corecdc.testing.mongodb.OnEveryMongo;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** On real servers what {@link MongoCheckpointStoreTests} and {@link LeaseTests} show on the stand-in. */
@Timeout(300)
class MongoCheckpointStoreIT {

    private static final Duration LEASE = Duration.ofSeconds(15);

    @Nested
    class OnMongo7 extends OnServer {
        OnMongo7() {
            super(MongoKind.MONGODB_7_0);
        }
    }

    @Nested
    class OnMongo8 extends OnServer {
        OnMongo8() {
            super(MongoKind.MONGODB_8_0);
        }
    }

    /** The contract, on a server of one kind. */
    abstract static class OnServer extends CheckpointStoreContract {

        private final MongoServer server;
        private final String database;

        OnServer(MongoKind kind) {
            server = kind.server();
            database = server.newDatabaseName("checkpoints");
        }

        @Override
        protected CheckpointStore open() {
            return MongoCheckpointStore.open(
                    "orders", new MongoCheckpointSettings(server.uri(), database, "checkpoints", LEASE));
        }
    }

    @OnEveryMongo
    void lockOutTheFirstServiceWhenTheSecondHasTakenOver(MongoKind kind) {
        ManualClock clock = new ManualClock(Duration.ZERO);
        MongoServer server = kind.server();
        MongoCheckpointSettings settings =
                new MongoCheckpointSettings(server.uri(), server.newDatabaseName("checkpoints"), "checkpoints", LEASE);
        try (StoreClient client = new StoreClient(settings, Duration.ofSeconds(30))) {
            client.connect();
            Lease first = new LeaseChallenge(client.service("orders"), LEASE, clock).win();
            Held.write(client.service("orders"), first, Updates.set("processors.shop.paused", true));
            first.renew();

            clock.meanwhile(first::renew);
            assertThatThrownBy(() -> new LeaseChallenge(client.service("orders"), LEASE, clock).win())
                    .hasMessageContaining("Another service called 'orders' is running");
            clock.meanwhile(() -> {});
            Lease second = new LeaseChallenge(client.service("orders"), LEASE, clock).win();

            assertThat(Held.read(client.service("orders"), second)
                            .processor("shop")
                            .paused())
                    .isTrue();
            assertThatThrownBy(() ->
                            Held.write(client.service("orders"), first, Updates.set("processors.shop.paused", false)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("has taken over");
            assertThatThrownBy(() -> Held.read(client.service("orders"), first)).hasMessageContaining("has taken over");
            assertThat(Held.read(client.service("orders"), second)
                            .processor("shop")
                            .paused())
                    .isTrue();

            second.release();
            assertThat(new LeaseChallenge(client.service("orders"), LEASE, clock)
                            .win()
                            .entry()
                            .epoch())
                    .isEqualTo(3);
        }
    }
}
