package dev.corecdc.processor;

import org.jspecify.annotations.Nullable;

/** A source cannot be read. The message says what is wrong and what to do. */
public class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What can be hoped for. */
    public enum Kind {
        /** Not there at the moment: trying again may help. */
        UNAVAILABLE,
        /** The source refuses these credentials or this user: hopeless, unless it has worked before. */
        REFUSED,
        /** The log, or the way the source is set up, cannot be followed: nothing helps but a person. */
        UNREADABLE
    }

    private final Kind kind;

    public SourceException(Kind kind, String message) {
        this(kind, message, null);
    }

    public SourceException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
