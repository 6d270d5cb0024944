package dev.corecdc.processor.mysql;

/**
 * Big-endian UTF-32, in which MariaDB stores surrogates too. Java's own takes a character U+FEFF at the front for a byte
 * order mark and drops it.
 */
final class Utf32CharacterSet implements CharacterSet {

    private final UnassignedCodes unassigned = new UnassignedCodes("utf32");

    @Override
    public String decode(byte[] bytes, int from, int length) {
        if (length % 4 != 0) {
            throw JdkCharacterSet.malformed("utf32");
        }
        StringBuilder text = new StringBuilder(length / 4);
        for (int at = from; at < from + length; at += 4) {
            int codePoint = (int) BinaryNumbers.bigEndian(bytes, at, 4);
            if (!Character.isValidCodePoint(codePoint)) {
                throw JdkCharacterSet.malformed("utf32");
            }
            text.appendCodePoint(codePoint);
        }
        return unassigned.withoutLoneSurrogates(text);
    }
}
