package dev.corecdc.event;

import java.util.Arrays;

/** A value that is at hand as text and as BSON. */
@SuppressWarnings("ArrayRecordComponent") // nobody changes it
record KnownBson(String text, byte[] bytes) implements Bson {

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownBson that && text.equals(that.text) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
