package dev.corecdc.processor.mysql;

import dev.corecdc.event.Geometry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** What stands in a row as a run of bytes: texts, binary strings, geometries and vectors. */
final class StringDecoders {

    /** VARBINARY and BLOB. */
    static final ValueDecoder BINARY = StringDecoders::copy;

    /**
     * GEOMETRY: four bytes of SRID, little endian, and well-known binary (MySQL manual: "Internal Geometry Storage
     * Format"). A column that is NOT NULL can hold an empty one.
     */
    static final ValueDecoder GEOMETRY = (bytes, from, length) -> {
        if (length == 0) {
            return new Geometry(0, new byte[0]);
        }
        if (length < 4) {
            throw new UndecodableEventException("a geometry has only %d bytes".formatted(length));
        }
        return new Geometry(BinaryNumbers.unsigned32(bytes, from), copy(bytes, from + 4, length - 4));
    };

    /** VECTOR: numbers of single precision, little endian. */
    static final ValueDecoder VECTOR = (bytes, from, length) -> {
        if (length % Float.BYTES != 0) {
            throw new UndecodableEventException("a vector has %d bytes, no multiple of 4".formatted(length));
        }
        float[] vector = new float[length / Float.BYTES];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.intBitsToFloat(BinaryNumbers.int32(bytes, from + Float.BYTES * i));
        }
        return vector;
    };

    /** What is in no known character set, and may not be text at all: as UTF-8 where it is that, else in base64. */
    static final ValueDecoder TEXT_OR_BASE64 = (bytes, from, length) -> {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(copy(bytes, from, length));
        }
    };

    private StringDecoders() {}

    static ValueDecoder text(CharacterSet characterSet) {
        return characterSet::decode;
    }

    /** BINARY({@code width}): the log leaves out the zeros at the end. */
    static ValueDecoder padded(int width) {
        return (bytes, from, length) -> {
            if (length > width) {
                throw new UndecodableEventException("%d bytes are too many for %d".formatted(length, width));
            }
            byte[] value = new byte[width];
            System.arraycopy(bytes, from, value, 0, length);
            return value;
        };
    }

    private static byte[] copy(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }
}
