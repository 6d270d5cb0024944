package dev.corecdc.processor.mysql;

/**
 * A Unicode character set of which the servers store surrogates too, as if these were characters (seen on MySQL 9.7 and
 * MariaDB 11.8): ucs2 on both, and with MariaDB also UTF-8, each of them in three bytes.
 */
final class SurrogateHoldingCharacterSet implements CharacterSet {

    private final CharacterSet strict;
    private final boolean utf8;
    private final UnassignedCodes unassigned;

    /**
     * @param utf8 whether it is UTF-8; else a character has two bytes
     */
    SurrogateHoldingCharacterSet(JdkCharacterSet strict, boolean utf8) {
        this.strict = strict;
        this.utf8 = utf8;
        this.unassigned = new UnassignedCodes(strict.name());
    }

    @Override
    public String decode(byte[] bytes, int from, int length) {
        try {
            return strict.decode(bytes, from, length);
        } catch (UndecodableEventException e) {
            return decodeParts(bytes, from, from + length);
        }
    }

    /** What lies between surrogates has to be text. */
    private String decodeParts(byte[] bytes, int from, int end) {
        StringBuilder text = new StringBuilder(end - from);
        int width = utf8 ? 3 : 2;
        int decoded = from;
        int at = from;
        while (at <= end - width) {
            if (utf8 ? isSurrogateInUtf8(bytes, at) : (bytes[at] & 0xf8) == 0xd8) {
                text.append(strict.decode(bytes, decoded, at - decoded));
                text.append(
                        utf8
                                ? (char) (0xd000 | (bytes[at + 1] & 0x3f) << 6 | (bytes[at + 2] & 0x3f))
                                : (char) BinaryNumbers.bigEndian(bytes, at, 2));
                at += width;
                decoded = at;
            } else {
                at += utf8 ? 1 : width;
            }
        }
        text.append(strict.decode(bytes, decoded, end - decoded));
        return unassigned.withoutLoneSurrogates(text);
    }

    /** ED stands at the front of a character, and in UTF-8 proper A0 to BF never follow it. */
    private static boolean isSurrogateInUtf8(byte[] bytes, int at) {
        return (bytes[at] & 0xff) == 0xed && (bytes[at + 1] & 0xe0) == 0xa0 && (bytes[at + 2] & 0xc0) == 0x80;
    }
}
