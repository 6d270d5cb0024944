package dev.corecdc.processor.mysql;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.stream.TargetState;
import dev.corecdc.stream.TargetStatus;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.TestStreams;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;

/** Three targets of one processor under load: one hangs, one is slow, one is fast. */
@Timeout(300)
class DetachedTargetsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final long QUEUE = 4_000_000;

    /** More than what a batch of this log takes. */
    private static final long BATCH = 1_200_000;

    /** What the lag of the fast one may be, in seconds. */
    private double mostLag = 2;

    private final CollectingTarget hanging = new CollectingTarget();
    private final CollectingTarget slow = new CollectingTarget();
    private final CollectingTarget fast = new CollectingTarget();
    private final AtomicLong written = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean(true);

    @OnEveryServer
    void theFastOneIsNeverHeldUpAndAllBecomeComplete(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.server()
                .execute("CREATE TABLE %s.item (id BIGINT PRIMARY KEY, value TEXT)".formatted(followed.database()));
        if (kind.isMariaDb()) {
            // Its log tells whole seconds only, so that a change can look a second older than it is.
            mostLag++;
        }
        hanging.hang();
        slow.slow(Duration.ofMillis(300));
        try (TestStreams streams = TestStreams.builder()
                .store(new ScriptedCheckpointStore())
                .queueBytes(QUEUE)
                .detachAfter(Duration.ofMillis(500))
                .stopTimeout(Duration.ofMillis(300))
                .stream("shop", followed.processor(), lane("hanging", hanging), lane("slow", slow), lane("fast", fast))
                .start()) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(followed));

            awaitState(streams, "hanging", TargetState.BEHIND);
            assertKeepsUp(streams, 2_000);
            restart(streams);
            assertKeepsUp(streams, 2_000);

            hanging.heal();
            hanging.slow(Duration.ofMillis(20));
            long before = hanging.ids().size();
            await().atMost(PATIENCE).until(() -> hanging.ids().size() > before + 2_000);
            restart(streams);
            assertKeepsUp(streams, 2_000);

            hanging.slow(Duration.ZERO);
            slow.slow(Duration.ZERO);
            awaitState(streams, "hanging", TargetState.RUNNING);
            awaitState(streams, "slow", TargetState.RUNNING);
            restart(streams);
            assertKeepsUp(streams, 1_000);

            writing.set(false);
            writer.get();
            List<Long> all = LongStream.rangeClosed(1, written.get()).boxed().toList();
            for (CollectingTarget target : List.of(hanging, slow, fast)) {
                await().atMost(PATIENCE).until(() -> target.idsWithoutRepeats().size() == all.size());
                assertThat(target.idsWithoutRepeats()).isEqualTo(all);
            }
            assertThat(streams.status("shop").targets())
                    .allMatch(target -> target.conservation().unaccounted() == 0);
        } finally {
            writing.set(false);
            hanging.heal();
        }
    }

    private static void awaitState(TestStreams streams, String target, TargetState state) {
        await(target + " to become " + state)
                .atMost(PATIENCE)
                .until(() -> streams.status("shop", target).state() == state);
    }

    private void restart(TestStreams streams) {
        streams.stop();
        streams.start();
        // What was written while it was down has an age of its own.
        long then = written.get();
        await().atMost(Duration.ofSeconds(10)).until(() -> fast.ids().contains(then));
    }

    private void assertKeepsUp(TestStreams streams, int rows) {
        long until = written.get() + rows;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            TargetStatus status = streams.status("shop", "fast");
            assertThat(status.lagSeconds()).as("%s", streams.status("shop")).isLessThan(mostLag);
            assertThat(streams.status("shop").targets()).allMatch(target -> target.queuedBytes() <= QUEUE + BATCH);
            return written.get() >= until;
        });
    }

    private void write(FollowedServer followed) {
        String insert = "INSERT INTO %s.item VALUES (?, REPEAT('value ', 300))".formatted(followed.database());
        try (Connection connection = followed.server().connect();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            connection.setAutoCommit(false);
            while (writing.get()) {
                for (int i = 0; i < 10; i++) {
                    statement.setLong(1, written.get() + i + 1);
                    statement.executeUpdate();
                }
                connection.commit();
                written.addAndGet(10);
                LockSupport.parkNanos(2_000_000);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
