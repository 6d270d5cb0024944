package dev.corecdc.processor.mysql;

import dev.corecdc.event.Column;

/**
 * How the values of one column stand in a row image.
 *
 * @param lengthBytes how many bytes before each value hold its length; 0 when all have {@code fixedLength}
 * @param fixedLength the length of every value, where {@code lengthBytes} is 0
 */
record ColumnDecoder(Column column, int lengthBytes, int fixedLength, ValueDecoder values) {

    /** How long the value is that begins, with its length, at {@code at}. */
    long length(byte[] bytes, int at) {
        return switch (lengthBytes) {
            case 0 -> fixedLength;
            case 1 -> bytes[at] & 0xff;
            case 2 -> BinaryNumbers.unsigned16(bytes, at);
            default -> BinaryNumbers.unsigned(bytes, at, lengthBytes);
        };
    }
}
