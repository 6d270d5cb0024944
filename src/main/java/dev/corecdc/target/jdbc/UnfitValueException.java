package dev.corecdc.target.jdbc;

/** A value that the database cannot hold. The message says which and why. */
final class UnfitValueException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitValueException(String message) {
        super(message);
    }
}
