package dev.corecdc.lease;

import java.time.Duration;

/**
 * Who may use the checkpoints of a service, and deliver.
 *
 * @param holder told anew for each opening of a store
 * @param name where the holder runs, for people
 * @param epoch one more for each holder
 * @param renewals how often the holder has said that it is there
 * @param ttl how long it counts as there without saying so
 * @param released whether it has said that it has gone
 */
public record LeaseEntry(String holder, String name, long epoch, long renewals, Duration ttl, boolean released) {

    /** The entry of somebody who takes the lease from this one. */
    public LeaseEntry succeededBy(LeaseEntry next) {
        return new LeaseEntry(next.holder, next.name, epoch + 1, 0, next.ttl, false);
    }
}
