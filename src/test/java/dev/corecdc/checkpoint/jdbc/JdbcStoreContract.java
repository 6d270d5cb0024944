package dev.corecdc.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreContract;
import dev.corecdc.lease.Lease;
import dev.corecdc.lease.LeaseChallenge;
import dev.corecdc.lease.LeaseEntry;
import dev.corecdc.lease.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store keeps to in each kind of database: the contract, and who may write. */
abstract class JdbcStoreContract extends CheckpointStoreContract {

    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Checkpoint FIRST = new Checkpoint(Map.of("offset", 1L), Instant.EPOCH);
    private static final Checkpoint SECOND = new Checkpoint(Map.of("offset", 2L), Instant.EPOCH);

    private final String table = "checkpoints_" + TABLES.incrementAndGet();
    private final ManualClock clock = new ManualClock(Duration.ZERO);
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Settings for a database of these tests. */
    abstract JdbcCheckpointSettings settings(String table, Duration lease);

    @Override
    protected CheckpointStore open() {
        return JdbcCheckpointStore.open("orders", settings(table, Duration.ofSeconds(30)));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    /** A service whose lease nobody renews. */
    private final class Service {

        private final Database database;
        private final JdbcLeasePlace place;
        private final Lease lease;
        private final JdbcCheckpointStore store;

        Service() {
            JdbcCheckpointSettings settings = settings(table, LEASE);
            Dialect dialect = Dialect.of(settings.url());
            StoreTables tables = new StoreTables(table);
            database = new Database(settings, dialect, TIMEOUT);
            opened.add(database);
            place = new JdbcLeasePlace(database, tables, "people", TIMEOUT);
            lease = new LeaseChallenge(place, LEASE, clock).win();
            store = new JdbcCheckpointStore(
                    new CheckpointRows(database, tables, place, TIMEOUT),
                    new LetterRows(database, tables, place, TIMEOUT),
                    lease,
                    () -> {},
                    () -> {});
        }
    }

    @Test
    void lockOutTheFirstServiceWhenTheSecondHasTakenOver() {
        Service first = new Service();
        first.store.save("shop", "console", FIRST);
        first.store.savePaused("shop", true);
        Service second = new Service();
        assertThat(second.lease.entry().epoch()).isEqualTo(2);

        assertThat(second.store.load("shop")).isEqualTo(Map.of("console", FIRST));
        assertThatThrownBy(() -> first.store.save("shop", "console", SECOND))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Another service called 'people' has taken over");
        assertThat(first.store.isLost()).isTrue();
        assertThat(second.store.load("shop")).isEqualTo(Map.of("console", FIRST));
        assertThat(second.store.loadPaused("shop")).isTrue();
        second.store.save("shop", "console", SECOND);
        assertThat(second.store.load("shop")).isEqualTo(Map.of("console", SECOND));
    }

    @Test
    void refuseWhatTheFirstWritesAnewOrReads() {
        Service first = new Service();
        Service second = new Service();

        assertThatThrownBy(() -> first.store.save("shop", "console", FIRST)).hasMessageContaining("has taken over");
        Service third = new Service();
        assertThatThrownBy(() -> second.store.load("shop")).hasMessageContaining("has taken over");
        assertThat(third.store.load("shop")).isEmpty();
    }

    /** Even a writer that has not noticed anything, in the very row. */
    @Test
    void refuseALateWriteByTheEpochOfTheRow() {
        Service first = new Service();
        first.store.save("shop", "console", FIRST);
        Service second = new Service();
        second.store.save("shop", "console", SECOND);

        CheckpointRows late = new CheckpointRows(first.database, new StoreTables(table), first.place, TIMEOUT);
        assertThat(late.write(first.lease.entry(), "shop", "console", "2026-01-01T00:00:00Z", "{\"offset\":9}"))
                .isFalse();
        late.adopt(first.lease.entry());
        assertThat(second.store.load("shop")).isEqualTo(Map.of("console", SECOND));
        second.store.save("shop", "console", FIRST);
    }

    @Test
    void refuseAServiceWhoseLeaseIsRenewed() {
        Service first = new Service();
        clock.meanwhile(first.lease::renew);
        assertThatThrownBy(Service::new)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Another service called 'people' is running");
        assertThat(first.store.refusal()).isNull();
        clock.meanwhile(() -> {});
        first.store.close();
        Duration before = clock.now().atLeastUntil(clock.now());
        assertThat(new Service().lease.entry().epoch()).isEqualTo(2);
        assertThat(before).isZero();
    }

    @Test
    void goOnPastTheEpochsOfADeletedLease() {
        Service first = new Service();
        Service second = new Service();
        second.store.save("shop", "console", FIRST);
        second.database.call(
                TIMEOUT, client -> client.sql("DELETE FROM " + table + "_lease").update());

        assertThatThrownBy(second.lease::renew).hasMessageContaining("is gone");
        Service third = new Service();
        assertThat(third.lease.entry().epoch()).isEqualTo(3);
        third.store.save("shop", "console", SECOND);
        assertThat(third.store.load("shop")).isEqualTo(Map.of("console", SECOND));
        assertThat(first.store.refusal()).isNotNull();
    }

    @Test
    void letOneOfSeveralTakeTheFirstLease() {
        new Service().store.close();
        LeaseEntry seen = Objects.requireNonNull(new Service().place.readLease());
        Service any = new Service();
        CompletableFuture<?>[] attempts = new CompletableFuture<?>[4];
        AtomicInteger won = new AtomicInteger();
        LeaseEntry now = Objects.requireNonNull(any.place.readLease());
        assertThat(any.place.replace(seen, seen.succeededBy(seen))).isFalse();
        for (int i = 0; i < attempts.length; i++) {
            LeaseEntry mine = new LeaseEntry("holder-" + i, "name", 1, 0, LEASE, false);
            attempts[i] = CompletableFuture.runAsync(() -> {
                if (any.place.replace(now, now.succeededBy(mine))) {
                    won.incrementAndGet();
                }
            });
        }
        CompletableFuture.allOf(attempts).join();
        assertThat(won).hasValue(1);
    }

    @Test
    void refuseWhatSomebodySpoilt() {
        Service service = new Service();
        service.store.save("shop", "console", FIRST);
        service.database.call(TIMEOUT, client -> client.sql("UPDATE " + table + " SET content = '[1]'")
                .update());
        assertThatThrownBy(() -> service.store.load("shop"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("The row 'people', 'shop', 'console' in ")
                .hasMessageContaining("it is not a JSON object");
        assertThat(service.store.refusal()).isNull();
    }
}
