package dev.corecdc.processor.mysql;

/**
 * Where the elements of an object or array in MySQL's binary JSON format stand: behind their number and the size of the whole
 * come an offset and a length for each key, then for each value a type and an offset or, if it is short enough, the value itself.
 * Offsets count from the first byte of the object or array.
 */
final class JsonContainer {

    private final byte[] bytes;
    private final boolean object;
    /** Of counts, sizes and offsets. */
    private final int width;

    private final int from;
    private final int limit;
    private final int count;

    /**
     * The object or array that begins at {@code from} and ends before {@code end}.
     *
     * @param type {@link JsonTypes#isContainer of an object or array}
     * @throws UndecodableEventException when its head does not fit
     */
    JsonContainer(byte[] bytes, int type, int from, int end) {
        this.bytes = bytes;
        this.object = type == JsonTypes.SMALL_OBJECT || type == JsonTypes.LARGE_OBJECT;
        this.width = type == JsonTypes.LARGE_OBJECT || type == JsonTypes.LARGE_ARRAY ? 4 : 2;
        this.from = from;
        this.count = number(from, end, width);
        int size = number(from + width, end, width);
        if (size > end - from) {
            throw JsonTypes.malformed("an object or array of %d bytes does not fit".formatted(size));
        }
        this.limit = from + size;
        long entries = 2L * width + (long) count * (keyEntry() + 1 + width);
        if (entries > size) {
            throw JsonTypes.malformed("%d elements do not fit".formatted(count));
        }
    }

    boolean isObject() {
        return object;
    }

    int count() {
        return count;
    }

    int keyFrom(int index) {
        return element(number(from + 2 * width + index * keyEntry(), limit, width));
    }

    int keyLength(int index) {
        int length = number(from + 3 * width + index * keyEntry(), limit, 2);
        if (length > limit - keyFrom(index)) {
            throw JsonTypes.malformed("a key does not fit");
        }
        return length;
    }

    int type(int index) {
        return bytes[valueEntry(index)];
    }

    int valueFrom(int index) {
        int entry = valueEntry(index) + 1;
        return isInlined(bytes[entry - 1]) ? entry : element(number(entry, limit, width));
    }

    int valueEnd(int index) {
        int entry = valueEntry(index);
        return isInlined(bytes[entry]) ? entry + 1 + width : limit;
    }

    private int keyEntry() {
        return object ? width + 2 : 0;
    }

    private int valueEntry(int index) {
        return from + 2 * width + count * keyEntry() + index * (1 + width);
    }

    private boolean isInlined(int type) {
        return switch (type) {
            case JsonTypes.LITERAL, JsonTypes.INT16, JsonTypes.UINT16 -> true;
            case JsonTypes.INT32, JsonTypes.UINT32 -> width == 4;
            default -> false;
        };
    }

    private int element(int offset) {
        if (offset >= limit - from + 1) {
            throw JsonTypes.malformed("an element is outside of its object or array");
        }
        return from + offset;
    }

    private int number(int at, int end, int bytesWide) {
        JsonTypes.checkFit(at, end, bytesWide);
        long number = BinaryNumbers.unsigned(bytes, at, bytesWide);
        if (number > Integer.MAX_VALUE) {
            throw JsonTypes.malformed("a number is out of range");
        }
        return (int) number;
    }
}
