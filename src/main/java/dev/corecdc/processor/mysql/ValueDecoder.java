package dev.corecdc.processor.mysql;

/** Makes a value of a column out of its bytes in a row image. Safe for use by several threads. */
@FunctionalInterface
interface ValueDecoder {

    /**
     * The value in {@code length} bytes at {@code from}, which lie within {@code bytes}. Where the type has a fixed length,
     * {@code length} is that.
     *
     * @throws UndecodableEventException when the bytes are no value of the type
     */
    Object decode(byte[] bytes, int from, int length);
}
