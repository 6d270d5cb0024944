package dev.corecdc.target.jdbc;

/** A table that is not there, or is not such that the rows of its source can be kept in it. A person mends that, and the change comes again. */
final class UnfitTableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitTableException(String message) {
        super(message);
    }
}
