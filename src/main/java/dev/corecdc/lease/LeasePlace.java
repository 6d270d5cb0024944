package dev.corecdc.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where it is written down who has the lease of one service. Each change is one step of the database: it is made wholly, or not at all because
 * its condition did not hold, whatever others do at the same time.
 *
 * <p>All methods that ask the database throw a {@link dev.corecdc.checkpoint.CheckpointException} when they are not answered, or what is there is
 * not understood; what was to be written may then be written or not. An interrupt of the thread waits until a request is answered. Safe for
 * use by several threads.
 */
public interface LeasePlace {

    /** The name of the service. */
    String service();

    /** Names the place, for people. */
    String where();

    /** Names what is written there, as the beginning of a sentence for people. */
    String what();

    /** The same, with requests that last no longer than {@code timeout}. */
    LeasePlace within(Duration timeout);

    /** What is written there; null when there is nothing. */
    @Nullable
    LeaseEntry readLease();

    /** Writes the first entry there; false when there is one already. */
    boolean insert(LeaseEntry lease);

    /** Writes {@code next} there, provided that what is there has not changed since {@code seen} in any way; whether it had not. */
    boolean replace(LeaseEntry seen, LeaseEntry next);

    /** Counts a renewal, provided that the lease is {@code held}, however often renewed; whether it was. */
    boolean renew(LeaseEntry held);

    /** Writes that the holder has gone, provided that the lease is {@code held}, however often renewed; whether it was. */
    boolean release(LeaseEntry held);
}
