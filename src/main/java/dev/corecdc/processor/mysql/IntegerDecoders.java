package dev.corecdc.processor.mysql;

import java.math.BigInteger;

/** Whole numbers: TINYINT to BIGINT, YEAR, BIT. */
final class IntegerDecoders {

    static final ValueDecoder INT8 = (bytes, from, length) -> (long) bytes[from];
    static final ValueDecoder UNSIGNED8 = (bytes, from, length) -> (long) (bytes[from] & 0xff);
    static final ValueDecoder INT16 = (bytes, from, length) -> (long) BinaryNumbers.int16(bytes, from);
    static final ValueDecoder UNSIGNED16 = (bytes, from, length) -> (long) BinaryNumbers.unsigned16(bytes, from);
    static final ValueDecoder INT24 = (bytes, from, length) -> (long) BinaryNumbers.int24(bytes, from);
    static final ValueDecoder UNSIGNED24 = (bytes, from, length) -> (long) BinaryNumbers.unsigned24(bytes, from);
    static final ValueDecoder INT32 = (bytes, from, length) -> (long) BinaryNumbers.int32(bytes, from);
    static final ValueDecoder UNSIGNED32 = (bytes, from, length) -> BinaryNumbers.unsigned32(bytes, from);
    static final ValueDecoder INT64 = (bytes, from, length) -> BinaryNumbers.int64(bytes, from);
    static final ValueDecoder UNSIGNED64 = (bytes, from, length) -> unsigned(BinaryNumbers.int64(bytes, from));

    /** The year less 1900; 0 stands for the zero year. */
    static final ValueDecoder YEAR = (bytes, from, length) -> bytes[from] == 0 ? 0L : 1900L + (bytes[from] & 0xff);

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private IntegerDecoders() {}

    /** BIT({@code bits}): a big-endian number. */
    static ValueDecoder bit(int bits) {
        long unused = bits == 64 ? 0 : -1L << bits;
        return (bytes, from, length) -> {
            long value = BinaryNumbers.bigEndian(bytes, from, length);
            if ((value & unused) != 0) {
                throw new UndecodableEventException("more than %d bits are set".formatted(bits));
            }
            return unsigned(value);
        };
    }

    static Number unsigned(long value) {
        if (value >= 0) {
            return value;
        }
        return BigInteger.valueOf(value).add(TWO_TO_64);
    }
}
