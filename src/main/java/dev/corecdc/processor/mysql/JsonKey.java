package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The name of a member of a JSON object. The order is MySQL's: shorter ones first, then byte by byte in UTF-8. */
final class JsonKey implements Comparable<JsonKey> {

    private final byte[] utf8;

    /** The key in {@code length} bytes at {@code from}. */
    JsonKey(byte[] bytes, int from, int length) {
        this.utf8 = Arrays.copyOfRange(bytes, from, from + length);
    }

    static JsonKey of(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return new JsonKey(utf8, 0, utf8.length);
    }

    @Override
    public int compareTo(JsonKey other) {
        return utf8.length == other.utf8.length
                ? Arrays.compareUnsigned(utf8, other.utf8)
                : Integer.compare(utf8.length, other.utf8.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonKey that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /** @throws UndecodableEventException when it is no text */
    @Override
    public String toString() {
        return CharacterSets.UTF8.decode(utf8, 0, utf8.length);
    }
}
