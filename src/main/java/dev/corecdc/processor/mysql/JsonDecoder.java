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

    private final byte[] bytes;
    private final int from;
    private final int end;
    /** How many bytes may still be taken in. */
    private int budget;

    /** The document in {@code length} bytes at {@code from}. */
    JsonDecoder(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.from = from;
        this.end = from + length;
        this.budget = length;
    }

    static Json decode(byte[] bytes, int from, int length) {
        if (length == 0) {
            // What MySQL takes for null in a column that is NOT NULL and was given no value.
            return Json.of("null");
        }
        JsonText text = new JsonText(length);
        new JsonDecoder(bytes, from, length).root().write(text, 0);
        return Json.of(text.toString());
    }

    /** The whole document, to be changed or written. */
    JsonNode root() {
        JsonTypes.checkFit(from, end, 1);
        take(1);
        return new JsonNode(this, bytes[from], from + 1, end);
    }

    /** The object or array of the type {@code type} that stands at {@code valueFrom} and ends before {@code valueEnd}. */
    JsonContainer container(int type, int valueFrom, int valueEnd) {
        JsonContainer container = new JsonContainer(bytes, type, valueFrom, valueEnd);
        take(container.count());
        return container;
    }

    JsonKey key(JsonContainer container, int index) {
        int length = container.keyLength(index);
        take(length);
        return new JsonKey(bytes, container.keyFrom(index), length);
    }

    /**
     * Writes the value of the type {@code type} that stands at {@code valueFrom} and ends before {@code valueEnd}.
     *
     * @param depth how many objects and arrays it is in
     */
    void write(JsonText text, int type, int valueFrom, int valueEnd, int depth) {
        switch (type) {
            case JsonTypes.SMALL_OBJECT, JsonTypes.LARGE_OBJECT, JsonTypes.SMALL_ARRAY, JsonTypes.LARGE_ARRAY ->
                writeElements(text, container(type, valueFrom, valueEnd), depth + 1);
            case JsonTypes.LITERAL -> text.append(literal(bytes[scalar(valueFrom, valueEnd, 1)]));
            case JsonTypes.INT16 -> text.append(BinaryNumbers.int16(bytes, scalar(valueFrom, valueEnd, 2)));
            case JsonTypes.UINT16 -> text.append(BinaryNumbers.unsigned16(bytes, scalar(valueFrom, valueEnd, 2)));
            case JsonTypes.INT32 -> text.append(BinaryNumbers.int32(bytes, scalar(valueFrom, valueEnd, 4)));
            case JsonTypes.UINT32 -> text.append(BinaryNumbers.unsigned32(bytes, scalar(valueFrom, valueEnd, 4)));
            case JsonTypes.INT64 -> text.append(BinaryNumbers.int64(bytes, scalar(valueFrom, valueEnd, 8)));
            case JsonTypes.UINT64 ->
                text.append(Long.toUnsignedString(BinaryNumbers.int64(bytes, scalar(valueFrom, valueEnd, 8))));
            case JsonTypes.DOUBLE ->
                text.append(Double.longBitsToDouble(BinaryNumbers.int64(bytes, scalar(valueFrom, valueEnd, 8))));
            case JsonTypes.STRING -> {
                int start = afterLength(valueFrom, valueEnd);
                text.quote(string(start, length(valueFrom, valueEnd, start)));
            }
            case JsonTypes.OPAQUE -> {
                int start = afterLength(valueFrom + 1, valueEnd);
                int length = length(valueFrom + 1, valueEnd, start);
                take(length + 1);
                JsonOpaque.write(text, bytes[valueFrom] & 0xff, bytes, start, length);
            }
            default -> throw JsonTypes.malformed("there is no type " + type);
        }
    }

    private void writeElements(JsonText text, JsonContainer container, int depth) {
        JsonTypes.checkDepth(depth);
        text.append(container.isObject() ? '{' : '[');
        for (int i = 0; i < container.count(); i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (container.isObject()) {
                text.quote(string(container.keyFrom(i), container.keyLength(i)));
                text.append(": ");
            }
            write(text, container.type(i), container.valueFrom(i), container.valueEnd(i), depth);
        }
        text.append(container.isObject() ? '}' : ']');
    }

    private static String literal(int code) {
        return switch (code) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> "false";
            default -> throw JsonTypes.malformed("there is no literal " + code);
        };
    }

    private int scalar(int valueFrom, int valueEnd, int length) {
        JsonTypes.checkFit(valueFrom, valueEnd, length);
        take(length);
        return valueFrom;
    }

    private String string(int start, int length) {
        take(length);
        return CharacterSets.UTF8.decode(bytes, start, length);
    }

    /** Where the data begins whose length, in up to five bytes of seven bits, stands at {@code at}. */
    private int afterLength(int at, int valueEnd) {
        for (int next = at; next < at + 5; next++) {
            JsonTypes.checkFit(next, valueEnd, 1);
            if (bytes[next] >= 0) {
                return next + 1;
            }
        }
        throw JsonTypes.malformed("a length is out of range");
    }

    private int length(int at, int valueEnd, int start) {
        long length = 0;
        for (int next = start - 1; next >= at; next--) {
            length = length << 7 | (bytes[next] & 0x7f);
        }
        if (length > valueEnd - start) {
            throw JsonTypes.malformed("%d bytes do not fit".formatted(length));
        }
        return (int) length;
    }

    private void take(int length) {
        budget -= length;
        if (budget < 0) {
            throw JsonTypes.malformed("its elements overlap");
        }
    }
}
