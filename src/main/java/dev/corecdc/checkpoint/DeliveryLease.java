package dev.corecdc.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The right to deliver, of a {@link CheckpointStore} that gives it to one service at a time and only for so long: past its end
 * another may be given it.
 *
 * <p>The holder begins nothing while it is refused, and ends what it has in hand when it is refused. What is lost for a time
 * comes back by itself. Safe for use by several threads.
 */
@FunctionalInterface
public interface DeliveryLease {

    /** The lease of a store that has none: nobody else is ever given the right. */
    DeliveryLease UNLIMITED = () -> null;

    /** Why nothing may be delivered now, null while it may. Never waits, never throws. */
    @Nullable
    Refusal refusal();

    /** Whether nothing may be delivered any more, whatever happens. */
    default boolean isLost() {
        Refusal refusal = refusal();
        return refusal != null && refusal.lasting();
    }

    /**
     * Goes by in silence while the service may deliver.
     *
     * @throws CheckpointException with the reason, when it may not
     */
    default void require() {
        Refusal refusal = refusal();
        if (refusal != null) {
            throw new CheckpointException(refusal.reason(), null);
        }
    }

    /**
     * Why nothing may be delivered.
     *
     * @param reason names the store, what is wrong and, where a person has to do something, what
     * @param lasting whether it stays so
     */
    record Refusal(String reason, boolean lasting) {}

    /** The lease of a store. */
    static DeliveryLease of(CheckpointStore store) {
        return store instanceof DeliveryLease lease ? lease : UNLIMITED;
    }
}
