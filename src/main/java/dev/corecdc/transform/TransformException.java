package dev.corecdc.transform;

import org.jspecify.annotations.Nullable;

/** A transform cannot say what becomes of an event. The message has no value of the event in it that a transform hides. */
public class TransformException extends Exception {

    private static final long serialVersionUID = 1L;

    public TransformException(String message) {
        this(message, null);
    }

    public TransformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
