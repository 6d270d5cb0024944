package dev.corecdc.checkpoint.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Updates;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeliveryLease.Refusal;
import dev.corecdc.lease.Lease;
import dev.corecdc.lease.LeaseChallenge;
import dev.corecdc.lease.LeaseClock.Moment;
import dev.corecdc.lease.LeaseEntry;
import dev.corecdc.lease.ManualClock;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who has the lease of a service, and when, by clocks that the tests set. */
@Timeout(60)
class LeaseTests {

    /** So long that no request gives up on a slow machine. */
    private static final Duration TTL = Duration.ofMinutes(5);

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final AtomicInteger PLACES = new AtomicInteger();

    private static final InMemoryReplicaSet SERVER = InMemoryReplicaSet.start();

    /** Every test has a place of its own. */
    private final StorePlace place = new StorePlace(SERVER.uri(), "checkpoints-" + PLACES.incrementAndGet());

    private final ManualClock time = new ManualClock(Duration.ofDays(3));

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @AfterEach
    void closeClient() {
        place.close();
    }

    private Lease take(String service) {
        return new LeaseChallenge(place.service(service), TTL, time).win();
    }

    private Lease take() {
        return take("orders");
    }

    private LeaseEntry entry() {
        return Objects.requireNonNull(place.service("orders").read()).lease();
    }

    @Test
    void isTakenAtOnceByTheFirst() {
        Moment before = time.now();
        Lease lease = take();

        assertThat(lease.refusal()).isNull();
        assertThat(entry()).isEqualTo(lease.entry());
        assertThat(lease.entry().epoch()).isEqualTo(1);
        assertThat(lease.entry().name())
                .contains("(process " + ProcessHandle.current().pid() + ")");
        assertThat(time.now()).isEqualTo(before);
    }

    @Test
    void isTakenAtOnceWhenItWasReleased() {
        Lease first = take();
        first.release();
        Moment before = time.now();

        Lease second = take();

        assertThat(second.refusal()).isNull();
        assertThat(second.entry().epoch()).isEqualTo(2);
        assertThat(time.now()).isEqualTo(before);
        assertLost(first, "is closed");
    }

    @Test
    void isTakenFromAHolderThatGaveNoSignOfLifeForTheWholeLease() {
        Lease dead = take();
        Moment before = time.now();

        Lease next = take();

        assertThat(before.atLeastUntil(time.now())).isBetween(TTL, TTL.plus(TTL.dividedBy(10)));
        assertThat(next.refusal()).isNull();
        assertThat(next.entry().epoch()).isEqualTo(2);
        assertThatThrownBy(dead::renew).isInstanceOf(CheckpointException.class);
    }

    @Test
    void isTakenAfterTheLongerLeaseOfTheTwo() {
        take();
        Moment before = time.now();

        new LeaseChallenge(place.service("orders"), TTL.dividedBy(5), time).win();
        assertThat(before.atLeastUntil(time.now())).isBetween(TTL, TTL.plus(TTL.dividedBy(10)));

        Moment after = time.now();
        new LeaseChallenge(place.service("orders"), TTL, time).win();
        assertThat(after.atLeastUntil(time.now())).isBetween(TTL, TTL.plus(TTL.dividedBy(10)));
    }

    @Test
    void isNotTakenFromAHolderThatRenewsIt() {
        Lease holder = take();
        time.meanwhile(holder::renew);
        Moment before = time.now();

        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(this::take)
                .satisfies(refused -> {
                    assertThat(refused.problem())
                            .isEqualTo("Another service called 'orders' is running: %s has the checkpoints in %s."
                                    .formatted(holder.entry().name(), place.where()));
                    assertThat(refused.action()).contains("cdc.service");
                });

        assertThat(before.atLeastUntil(time.now())).isBetween(TTL, TTL.multipliedBy(2));
        assertThat(holder.refusal()).isNull();
        assertThat(entry().epoch()).isEqualTo(1);
    }

    @Test
    void isTakenFromAHolderThatDiedWhileItWasWatched() {
        Lease holder = take();
        Runnable lastRenewal = holder::renew;
        time.meanwhile(() -> {
            time.meanwhile(() -> {});
            lastRenewal.run();
        });

        assertThat(take().entry().epoch()).isEqualTo(2);
    }

