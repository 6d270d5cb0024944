package dev.corecdc.checkpoint.mongodb;

import com.mongodb.client.model.Updates;
import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
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
import java.util.function.Consumer;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Keeps the checkpoints of a service in one document ({@link ServiceDocument}), as long as the service has the {@link Lease} on it. */
final class MongoCheckpointStore implements CheckpointStore, DeadLetterStore, DeliveryLease, AutoCloseable {

    /** How long a request may take. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final StoredService stored;
    private final StoredLetters letters;
    private final Lease lease;
    private final Runnable stopRenewing;
    private final Runnable disconnect;

    /** A store that has its lease. Closing it stops the renewing, releases the lease and disconnects. */
    MongoCheckpointStore(StoredService stored, Lease lease, Runnable stopRenewing, Runnable disconnect) {
        this.stored = stored;
        this.letters = new StoredLetters(stored);
        this.lease = lease;
        this.stopRenewing = stopRenewing;
        this.disconnect = disconnect;
    }

    /**
     * Opens the store of a service. Waits for the lease of one that ended without giving it back.
     *
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     * @throws CheckpointException when it cannot be reached, or another service of the name is running
     */
    static MongoCheckpointStore open(String service, MongoCheckpointSettings settings) {
        Duration ttl = settings.lease();
        LeaseChallenge.require("mongodb.lease", ttl);
        StoreClient client = new StoreClient(settings, TIMEOUT);
        try {
            client.connect();
            StoredService stored = client.service(service);
            Lease lease = new LeaseChallenge(stored, ttl, LeaseClock.SYSTEM).win();
            return new MongoCheckpointStore(stored, lease, new LeaseKeeper(lease)::close, client::close);
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    @Override
    public Map<String, Checkpoint> load(String processor) {
        return read().processor(processor).checkpoints();
    }

    @Override
    public void save(String processor, String target, Checkpoint checkpoint) {
        write(Updates.set(ServiceDocument.pathOfCheckpoint(processor, target), ServiceDocument.toBson(checkpoint)));
    }

    @Override
    public boolean loadPaused(String processor) {
        return read().processor(processor).paused();
    }

    @Override
    public void savePaused(String processor, boolean paused) {
        write(Updates.set(ServiceDocument.pathOfPaused(processor), paused));
    }

    @Override
    public Set<String> loadPausedTargets(String processor) {
        return read().processor(processor).pausedTargets();
    }

    @Override
    public void savePaused(String processor, String target, boolean paused) {
        String path = ServiceDocument.pathOfPaused(processor, target);
        write(paused ? Updates.set(path, true) : Updates.unset(path));
    }

    private ServiceDocument read() {
        return lease.read(() -> stored.readHeldBy(lease.entry()));
    }

    private void write(Bson change) {
        lease.write(() -> stored.updateHeldBy(lease.entry(), change));
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
