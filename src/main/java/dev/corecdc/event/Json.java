package dev.corecdc.event;

/** A JSON value. Immutable and safe for use by several threads. */
public interface Json {

    /** The value as one line of valid JSON. May be worked out at each call, by the thread that asks. */
    String text();

    /** A value whose text is known. */
    static Json of(String text) {
        return new KnownJson(text);
    }
}
