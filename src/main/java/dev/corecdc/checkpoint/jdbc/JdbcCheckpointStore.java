package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.lease.Lease;
import dev.corecdc.lease.LeaseChallenge;
import dev.corecdc.lease.LeaseClock;
import dev.corecdc.lease.LeaseKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the checkpoints of a service in {@link CheckpointRows}, as long as the service has the {@link Lease} on them. */
final class JdbcCheckpointStore implements CheckpointStore, DeadLetterStore, DeliveryLease, AutoCloseable {

    /** How long a request may take. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Object pauses = new Object();
    private final CheckpointRows rows;
    private final LetterRows letters;
    private final Lease lease;
    private final Runnable stopRenewing;
    private final Runnable disconnect;

    /**
     * A store that has its lease. Closing it stops the renewing, releases the lease and disconnects.
     *
     * @throws dev.corecdc.checkpoint.CheckpointException when what is there cannot be made one's own
     */
    JdbcCheckpointStore(
            CheckpointRows rows, LetterRows letters, Lease lease, Runnable stopRenewing, Runnable disconnect) {
        this.rows = rows;
        this.letters = letters;
        this.lease = lease;
        this.stopRenewing = stopRenewing;
        this.disconnect = disconnect;
        try {
            rows.adopt(lease.entry());
            letters.adopt(lease.entry());
        } catch (RuntimeException | Error e) {
            stopRenewing.run();
            lease.release();
            throw e;
        }
    }

    /**
     * Opens the store of a service. Waits for the lease of one that ended without giving it back.
     *
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     * @throws dev.corecdc.checkpoint.CheckpointException when it cannot be reached, or another service of the name is running
     */
    static JdbcCheckpointStore open(String service, JdbcCheckpointSettings settings) {
        LeaseChallenge.require("jdbc.lease", settings.lease());
        Dialect dialect = Dialect.of(settings.url());
        StoreTables tables = new StoreTables(settings.table());
        Database database = new Database(settings, dialect, TIMEOUT);
        try {
            database.call(TIMEOUT, client -> {
                tables.create(client, dialect);
                return true;
            });
            JdbcLeasePlace place = new JdbcLeasePlace(database, tables, service, TIMEOUT);
            Lease lease = new LeaseChallenge(place, settings.lease(), LeaseClock.SYSTEM).win();
            CheckpointRows rows = new CheckpointRows(database, tables, place, TIMEOUT);
            LetterRows letters = new LetterRows(database, tables, place, TIMEOUT);
            return new JdbcCheckpointStore(rows, letters, lease, new LeaseKeeper(lease)::close, database::close);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    @Override
    public Map<String, Checkpoint> load(String processor) {
        return lease.read(() -> rows.checkpoints(lease.entry(), processor));
    }

    @Override
    public void save(String processor, String target, Checkpoint checkpoint) {
        String content = PositionJson.of(checkpoint.position());
        lease.write(() -> rows.write(
                lease.entry(), processor, target, checkpoint.savedAt().toString(), content));
    }

    @Override
    public boolean loadPaused(String processor) {
        return lease.read(() -> rows.paused(lease.entry(), processor)).contains(CheckpointRows.PROCESSOR);
    }

    @Override
    public void savePaused(String processor, boolean paused) {
        changePauses(processor, CheckpointRows.PROCESSOR, paused);
    }

    @Override
    public Set<String> loadPausedTargets(String processor) {
        Set<String> targets = new TreeSet<>(lease.read(() -> rows.paused(lease.entry(), processor)));
        targets.remove(CheckpointRows.PROCESSOR);
        return targets;
    }

    @Override
    public void savePaused(String processor, String target, boolean paused) {
        changePauses(processor, target, paused);
    }

    /** One at a time, as they share a row. */
    private void changePauses(String processor, String which, boolean paused) {
        synchronized (pauses) {
            Set<String> changed = new TreeSet<>(lease.read(() -> rows.paused(lease.entry(), processor)));
            if (paused) {
                changed.add(which);
            } else {
                changed.remove(which);
            }
            lease.write(() -> rows.writePaused(lease.entry(), processor, changed));
        }
    }

    @Override
    public void forEach(String processor, String target, Consumer<DeadLetter> reader) {
        for (long number : lease.read(() -> letters.numbers(lease.entry(), processor, target))) {
            DeadLetter letter = find(processor, target, number);
            if (letter != null) {
                reader.accept(letter);
            }
        }
    }

    @Override
    public @Nullable DeadLetter find(String processor, String target, long number) {
        List<DeadLetter> found = lease.read(() -> letters.find(lease.entry(), processor, target, number));
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public void put(DeadLetter letter) {
        lease.write(() -> letters.put(lease.entry(), letter));
    }

    @Override
    public void remove(String processor, String target, long number) {
        lease.write(() -> letters.remove(lease.entry(), processor, target, number));
    }

    @Override
    public @Nullable Refusal refusal() {
        return lease.refusal();
    }

    /** Gives the lease back. What is asked of this store afterwards fails. */
    @Override
    public void close() {
        stopRenewing.run();
        lease.release();
        disconnect.run();
    }
}
