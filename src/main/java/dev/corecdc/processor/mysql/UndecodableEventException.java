package dev.corecdc.processor.mysql;

/**
 * A log event that is not what its format says, or that holds what cannot be decoded here. The message says which table
 * and column, and what was wrong. Nothing of the event may count as read.
 */
final class UndecodableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UndecodableEventException(String message) {
        super(message);
    }

    private UndecodableEventException(String message, UndecodableEventException cause) {
        super(message, cause);
    }

    /** The same, with the place put in front: {@code table shop.orders}, {@code column total}. */
    UndecodableEventException at(String place) {
        return new UndecodableEventException(place + ": " + getMessage(), this);
    }
}
