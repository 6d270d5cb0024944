package dev.corecdc.processor.mysql;

import dev.corecdc.event.Json;

/**
 * JSON in MySQL's binary format (MySQL Internals: "JSON Binary Format", {@code json_binary.h}), written as the text that
 * MySQL itself makes of it.
 *
 * <p>Objects and arrays hold offsets of their elements, counted from their own first byte. No part of a document belongs to
 * two elements, so that a walk that takes in more bytes than there are has met a malformed document, and ends. The bytes
 * of offsets and sizes are not counted.
 */
final class JsonDecoder {

    private static final int SMALL_OBJECT = 0;
    private static final int LARGE_OBJECT = 1;
    private static final int SMALL_ARRAY = 2;
    private static final int LARGE_ARRAY = 3;
    private static final int LITERAL = 4;
    private static final int INT16 = 5;
    private static final int UINT16 = 6;
    private static final int INT32 = 7;
    private static final int UINT32 = 8;
    private static final int INT64 = 9;
    private static final int UINT64 = 10;
    private static final int DOUBLE = 11;
    private static final int STRING = 12;
    private static final int OPAQUE = 15;

    /** MySQL's own limit. */
    private static final int GREATEST_DEPTH = 100;

    private final byte[] bytes;
    private final JsonText text;
    /** How many bytes may still be taken in. */
    private int budget;

    private JsonDecoder(byte[] bytes, int length) {
        this.bytes = bytes;
        this.text = new JsonText(length);
        this.budget = length;
    }

    static Json decode(byte[] bytes, int from, int length) {
        if (length == 0) {
            // What MySQL takes for null in a column that is NOT NULL and was given no value.
            return Json.of("null");
        }
        JsonDecoder decoder = new JsonDecoder(bytes, length);
        decoder.take(1);
        decoder.value(bytes[from], from + 1, from + length, 0);
        return Json.of(decoder.text.toString());
    }

    /** Writes the value of the type {@code type} that stands at {@code from} and ends before {@code end}. */
    private void value(int type, int from, int end, int depth) {
        switch (type) {
            case SMALL_OBJECT -> container(true, 2, from, end, depth + 1);
            case LARGE_OBJECT -> container(true, 4, from, end, depth + 1);
            case SMALL_ARRAY -> container(false, 2, from, end, depth + 1);
            case LARGE_ARRAY -> container(false, 4, from, end, depth + 1);
            case LITERAL -> text.append(literal(bytes[scalar(from, end, 1)]));
            case INT16 -> text.append(BinaryNumbers.int16(bytes, scalar(from, end, 2)));
            case UINT16 -> text.append(BinaryNumbers.unsigned16(bytes, scalar(from, end, 2)));
            case INT32 -> text.append(BinaryNumbers.int32(bytes, scalar(from, end, 4)));
            case UINT32 -> text.append(BinaryNumbers.unsigned32(bytes, scalar(from, end, 4)));
            case INT64 -> text.append(BinaryNumbers.int64(bytes, scalar(from, end, 8)));
            case UINT64 -> text.append(Long.toUnsignedString(BinaryNumbers.int64(bytes, scalar(from, end, 8))));
            case DOUBLE -> text.append(Double.longBitsToDouble(BinaryNumbers.int64(bytes, scalar(from, end, 8))));
            case STRING -> {
                int start = afterLength(from, end);
                text.quote(string(start, length(from, end, start)));
            }
            case OPAQUE -> {
                int start = afterLength(from + 1, end);
                int length = length(from + 1, end, start);
                take(length + 1);
                JsonOpaque.write(text, bytes[scalarStart(from, end)] & 0xff, bytes, start, length);
            }
            default -> throw malformed("there is no type " + type);
        }
    }

    /**
     * An object or array: its number of elements, its size, then for each key offset and length, for each value a type and
     * an offset or, if it is short enough, the value itself.
     *
     * @param width of counts, sizes and offsets
     */
    private void container(boolean object, int width, int from, int end, int depth) {
        if (depth > GREATEST_DEPTH) {
            throw malformed("it is deeper than " + GREATEST_DEPTH);
        }
        int count = number(from, end, width);
        int size = number(from + width, end, width);
        if (size > end - from) {
            throw malformed("an object or array of %d bytes does not fit".formatted(size));
        }
        int limit = from + size;
        int keyEntries = from + 2 * width;
        int keyEntry = object ? width + 2 : 0;
        int valueEntry = 1 + width;
        long entries = 2L * width + (long) count * (keyEntry + valueEntry);
        if (entries > size) {
            throw malformed("%d elements do not fit".formatted(count));
        }
        take(count);
        int valueEntries = keyEntries + count * keyEntry;
        text.append(object ? '{' : '[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (object) {
                int entry = keyEntries + i * keyEntry;
                int key = element(from, limit, number(entry, limit, width));
                int keyLength = number(entry + width, limit, 2);
                if (keyLength > limit - key) {
                    throw malformed("a key does not fit");
                }
                text.quote(string(key, keyLength));
                text.append(": ");
            }
            int entry = valueEntries + i * valueEntry;
            int type = bytes[entry];
            if (isInlined(type, width)) {
                value(type, entry + 1, entry + valueEntry, depth);
            } else {
                value(type, element(from, limit, number(entry + 1, limit, width)), limit, depth);
            }
        }
        text.append(object ? '}' : ']');
    }

    private static boolean isInlined(int type, int width) {
        return switch (type) {
            case LITERAL, INT16, UINT16 -> true;
            case INT32, UINT32 -> width == 4;
            default -> false;
        };
    }

    private static String literal(int code) {
        return switch (code) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> "false";
            default -> throw malformed("there is no literal " + code);
        };
    }

    private static int element(int from, int limit, int offset) {
        if (offset >= limit - from + 1) {
            throw malformed("an element is outside of its object or array");
        }
        return from + offset;
    }

    private int number(int at, int end, int width) {
        checkFit(at, end, width);
        long number = BinaryNumbers.unsigned(bytes, at, width);
        if (number > Integer.MAX_VALUE) {
            throw malformed("a number is out of range");
        }
        return (int) number;
    }

    private int scalar(int from, int end, int length) {
        checkFit(from, end, length);
        take(length);
        return from;
    }

    private int scalarStart(int from, int end) {
        checkFit(from, end, 1);
        return from;
    }

    private String string(int from, int length) {
        take(length);
        return CharacterSets.UTF8.decode(bytes, from, length);
    }

    /** Where the data begins whose length, in up to five bytes of seven bits, stands at {@code from}. */
    private int afterLength(int from, int end) {
        for (int at = from; at < from + 5; at++) {
            checkFit(at, end, 1);
            if (bytes[at] >= 0) {
                return at + 1;
            }
        }
        throw malformed("a length is out of range");
    }

    private int length(int from, int end, int start) {
        long length = 0;
        for (int at = start - 1; at >= from; at--) {
            length = length << 7 | (bytes[at] & 0x7f);
        }
        if (length > end - start) {
            throw malformed("%d bytes do not fit".formatted(length));
        }
        return (int) length;
    }

    private void take(int length) {
        budget -= length;
        if (budget < 0) {
            throw malformed("its elements overlap");
        }
    }

    private static void checkFit(int from, int end, int length) {
        if (length > end - from) {
            throw malformed("it ends too early");
        }
    }

    private static UndecodableEventException malformed(String why) {
        return new UndecodableEventException("the JSON document is malformed: " + why);
    }
}
