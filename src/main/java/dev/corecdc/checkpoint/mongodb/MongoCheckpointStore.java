package dev.corecdc.checkpoint.mongodb;

import com.mongodb.client.model.Updates;
import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeliveryLease;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the checkpoints of a service in one document ({@link ServiceDocument}), as long as the service has the {@link Lease} on it. */
final class MongoCheckpointStore implements CheckpointStore, DeliveryLease, AutoCloseable {

    private static final Duration SHORTEST = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** How long a request may take. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Lease lease;
    private final Runnable stopRenewing;
    private final Runnable disconnect;

    /** A store that has its lease. Closing it stops the renewing, releases the lease and disconnects. */
    MongoCheckpointStore(Lease lease, Runnable stopRenewing, Runnable disconnect) {
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
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'mongodb.lease' is %ds, and must be from %ds to %ds"
                    .formatted(ttl.toSeconds(), SHORTEST.toSeconds(), LONGEST.toSeconds()));
        }
        StoreClient client = new StoreClient(settings, TIMEOUT);
        try {
            client.connect();
            Lease lease = new LeaseChallenge(client.service(service), ttl, LeaseClock.SYSTEM).win();
            return new MongoCheckpointStore(lease, new LeaseKeeper(lease)::close, client::close);
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    @Override
    public Map<String, Checkpoint> load(String processor) {
        return lease.read().processor(processor).checkpoints();
    }

    @Override
    public void save(String processor, String target, Checkpoint checkpoint) {
        lease.write(
                Updates.set(ServiceDocument.pathOfCheckpoint(processor, target), ServiceDocument.toBson(checkpoint)));
    }

    @Override
    public boolean loadPaused(String processor) {
        return lease.read().processor(processor).paused();
    }

    @Override
    public void savePaused(String processor, boolean paused) {
        lease.write(Updates.set(ServiceDocument.pathOfPaused(processor), paused));
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
