package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;

/**
 * Reads the head of an event, or a part of it, from front to back. Numbers are little endian. Reading past the end throws
 * an {@link UndecodableEventException}.
 */
final class EventBytes {

    private final byte[] bytes;
    private final int end;
    private int position;

    EventBytes(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private EventBytes(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    boolean isEmpty() {
        return position == end;
    }

    int unsigned8() {
        return bytes[advance(1)] & 0xff;
    }

    /** An unsigned number of {@code width} bytes, at most 7. */
    long unsigned(int width) {
        return BinaryNumbers.unsigned(bytes, advance(width), width);
    }

    /** A number of eight bytes, with a sign. */
    long int64() {
        return BinaryNumbers.int64(bytes, advance(Long.BYTES));
    }

    /**
     * A number of one to nine bytes (MySQL Internals: "Protocol::LengthEncodedInteger") that counts or indexes something,
     * so that it has to be an int.
     */
    int packed() {
        long value = packedLong();
        if (value > Integer.MAX_VALUE) {
            throw outOfRange();
        }
        return (int) value;
    }

    /** As {@link #packed}, of what can be larger than an int. */
    long packedLong() {
        int first = unsigned8();
        long value =
                switch (first) {
                    case 252 -> unsigned(2);
                    case 253 -> unsigned(3);
                    case 254 -> int64();
                    case 251, 255 -> -1;
                    default -> first;
                };
        if (value < 0) {
            throw outOfRange();
        }
        return value;
    }

    private static UndecodableEventException outOfRange() {
        return new UndecodableEventException("a length or number is out of range");
    }

    /** The next {@code length} bytes, to be read for themselves. */
    EventBytes part(int length) {
        int from = advance(length);
        return new EventBytes(bytes, from, from + length);
    }

    byte[] copy(int length) {
        byte[] copy = new byte[checked(length)];
        System.arraycopy(bytes, advance(length), copy, 0, length);
        return copy;
    }

    /** A name as the log holds it: in UTF-8, behind its packed length. */
    String name() {
        int length = packed();
        return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
    }

    /** Text of a character set, behind its packed length. */
    String text(CharacterSet characterSet) {
        int length = packed();
        return characterSet.decode(bytes, advance(length), length);
    }

    /** What is left, as a JSON document in MySQL's binary format. */
    JsonDecoder json() {
        int length = remaining();
        return new JsonDecoder(bytes, advance(length), length);
    }

    void skip(int length) {
        advance(length);
    }

    private int advance(int length) {
        int from = position;
        position += checked(length);
        return from;
    }

    private int checked(int length) {
        if (length < 0 || length > end - position) {
            throw new UndecodableEventException(
                    "it ends too early: %d bytes are needed and %d are left".formatted(length, end - position));
        }
        return length;
    }
}
