package dev.corecdc.processor.mysql;

/** A statement, or a part of one, of which it is not certain what it makes of a table. The message says why. */
final class NotFollowedException extends Exception {

    private static final long serialVersionUID = 1L;

    NotFollowedException(String message) {
        super(message);
    }
}
