package dev.corecdc.target.jdbc;

/** A statement, or a part of one, that another kind of database cannot be told with certainty. The message says what and why. */
final class UntranslatableDdlException extends Exception {

    private static final long serialVersionUID = 1L;

    UntranslatableDdlException(String message) {
        super(message);
    }
}
