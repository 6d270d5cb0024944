package dev.corecdc.lease;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.lease.LeaseClock.Moment;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the lease of a service: at once when nobody has it or the last holder released it, and from a holder that gives no sign of life when
 * its time is up. Used by one thread.
 */
public final class LeaseChallenge {

    private static final Logger log = LoggerFactory.getLogger(LeaseChallenge.class);

    private static final Duration SHORTEST = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final LeasePlace place;
    private final LeaseEntry mine;
    private final LeaseClock clock;

    /** What was last seen, and when it was first. */
    private @Nullable LeaseEntry watched;

    private Moment since;

    /** When the last request to write {@link #mine} was begun. */
    private Moment claimed;

    /**
     * Nothing is asked of the place yet.
     *
     * @param ttl how long the lease shall last
     */
    public LeaseChallenge(LeasePlace place, Duration ttl, LeaseClock clock) {
        this.place = place;
        this.mine = new LeaseEntry(UUID.randomUUID().toString(), HolderName.ofThisProcess(), 1, 0, ttl, false);
        this.clock = clock;
        this.since = clock.now();
        this.claimed = since;
    }

    /**
     * Makes sure that a lease can last so long.
     *
     * @param key the setting, for people
     * @throws IllegalArgumentException when it cannot
     */
    public static void require(String key, Duration ttl) {
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'%s' is %ds, and must be from %ds to %ds"
                    .formatted(key, ttl.toSeconds(), SHORTEST.toSeconds(), LONGEST.toSeconds()));
        }
    }

    /**
     * Takes the lease. Waits for it no longer than it lasts, and a third more.
     *
     * @throws CheckpointException when another service has it and is there, or it cannot be asked for
     */
    public Lease win() {
        Moment begin = clock.now();
        LeaseEntry seen = observe();
        if (seen != null && !seen.released()) {
            log.info(
                    "The checkpoints of '{}' are held by {}; this service takes over when there has been no sign of life for {} s",
                    place.service(),
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
        log.info("The checkpoints of '{}' are in {}, epoch {}", place.service(), place.where(), seen.epoch());
        return new Lease(place, seen, clock, claimed);
    }

    private @Nullable LeaseEntry observe() {
        LeaseEntry seen = place.readLease();
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
            return place.insert(mine);
        }
        if (!seen.released() && since.atLeastUntil(now).compareTo(ttl(seen)) < 0) {
            return false;
        }
        claimed = now;
        return place.replace(seen, seen.succeededBy(mine));
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
                        .formatted(place.service(), holder.name(), place.where()),
                "Stop it, or give this one a name of its own with cdc.service. Two services must never share one.",
                null);
    }

    private void pause() {
        try {
            clock.sleep(mine.ttl().dividedBy(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointException(
                    "Waiting for the checkpoints in %s was cut short.".formatted(place.where()), e);
        }
    }
}
