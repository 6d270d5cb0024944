package dev.corecdc.checkpoint.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreContract;
import dev.corecdc.lease.Lease;
import dev.corecdc.lease.LeaseChallenge;
import dev.corecdc.lease.LeaseClock;
import dev.corecdc.lease.ManualClock;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import dev.corecdc.testing.mongodb.ReplicaSetOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MongoCheckpointStoreTests extends CheckpointStoreContract {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(Map.of("file", "binlog.000042", "offset", 4L), Instant.parse("2026-11-03T10:15:30Z"));
    private static final InMemoryReplicaSet SERVER = InMemoryReplicaSet.start();
    private static final AtomicInteger PLACES = new AtomicInteger();

    private final String collection = "checkpoints-" + PLACES.incrementAndGet();

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Override
    protected CheckpointStore open() {
        return open("orders", SERVER.uri());
    }

    private MongoCheckpointStore open(String service, String uri) {
        return MongoCheckpointStore.open(service, settings(uri, LEASE));
    }

    private MongoCheckpointSettings settings(String uri, Duration lease) {
        return new MongoCheckpointSettings(uri, "core_cdc", collection, lease);
    }

    @Test
    void keepsEverythingOfAServiceInOneDocumentThatAPersonCanRead() {
        try (MongoCheckpointStore store = open("people-cdc", SERVER.uri());
                StorePlace place = new StorePlace(SERVER.uri(), collection)) {
            store.save("shop", "console", CHECKPOINT);
            store.savePaused("shop", true);

            assertThat(place.document("people-cdc").getDocument("processors").toJson())
                    .isEqualTo("{\"shop\": {\"targets\": {\"console\": {\"savedAt\": \"2026-11-03T10:15:30Z\","
                            + " \"position\": {%s}}}, \"paused\": true}}"
                                    .formatted(CHECKPOINT.position().keySet().stream()
                                            .map(name -> name.equals("file")
                                                    ? "\"file\": \"binlog.000042\""
                                                    : "\"offset\": 4")
                                            .reduce((one, other) -> one + ", " + other)
                                            .orElseThrow()));
        }
    }

    @Test
    void keepsServicesApart() {
        try (MongoCheckpointStore one = open("one", SERVER.uri());
                MongoCheckpointStore other = open("other", SERVER.uri())) {
            one.save("shop", "console", CHECKPOINT);

            assertThat(one.load("shop")).containsOnlyKeys("console");
            assertThat(other.load("shop")).isEmpty();
        }
    }

    @Test
    void letsItsServiceDeliverUntilItIsClosed() {
        MongoCheckpointStore store = open("people", SERVER.uri());
        assertThat(store.refusal()).isNull();

        store.close();
        assertThat(Objects.requireNonNull(store.refusal()).lasting()).isTrue();
        assertThatThrownBy(() -> store.load("shop"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(() -> store.save("shop", "console", CHECKPOINT)).hasMessageContaining("is closed");
        store.close();
    }

    @Test
    void renewsItsLeaseUntilItIsClosed() {
        try (StorePlace place = new StorePlace(SERVER.uri(), collection)) {
            MongoCheckpointStore store =
                    MongoCheckpointStore.open("people", settings(SERVER.uri(), Duration.ofSeconds(3)));
            await().atMost(Duration.ofSeconds(50)).until(() -> renewals(place) >= 3);
            assertThat(place.document("people")
                            .getDocument("lease")
                            .getInt64("epoch")
                            .getValue())
                    .isEqualTo(1);

            store.close();
            long last = renewals(place);
            await().during(Duration.ofSeconds(2)).until(() -> renewals(place) == last);
        }
    }

    private static long renewals(StorePlace place) {
        return place.document("people")
                .getDocument("lease")
                .getInt64("renewals")
                .getValue();
    }

    @Test
    void writesNothingWhenAnotherServiceHasTakenOver() {
        ManualClock clock = new ManualClock(Duration.ZERO);
        Checkpoint late = new Checkpoint(Map.of("offset", 1L), Instant.EPOCH);
        try (StorePlace place = new StorePlace(SERVER.uri(), collection);
                MongoCheckpointStore old = storeAt(place, clock);
                MongoCheckpointStore next = storeAt(place, clock)) {
            next.save("shop", "console", CHECKPOINT);

            assertThatThrownBy(() -> old.save("shop", "console", late))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("has taken over");
            assertThatThrownBy(() -> old.save("shop", "another", late)).hasMessageContaining("has taken over");
            assertThatThrownBy(() -> old.savePaused("shop", true)).hasMessageContaining("has taken over");
            assertThatThrownBy(() -> old.load("shop")).hasMessageContaining("has taken over");
            assertThatThrownBy(() -> old.loadPaused("shop")).hasMessageContaining("has taken over");
            assertThat(old.isLost()).isTrue();

            assertThat(next.load("shop")).isEqualTo(Map.of("console", CHECKPOINT));
            assertThat(next.loadPaused("shop")).isFalse();
            assertThat(next.refusal()).isNull();
        }
    }

    /** A store that nobody renews the lease of. */
    private static MongoCheckpointStore storeAt(StorePlace place, LeaseClock clock) {
        Lease lease = new LeaseChallenge(place.service("orders"), LEASE, clock).win();
        return new MongoCheckpointStore(place.service("orders"), lease, () -> {}, () -> {});
    }

    @Test
    void refusesAServerWithoutAReplicaSet() {
        try (InMemoryReplicaSet standalone =
                InMemoryReplicaSet.start(ReplicaSetOptions.defaults().asStandalone())) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> open("orders", standalone.uri()))
                    .satisfies(refused -> {
                        assertThat(refused.problem())
                                .isEqualTo(
                                        "Checkpoints need a replica set, and the MongoDB at 127.0.0.1:%d is a standalone"
                                                        .formatted(standalone.port())
                                                + " server.");
                        assertThat(refused.action()).contains("--replSet", "rs.initiate()");
                    });
        }
    }

    @Test
    void saysThatNobodyIsThere() {
        assertRefused(
                "mongodb://me:secret@127.0.0.1:1/?replicaSet=rs0",
                "The checkpoints in MongoDB at 127.0.0.1:1 (core_cdc.%s) cannot be used: 127.0.0.1:1: Connection refused."
                        .formatted(collection),
                "Make sure that a primary runs and can be reached, as cdc.checkpoint.mongodb.uri says.");
    }

    @Test
    void saysThatItIsAnotherReplicaSet() {
        assertRefused(
                "mongodb://127.0.0.1:%d/?replicaSet=rs7".formatted(SERVER.port()),
                "The checkpoints in MongoDB at 127.0.0.1:%d (core_cdc.%s) cannot be used: there is no primary."
                        .formatted(SERVER.port(), collection),
                "Make sure that a primary runs and can be reached, as cdc.checkpoint.mongodb.uri says.");
    }

    @Test
    void saysThatTheLoginIsRefused() {
        assertRefused(
                "mongodb://me:secret@127.0.0.1:%d/?replicaSet=rs0".formatted(SERVER.port()),
                "The checkpoints in MongoDB at 127.0.0.1:%d (core_cdc.%s) cannot be used: the login is refused."
                        .formatted(SERVER.port(), collection),
                "Set the user, the password and 'authSource' right in cdc.checkpoint.mongodb.uri.");
    }

    private void assertRefused(String uri, String problem, String action) {
        try (StoreClient client = new StoreClient(settings(uri, LEASE), Duration.ofSeconds(1))) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(client::connect)
                    .satisfies(refused -> {
                        assertThat(refused.problem()).isEqualTo(problem);
                        assertThat(refused.action()).isEqualTo(action);
                        assertThat(refused).hasMessageNotContaining("secret");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:27017",
                "mongodb://me:se/cret@host/",
                "mongodb://me:se@cret@host/",
                "mongodb://:secret@/"
            })
    void doesNotShowAConnectionStringThatIsNone(String uri) {
        assertThatThrownBy(() -> open("orders", uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("'mongodb.uri' is not a connection string")
                .hasMessageNotContaining("cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT2.999S", "PT10M1S", "-PT1M"})
    void refusesALeaseThatIsTooShortOrTooLong(Duration lease) {
        assertThatThrownBy(() -> MongoCheckpointStore.open("orders", settings(SERVER.uri(), lease)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mongodb.lease' is ")
                .hasMessageContaining("from 3s to 600s");
    }

    @Test
    void asksForAMajorityAndForAnAnswerInTimeWhateverTheConnectionStringSays() {
        MongoClientSettings settings = StoreClient.clientSettings(
                new ConnectionString("mongodb://host/?w=1&journal=false&readConcernLevel=local"
                        + "&readPreference=secondary&timeoutMS=0&appName=mine"),
                Duration.ofSeconds(10));

        assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
        assertThat(settings.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
        assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
        assertThat(settings.getTimeout(TimeUnit.SECONDS)).isEqualTo(10);
        assertThat(settings.getApplicationName()).isEqualTo("mine");
    }
}
