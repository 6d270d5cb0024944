package dev.corecdc.event;

/** A JSON value that is at hand as BSON too, which tells types apart that JSON does not know. Immutable and safe for use by several threads. */
public interface Bson extends Json {

    /**
     * A BSON document, not to be changed by anyone: the value, or where that is the {@code _id} of a document, one with this {@code _id} alone. May
     * be worked out at each call.
     */
    byte[] bytes();

    /** A value whose text and BSON are known. */
    static Bson of(String text, byte[] bytes) {
        return new KnownBson(text, bytes);
    }
}
