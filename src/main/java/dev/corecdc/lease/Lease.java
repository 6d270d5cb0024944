package dev.corecdc.lease;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.lease.LeaseClock.Moment;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one service to use the checkpoints of its name, and to deliver. Safe for use by several threads.
 *
 * <p>Each reading and writing of the checkpoints has the condition, in the same step of the database, that the lease is still this one:
 * from the moment somebody else is in that place, nothing of this one is written.
 *
 * <p>Deliveries are no part of the database, so they keep to time. The holder delivers until two thirds of the lease have passed since
 * it <em>began</em> the last request to renew that was confirmed; then attempts in hand are interrupted, and have the last third
 * to end. A challenger takes over when it has <em>seen</em> the same renewal for the whole lease, and nobody has renewed when it
 * writes itself down. Both measure by clocks of their own, of which only the pace is taken to be the same. So:
 *
 * <ul>
 *   <li>The renewal that the challenger saw last is the last one ever: had another come before it wrote itself down, its condition would
 *       not have held, and afterwards the holder's would not.
 *   <li>It was written before it was seen, and begun before it was written.
 *   <li>So the holder's two thirds begin no later than the challenger's whole.
 * </ul>
 *
 * <p>What no clock can tell is how long a thread stood still between asking whether it may deliver and delivering: a process that is
 * frozen for the last third in the middle of an attempt ends that attempt late.
 */
public final class Lease implements DeliveryLease {

    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    private final LeasePlace place;
    private final LeaseEntry entry;
    private final LeaseClock clock;
    private volatile Moment renewed;
    private volatile @Nullable Refusal end;
    private volatile @Nullable String trouble;

    /**
     * A lease that is written down.
     *
     * @param taken when the request that wrote it there was begun, or earlier
     */
    public Lease(LeasePlace place, LeaseEntry entry, LeaseClock clock, Moment taken) {
        this.place = place;
        this.entry = entry;
        this.clock = clock;
        this.renewed = taken;
    }

    /** The entry as it was when the lease was taken. */
    public LeaseEntry entry() {
        return entry;
    }

    @Override
    public @Nullable Refusal refusal() {
        Refusal ended = end;
        if (ended != null) {
            return ended;
        }
        Duration held = entry.ttl().multipliedBy(2).dividedBy(3);
        if (renewed.atMostUntil(clock.now()).compareTo(held) < 0) {
            return null;
        }
        String why = trouble;
        return new Refusal(
                "The lease of the checkpoints has run out and another service may take over: nothing is delivered until it is"
                        + " renewed."
                        + (why == null ? "" : " " + why),
                false);
    }

    /**
     * Says that the holder is there. For one thread.
     *
     * @throws CheckpointException when it could not be said, or the lease is lost
     */
    public void renew() {
        Moment start = clock.now();
        try {
            // A request that takes longer leaves no time for another.
            if (!place.within(entry.ttl().dividedBy(6)).renew(entry)) {
                throw lost();
            }
        } catch (CheckpointException e) {
            trouble = e.getMessage();
            throw e;
        }
        renewed = start;
        trouble = null;
    }

    /**
     * Reads what is kept of the service.
     *
     * @param <T> what it is
     * @param held asks for it, provided that the lease is still this one; null when it is not
     * @throws CheckpointException when it cannot be read, or the lease is lost
     */
    public <T> T read(Supplier<@Nullable T> held) {
        requireNoEnd();
        T found = held.get();
        if (found == null) {
            throw lost();
        }
        return found;
    }

    /**
     * Changes what is kept of the service.
     *
     * @param held makes the change, provided that the lease is still this one; whether it was
     * @throws CheckpointException when it was not confirmed, or the lease is lost and nothing was changed
     */
    public void write(BooleanSupplier held) {
        requireNoEnd();
        if (!held.getAsBoolean()) {
            throw lost();
        }
    }

    private void requireNoEnd() {
        Refusal ended = end;
        if (ended != null) {
            throw new CheckpointException(ended.reason(), null);
        }
    }

    /** Notes that the lease is not this one any more, and finds out why. */
    private synchronized CheckpointException lost() {
        if (end == null) {
            end = new Refusal(takenOverBy("it"), true);
            end = new Refusal(whyLost(), true);
            log.error("{}", end.reason());
        }
        return new CheckpointException(end.reason(), null);
    }

    private String whyLost() {
        LeaseEntry now;
        try {
            now = place.readLease();
        } catch (CheckpointException e) {
            return takenOverBy("it");
        }
        if (now == null) {
            return "%s is gone, and the checkpoints with it. Put it back if you can, and restart the service."
                    .formatted(place.what());
        }
        return takenOverBy(now.name());
    }

    private String takenOverBy(String name) {
        return ("Another service called '%s' has taken over: %s has the checkpoints in %s now. Stop one of the two, or give"
                        + " it a name of its own with cdc.service. This one goes on after a restart.")
                .formatted(place.service(), name, place.where());
    }

    /** Lets another take the lease at once. Nothing can be done with this one afterwards. */
    public void release() {
        if (end != null) {
            return;
        }
        end = new Refusal("The checkpoint store in %s is closed.".formatted(place.where()), true);
        try {
            place.within(entry.ttl().dividedBy(6)).release(entry);
        } catch (CheckpointException e) {
            log.warn("{} The next start of '{}' waits for {}.", e.getMessage(), place.service(), entry.ttl());
        }
    }
}
