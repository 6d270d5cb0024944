package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as upper-case hex that sorts as the values do, in the server's order of types. Whole numbers, texts, ids,
 * binaries, dates and documents look as the server's do; the rarer types are written by their text and only differ from each
 * other.
 */
final class KeyString {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int NULL = 0x14;
    private static final int NUMBER = 0x1E;
    private static final int ZERO = 0x29;
    private static final int TEXT = 0x3C;
    private static final int DOCUMENT = 0x46;
    private static final int ARRAY = 0x50;
    private static final int BINARY = 0x5A;
    private static final int OBJECT_ID = 0x64;
    private static final int FALSE = 0x6E;
    private static final int TRUE = 0x6F;
    private static final int DATE = 0x78;
    private static final int TIMESTAMP = 0x82;
    private static final int UUID_SUBTYPE = 4;

    private final StringBuilder hex = new StringBuilder(200);
    private boolean needsTypeBits;

    KeyString append(@Nullable Object value) {
        if (value == null) {
            type(NULL);
        } else if (value instanceof Number number && isWhole(number)) {
            needsTypeBits |= !(value instanceof Integer);
            number(number.longValue());
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Document document) {
            document(document);
        } else if (value instanceof ObjectId id) {
            type(OBJECT_ID);
            HEX.formatHex(hex, id.toByteArray());
        } else if (value instanceof UUID uuid) {
            binary(
                    UUID_SUBTYPE,
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(uuid.getMostSignificantBits())
                            .putLong(uuid.getLeastSignificantBits())
                            .array());
        } else if (value instanceof BinData data) {
            binary(0, data.getData());
        } else if (value instanceof Boolean truth) {
            type(truth ? TRUE : FALSE);
        } else if (value instanceof Instant instant) {
            type(DATE);
            hex.append(HEX.toHexDigits(instant.toEpochMilli() ^ Long.MIN_VALUE));
        } else if (value instanceof BsonTimestamp timestamp) {
            type(TIMESTAMP);
            hex.append(HEX.toHexDigits(timestamp.getValue()));
        } else if (value instanceof Collection<?> values) {
            type(ARRAY);
            values.forEach(this::append);
            hex.append("00");
        } else {
            text(value.getClass().getSimpleName() + value);
        }
        return this;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || (number instanceof Double && number.doubleValue() == number.longValue());
    }

    /** Whether the hex does not tell the type of every number: the same number is the same key in any type. */
    boolean needsTypeBits() {
        return needsTypeBits;
    }

    /** Ends a key of several values. */
    String end() {
        return hex.append("04").toString();
    }

    private void type(int type) {
        HEX.toHexDigits(hex, (byte) type);
    }

    /** The magnitude in as few bytes as it takes, shifted by one bit; the type says sign and length. */
    private void number(long value) {
        if (value == 0) {
            type(ZERO);
            return;
        }
        long magnitude = Math.abs(value) << 1;
        int bytes = Long.BYTES - Long.numberOfLeadingZeros(magnitude) / Byte.SIZE;
        type(value > 0 ? ZERO + 1 + bytes : ZERO - bytes);
        hex.append(HEX.toHexDigits(value > 0 ? magnitude : ~magnitude, 2 * bytes));
    }

    private void text(String text) {
        type(TEXT);
        HEX.formatHex(hex, text.replace("\0", "\0\u00FF").getBytes(StandardCharsets.UTF_8));
        hex.append("00");
    }

    private void binary(int subtype, byte[] data) {
        type(BINARY);
        HEX.toHexDigits(hex, (byte) Math.min(data.length, 0xFF));
        if (data.length >= 0xFF) {
            hex.append(HEX.toHexDigits(data.length));
        }
        HEX.toHexDigits(hex, (byte) subtype);
        HEX.formatHex(hex, data);
    }

    private void document(Document document) {
        type(DOCUMENT);
        for (Map.Entry<String, Object> field : document.entrySet()) {
            type(typeOf(field.getValue()));
            HEX.formatHex(hex, field.getKey().getBytes(StandardCharsets.UTF_8));
            hex.append("00");
            append(field.getValue());
        }
        hex.append("00");
    }

    private static int typeOf(@Nullable Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof Number) {
            return NUMBER;
        } else if (value instanceof Document) {
            return DOCUMENT;
        } else if (value instanceof Collection<?>) {
            return ARRAY;
        } else if (value instanceof ObjectId) {
            return OBJECT_ID;
        } else if (value instanceof UUID || value instanceof BinData) {
            return BINARY;
        } else if (value instanceof Boolean) {
            return FALSE;
        } else if (value instanceof Instant) {
            return DATE;
        } else if (value instanceof BsonTimestamp) {
            return TIMESTAMP;
        }
        return TEXT;
    }
}
