package dev.corecdc.checkpoint.mongodb;

import com.mongodb.client.model.Updates;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.mongodb.LeaseClock.Moment;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the lease of a service: at once when nobody has it or the last holder released it, and from a holder that gives no sign of life when
 * its time is up. Used by one thread.
 */
final class LeaseChallenge {

    private static final Logger log = LoggerFactory.getLogger(LeaseChallenge.class);

    private final StoredService stored;
    private final LeaseEntry mine;
    private final LeaseClock clock;

    /** What was last seen, and when it was first. */
    private @Nullable LeaseEntry watched;

    private Moment since;

    /** When the last request to write {@link #mine} was begun. */
    private Moment claimed;

    LeaseChallenge(StoredService stored, Duration ttl, LeaseClock clock) {
        this.stored = stored;
        this.mine = new LeaseEntry(UUID.randomUUID().toString(), HolderName.ofThisProcess(), 1, 0, ttl, false);
        this.clock = clock;
        this.since = clock.now();
        this.claimed = since;
    }

    /**
     * Takes the lease. Waits for it no longer than it lasts, and a third more.
     *
     * @throws CheckpointException when another service has it and is there, or it cannot be asked for
     */
    Lease win() {
        Moment begin = clock.now();
        LeaseEntry seen = observe();
        if (seen != null && !seen.released()) {
            log.info(
                    "The checkpoints of '{}' are held by {}; this service takes over when there has been no sign of life for {} s",
                    stored.service(),
                    seen.name(),
                    ttl(seen).toSeconds());
        }
        while (seen == null || !seen.holder().equals(mine.holder())) {
            if (!claim(seen)) {
                if (seen != null && begin.atLeastUntil(clock.now()).compareTo(patience(seen)) >= 0) {
                    throw heldBy(seen);
                }
                pause();
            }
            seen = observe();
        }
        log.info("The checkpoints of '{}' are in {}, epoch {}", stored.service(), stored.where(), seen.epoch());
        return new Lease(stored, seen, clock, claimed);
    }

    private @Nullable LeaseEntry observe() {
        ServiceDocument document = stored.read();
        LeaseEntry seen = document == null ? null : document.lease();
        if (seen != null && !seen.equals(watched)) {
            watched = seen;
            // Not before the answer: the sign of life may be as young as that.
            since = clock.now();
        }
        return seen;
    }

    /** Writes itself down where that is allowed; whether it was, in which case it has to be seen there. */
    private boolean claim(@Nullable LeaseEntry seen) {
        Moment now = clock.now();
        if (seen == null) {
            claimed = now;
            return stored.insert(mine);
        }
        if (!seen.released() && since.atLeastUntil(now).compareTo(ttl(seen)) < 0) {
            return false;
        }
        claimed = now;
        return stored.updateUnmoved(
                seen, Updates.set(ServiceDocument.LEASE, seen.succeededBy(mine).toBson()));
    }

    /** The longer of the holder's and one's own. */
    private Duration ttl(LeaseEntry holder) {
        return holder.ttl().compareTo(mine.ttl()) > 0 ? holder.ttl() : mine.ttl();
    }

    private Duration patience(LeaseEntry holder) {
        return ttl(holder).multipliedBy(4).dividedBy(3);
    }

    private CheckpointException heldBy(LeaseEntry holder) {
        return new CheckpointException(
                "Another service called '%s' is running: %s has the checkpoints in %s."
                        .formatted(stored.service(), holder.name(), stored.where()),
                "Stop it, or give this one a name of its own with cdc.service. Two services must never share one.",
                null);
    }

    private void pause() {
        try {
            clock.sleep(mine.ttl().dividedBy(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointException(
                    "Waiting for the checkpoints in %s was cut short.".formatted(stored.where()), e);
        }
    }
}
