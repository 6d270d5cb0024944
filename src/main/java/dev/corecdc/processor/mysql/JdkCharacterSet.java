package dev.corecdc.processor.mysql;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** A character set that Java has too. */
record JdkCharacterSet(String name, Charset charset) implements CharacterSet {

    private static final char REPLACEMENT = '\uFFFD';

    @Override
    public String decode(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, charset);
        // A replacement character may also be one that was stored.
        if (text.indexOf(REPLACEMENT) >= 0) {
            decodeStrictly(bytes, from, length);
        }
        return text;
    }

    private void decodeStrictly(byte[] bytes, int from, int length) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
        } catch (CharacterCodingException e) {
            throw malformed(name);
        }
    }

    static UndecodableEventException malformed(String characterSet) {
        return new UndecodableEventException("the bytes are no text in " + characterSet);
    }
}
