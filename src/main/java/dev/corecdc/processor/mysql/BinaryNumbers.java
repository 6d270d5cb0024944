package dev.corecdc.processor.mysql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays; little endian unless the name says otherwise. The caller has checked the bounds. */
final class BinaryNumbers {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private BinaryNumbers() {}

    static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | bytes[at + 1] << 8;
    }

    static int unsigned16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    static int int24(byte[] bytes, int at) {
        return unsigned16(bytes, at) | bytes[at + 2] << 16;
    }

    static int unsigned24(byte[] bytes, int at) {
        return unsigned16(bytes, at) | (bytes[at + 2] & 0xff) << 16;
    }

    static int int32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static long unsigned32(byte[] bytes, int at) {
        return int32(bytes, at) & 0xffffffffL;
    }

    static long int64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** A number of {@code width} bytes, 0 to 8; with 8 the highest bit is the sign. */
    static long unsigned(byte[] bytes, int at, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    /** A big-endian number of {@code width} bytes, 0 to 8; with 8 the highest bit is the sign. */
    static long bigEndian(byte[] bytes, int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }
}
