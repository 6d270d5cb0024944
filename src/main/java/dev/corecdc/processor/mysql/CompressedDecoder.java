package dev.corecdc.processor.mysql;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A column of MariaDB that is declared COMPRESSED (MariaDB manual: "Storage-Engine Independent Column Compression"), seen
 * on MariaDB 10.11, 11.4 and 11.8: an empty value has no bytes, any other begins with a header. Zero says that the value
 * follows as it is. Else the header's three lowest bits tell in how many bytes the length of the value follows, big
 * endian, the fourth that zlib's own header and checksum are left out, and the upper four how it is compressed; 8 is zlib.
 */
final class CompressedDecoder implements ValueDecoder {

    private static final int ZLIB = 8;
    private static final int LENGTH_BYTES = 0x07;
    private static final int WITHOUT_ZLIB_HEADER = 0x08;

    /** No compressed byte stands for more (zlib manual: "Maximum Compression Factor"). */
    private static final long GREATEST_FACTOR = 1032;

    private final ValueDecoder values;

    /**
     * @param values makes the value of the bytes that were compressed
     */
    CompressedDecoder(ValueDecoder values) {
        this.values = values;
    }

    @Override
    public Object decode(byte[] bytes, int from, int length) {
        if (length == 0) {
            return values.decode(bytes, from, 0);
        }
        int header = bytes[from] & 0xff;
        if (header == 0) {
            return values.decode(bytes, from + 1, length - 1);
        }
        int lengthBytes = header & LENGTH_BYTES;
        int compressed = length - 1 - lengthBytes;
        if (header >> 4 != ZLIB || lengthBytes == 0 || lengthBytes > Integer.BYTES || compressed <= 0) {
            throw new UndecodableEventException("the header %#x of a compressed value is not known".formatted(header));
        }
        long original = BinaryNumbers.bigEndian(bytes, from + 1, lengthBytes);
        if (original > GREATEST_FACTOR * compressed || original > Integer.MAX_VALUE - 8) {
            throw malformed();
        }
        boolean raw = (header & WITHOUT_ZLIB_HEADER) != 0;
        byte[] value = inflate(bytes, from + 1 + lengthBytes, compressed, (int) original, raw);
        return values.decode(value, 0, value.length);
    }

    private static byte[] inflate(byte[] bytes, int from, int length, int original, boolean raw) {
        Inflater inflater = new Inflater(raw);
        try {
            inflater.setInput(bytes, from, length);
            byte[] value = new byte[original];
            int count = inflater.inflate(value);
            // What is left behind the value is zlib's checksum, which is read only when there is room for more.
            boolean complete = inflater.finished() || inflater.inflate(new byte[1]) == 0;
            if (count != original || !complete || !inflater.finished() || inflater.getRemaining() > 0) {
                throw malformed();
            }
            return value;
        } catch (DataFormatException e) {
            throw malformed();
        } finally {
            inflater.end();
        }
    }

    private static UndecodableEventException malformed() {
        return new UndecodableEventException("a compressed value is malformed");
    }
}
