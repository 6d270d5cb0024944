package dev.corecdc.checkpoint.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Updates;
import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.lease.Lease;
import dev.corecdc.lease.LeaseChallenge;
import dev.corecdc.lease.ManualClock;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import dev.corecdc.testing.mongodb.ReplicaSetOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is gone for a while, or does not want to. */
@Timeout(60)
class StoreOutageTests {

    /** So short that a renewal gives up after a second. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final Checkpoint FIRST = new Checkpoint(Map.of("offset", 1L), Instant.EPOCH);
    private static final Checkpoint SECOND = new Checkpoint(Map.of("offset", 2L), Instant.EPOCH);

    private final InMemoryReplicaSet server =
            InMemoryReplicaSet.start(ReplicaSetOptions.defaults().withUser("me", "s3cret"));
    private final StoreClient client = new StoreClient(settings("s3cret"), Duration.ofSeconds(20));
    private final ManualClock clock = new ManualClock(Duration.ZERO);
    private final Lease lease = new LeaseChallenge(client.service("orders"), LEASE, clock).win();
    private final MongoCheckpointStore store =
            new MongoCheckpointStore(client.service("orders"), lease, () -> {}, client::close);

    private MongoCheckpointSettings settings(String password) {
        String uri = server.uri().replace("s3cret", password);
        return new MongoCheckpointSettings(uri, "core_cdc", "checkpoints", LEASE);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private boolean isRenewed() {
        try {
            lease.renew();
            return true;
        } catch (CheckpointException e) {
            return false;
        }
    }

    @Test
    void endsTheDeliveriesUntilTheServerIsBack() {
        store.save("shop", "console", FIRST);
        server.goAway();

        assertThat(isRenewed()).isFalse();
        assertThat(store.refusal()).isNull();
        clock.advance(LEASE.multipliedBy(2).dividedBy(3));
        assertThat(Objects.requireNonNull(store.refusal())).satisfies(refusal -> {
            assertThat(refusal.lasting()).isFalse();
            assertThat(refusal.reason()).contains("has run out", "127.0.0.1:%d".formatted(server.port()));
            assertThat(refusal.reason()).doesNotContain("s3cret");
        });

        server.comeBack();
        await().atMost(Duration.ofSeconds(50)).until(this::isRenewed);
        assertThat(store.refusal()).isNull();
        assertThat(lease.entry().epoch()).isEqualTo(1);
        assertThat(store.load("shop")).isEqualTo(Map.of("console", FIRST));
        store.save("shop", "console", SECOND);
        assertThat(store.load("shop")).isEqualTo(Map.of("console", SECOND));
    }

    @Test
    void isSaidInWordsByWhateverIsAskedMeanwhile() {
        StoredService hasty = client.service("orders").within(Duration.ofSeconds(1));
        Lease same = new Lease(hasty, lease.entry(), clock, clock.now());
        server.goAway();

        for (Runnable request : List.<Runnable>of(
                () -> Held.read(hasty, same),
                same::renew,
                () -> Held.write(hasty, same, Updates.set("processors.shop.paused", true)))) {
            assertThatThrownBy(request::run)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(
                            "The checkpoints in MongoDB at 127.0.0.1:%d (core_cdc.checkpoints) cannot be used: "
                                    .formatted(server.port()))
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(same.isLost()).isFalse();
        server.comeBack();
    }

    @Test
    void isNotSeenWhenAnElectionIsShort() {
        server.stepDown(Duration.ofMillis(300));

        store.save("shop", "console", FIRST);

        assertThat(store.load("shop")).isEqualTo(Map.of("console", FIRST));
    }

    @Test
    void namesThePrivilegeThatIsMissing() {
        server.refuse("update");

        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> store.save("shop", "console", FIRST))
                .satisfies(refused -> {
                    assertThat(refused.problem()).contains("not authorized on admin to execute command update");
                    assertThat(refused.action()).isEqualTo("Give the user the role 'readWrite' on the database.");
                });

        server.allow("update");
        store.save("shop", "console", FIRST);
    }

    @Test
    void saysThatThePasswordIsWrong() {
        try (StoreClient wrong = new StoreClient(settings("s3cret2"), Duration.ofSeconds(20))) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(wrong::connect)
                    .satisfies(
                            refused -> assertThat(refused.problem()).endsWith("cannot be used: the login is refused."))
                    .satisfies(refused -> assertThat(refused).hasMessageNotContaining("s3cret"));
        }
    }

    @Test
    void saysThatAllTogetherIsTooLarge() {
        server.failNext("update", 17419, "Location17419");

        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> store.save("shop", "console", FIRST))
                .satisfies(refused -> assertThat(refused.problem())
                        .endsWith("all checkpoints of a service together may take 16 MB, and they would take more."));
    }
}
