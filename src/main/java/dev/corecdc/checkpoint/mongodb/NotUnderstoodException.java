package dev.corecdc.checkpoint.mongodb;

/** Says what a document holds that is not of this version. */
final class NotUnderstoodException extends Exception {

    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String message) {
        super(message);
    }
}