    @Test
    void isNotTakenWhenItMovedAfterItWasSeen() {
        Lease holder = take();
        LeaseEntry seen = entry();
        holder.renew();

        StoredService stored = place.service("orders");
        assertThat(stored.replace(seen, seen.succeededBy(seen))).isFalse();
        assertThat(stored.release(entry())).isTrue();
        assertThat(stored.replace(seen, seen.succeededBy(seen))).isFalse();
    }

    /** Nobody renews, and time passes at once: each takes it from the one before. */
    @Test
    void isHeldByOneOfSeveralWhoTakeItAtOnce() throws Exception {
        take().release();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Lease> challenge =
                    () -> new LeaseChallenge(place.service("orders"), TTL, new ManualClock(Duration.ZERO)).win();
            List<Lease> won = new ArrayList<>();
            for (Future<Lease> lease : threads.invokeAll(Collections.nCopies(4, challenge))) {
                try {
                    won.add(lease.get());
                } catch (ExecutionException e) {
                    assertThat(e).hasMessageContaining("is running");
                }
            }
            won.forEach(LeaseTests::tryRenew);

            assertThat(won).extracting(lease -> lease.entry().epoch()).doesNotHaveDuplicates();
            assertThat(won)
                    .filteredOn(lease -> !lease.isLost())
                    .singleElement()
                    .extracting(lease -> lease.entry().holder())
                    .isEqualTo(entry().holder());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void letsTheHolderDeliverForTwoThirdsOfItAfterARenewal() {
        Lease lease = take();
        time.advance(TTL.multipliedBy(2).dividedBy(3).minus(MOMENT));
        assertThat(lease.refusal()).isNull();

        time.advance(MOMENT);
        Refusal refusal = Objects.requireNonNull(lease.refusal());
        assertThat(refusal.lasting()).isFalse();
        assertThat(refusal.reason()).contains("has run out");

        lease.renew();
        assertThat(lease.refusal()).isNull();
        assertThat(entry().epoch()).isEqualTo(1);
        assertThat(entry().renewals()).isEqualTo(1);
    }

    @Test
    void countsFromTheBeginningOfARequest() {
        Duration slow = TTL.dividedBy(5);
        Lease lease = take();
        place.onTheWay(() -> time.advance(slow), () -> {});
        lease.renew();

        time.advance(TTL.multipliedBy(2).dividedBy(3).minus(slow).minus(MOMENT));
        assertThat(lease.refusal()).isNull();
        time.advance(MOMENT);
        assertThat(lease.refusal()).isNotNull();
    }

    @Test
    void countsFromTheBeginningOfTheRequestThatTookIt() {
        Duration slow = TTL.dividedBy(5);
        place.onTheWay(() -> time.advance(slow), () -> {});
        Lease lease = take();

        // The one that took it, and the one that read it afterwards.
        time.advance(
                TTL.multipliedBy(2).dividedBy(3).minus(slow.multipliedBy(2)).minus(MOMENT));
        assertThat(lease.refusal()).isNull();
        time.advance(MOMENT);
        assertThat(lease.refusal()).isNotNull();
    }

    @Test
    void isWatchedFromTheAnswerThatShowsIt() {
        take();
        Duration slow = TTL.dividedBy(4);
        Moment before = time.now();
        place.onTheWay(() -> {}, () -> {
            place.onTheWay(() -> {}, () -> {});
            time.advance(slow);
        });

        take();

        assertThat(before.atLeastUntil(time.now())).isGreaterThanOrEqualTo(TTL.plus(slow));
    }

    @Test
    void isNotHeldAfterTheMachineSlept() {
        Lease lease = take();
        time.suspend(TTL);
        assertThat(lease.refusal()).isNotNull();

        lease.renew();
        assertThat(lease.refusal()).isNull();
    }

    @Test
    void endsForGoodWhenAnotherHasTakenIt() {
        Lease old = take();
        Lease next = take();
        BsonDocument before = place.document("orders");

        String why = "Another service called 'orders' has taken over: %s has the checkpoints in %s now."
                .formatted(next.entry().name(), place.where());
        assertThatThrownBy(() -> Held.write(place.service("orders"), old, Updates.set("processors.shop.paused", true)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(why);

        assertLost(old, why);
        assertThatThrownBy(() -> Held.read(place.service("orders"), old)).hasMessageContaining(why);
        assertThatThrownBy(old::renew).hasMessageContaining(why);
        old.release();
        assertThat(place.document("orders")).isEqualTo(before);
        next.renew();
        assertThat(Held.read(place.service("orders"), next).processors()).isEmpty();
        assertThat(next.refusal()).isNull();
    }

    @Test
    void noticesThatItIsLostByReadingToo() {
        Lease old = take();
        take();

        assertThatThrownBy(() -> Held.read(place.service("orders"), old)).isInstanceOf(CheckpointException.class);

        assertThat(old.isLost()).isTrue();
    }

    @Test
    void endsWhenTheDocumentIsGone() {
        Lease lease = take();
        place.drop();

        assertThatThrownBy(lease::renew)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("The document 'orders' in " + place.where() + " is gone");
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void isAnotherForEachService() {
        Lease orders = take("orders");
        Lease people = take("people");
        Held.write(place.service("people"), people, Updates.set("processors.shop.paused", true));

        assertThat(Held.read(place.service("orders"), orders).processor("shop").paused())
                .isFalse();
        assertThat(Held.read(place.service("people"), people).processor("shop").paused())
                .isTrue();
        orders.release();
        people.renew();
        assertThat(people.refusal()).isNull();
    }

    @Test
    void refusesWhatIsNotOfThisProgram() {
        for (String foreign : List.of(
                "{_id: 'orders', items: [1, 2]}",
                "{_id: 'orders', version: 2, lease: {}, processors: {}}",
                "{_id: 'orders', version: 1, lease: {}, processors: {}}")) {
            place.drop();
            BsonDocument document = BsonDocument.parse(foreign);
            place.put(document);

            assertThatThrownBy(this::take)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("The document 'orders' in " + place.where() + " cannot be read: ");
            assertThat(place.document("orders")).isEqualTo(document);
        }
    }

    @Test
    void refusesToReadWhatSomebodySpoilt() {
        Lease lease = take();
        place.set("orders", "processors.shop", new BsonString("paused"));

        assertThatThrownBy(() -> Held.read(place.service("orders"), lease))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("\"shop\" is not a document");
        assertThat(lease.refusal()).isNull();
    }

    private static void assertLost(Lease lease, String why) {
        Refusal refusal = Objects.requireNonNull(lease.refusal());
        assertThat(refusal.lasting()).isTrue();
        assertThat(refusal.reason()).contains(why);
    }

    static Stream<Long> seeds() {
        return Stream.concat(
                LongStream.rangeClosed(1, 3).boxed(), new Random().longs(2).boxed());
    }

    /** Holders renew, miss renewals, are slow and die; challengers come. The clocks of all go alike, and show something else each. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isNeverHeldByTwo(long seed) {
        Random random = new Random(seed);
        List<Lease> leases = new ArrayList<>();
        List<ManualClock> clocks = new ArrayList<>();
        Runnable latency = () -> {
            Duration slowest = random.nextInt(10) == 0 ? TTL.dividedBy(2) : TTL.dividedBy(100);
            Duration way = slowest.multipliedBy(random.nextInt(100)).dividedBy(100);
            clocks.forEach(clock -> clock.advance(way));
        };
        place.onTheWay(latency, latency);
        int takeOvers = 0;
        for (int i = 0; i < 40; i++) {
            ManualClock clock = new ManualClock(Duration.ofSeconds(random.nextInt(1_000_000)));
            clocks.add(clock);
            int sloth = 1 + random.nextInt(30);
            clock.meanwhile(() -> {
                clocks.stream()
                        .filter(other -> !other.equals(clock))
                        .forEach(other -> other.advance(TTL.dividedBy(20)));
                leases.stream().filter(lease -> random.nextInt(sloth) == 0).forEach(LeaseTests::tryRenew);
                assertThat(leases.stream().filter(lease -> lease.refusal() == null))
                        .hasSizeLessThanOrEqualTo(1);
            });
            try {
                Lease won = new LeaseChallenge(place.service("orders"), TTL, clock).win();
                assertThat(leases).allSatisfy(old -> assertThat(old.refusal()).isNotNull());
                leases.add(won);
                takeOvers++;
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("is running");
            }
            clock.meanwhile(() -> {});
            if (random.nextInt(5) == 0 && !leases.isEmpty()) {
                leases.get(leases.size() - 1).release();
            }
        }
        assertThat(takeOvers).isBetween(5, 40);
    }

    private static void tryRenew(Lease lease) {
        try {
            lease.renew();
        } catch (CheckpointException e) {
            assertThat(lease.isLost()).isTrue();
        }
    }
}
