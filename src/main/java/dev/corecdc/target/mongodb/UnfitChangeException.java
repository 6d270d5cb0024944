package dev.corecdc.target.mongodb;

/** A change can never be written as it is. The message says why. */
final class UnfitChangeException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitChangeException(String message) {
        super(message);
    }
}
