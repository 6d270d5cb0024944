package dev.corecdc.format;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/**
 * Writes JSON (RFC 8259) to a stream in UTF-8, by way of a buffer whose size does not grow with what is written. It knows the
 * values and not the structure: braces, names and commas are its caller's. Can be used for one stream after the other, by one
 * thread at a time.
 */
final class JsonOutput {

    private static final int BUFFER_BYTES = 16 * 1024;

    /** So many characters are written between two looks at the room that is left. */
    private static final int CHUNK_CHARS = 1024;

    /** What one character takes at most, as an escape. */
    private static final int MAX_CHAR_BYTES = 6;

    /** A number and what goes with it never takes more. */
    private static final int NUMBER_BYTES = 24;

    /** A multiple of three bytes, which needs no padding. */
    private static final int BASE64_CHUNK = 3 * 1024;

    private static final byte[] NULL = ascii("null");
    private static final byte[] HEX = ascii("0123456789ABCDEF");

    /** By ASCII character: what follows the backslash within a text, 0 where the character stands for itself. */
    private static final byte[] ESCAPES = escapes();

    /** Of what is written as it is. */
    private static final byte[] NO_ESCAPES = new byte[128];

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final char[] chars = new char[CHUNK_CHARS];
    private OutputStream out = OutputStream.nullOutputStream();
    private int size;

    /** Begins to write to a stream, without what was left of another. */
    void begin(OutputStream stream) {
        out = stream;
        size = 0;
    }

    /** Gives the stream all that is written, and lets go of it. */
    void end() throws IOException {
        drain();
        out = OutputStream.nullOutputStream();
    }

    private void drain() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    private void ensure(int bytes) throws IOException {
        if (BUFFER_BYTES - size < bytes) {
            drain();
        }
    }

    /** Writes one ASCII character as it is. */
    void write(char character) throws IOException {
        ensure(1);
        buffer[size++] = (byte) character;
    }

    /** Writes bytes as they are. */
    void write(byte[] json) throws IOException {
        if (json.length > BUFFER_BYTES) {
            drain();
            out.write(json);
            return;
        }
        ensure(json.length);
        System.arraycopy(json, 0, buffer, size, json.length);
        size += json.length;
    }

    void writeNull() throws IOException {
        write(NULL);
    }

    /** Writes a text in quotes. Half of a surrogate pair, which UTF-8 cannot tell, is escaped. */
    void writeText(String text) throws IOException {
        write('"');
        write(text, ESCAPES);
        write('"');
    }

    /** Writes a text in quotes, or null. */
    void writeNullable(@Nullable String text) throws IOException {
        if (text == null) {
            writeNull();
        } else {
            writeText(text);
        }
    }

    /** Writes what is JSON already. */
    void writeJson(String json) throws IOException {
        write(json, NO_ESCAPES);
    }

    private void write(String text, byte[] escapes) throws IOException {
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + CHUNK_CHARS);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            ensure((to - from) * MAX_CHAR_BYTES);
            text.getChars(from, to, chars, 0);
            write(to - from, escapes);
            from = to;
        }
    }

    /** Writes the first of {@link #chars}. */
    private void write(int count, byte[] escapes) {
        int at = size;
        for (int i = 0; i < count; i++) {
            char c = chars[i];
            if (c < 0x80 && escapes[c] == 0) {
                buffer[at++] = (byte) c;
            } else if (Character.isHighSurrogate(c) && i + 1 < count && Character.isLowSurrogate(chars[i + 1])) {
                at = encode(Character.toCodePoint(c, chars[++i]), at);
            } else {
                at = c < 0x80 ? escape(c, escapes[c], at) : encode(c, at);
            }
        }
        size = at;
    }

    /** Writes a character beyond ASCII. */
    private int encode(int code, int at) {
        int next = at;
        if (code < 0x800) {
            buffer[next++] = (byte) (0xc0 | (code >> 6));
        } else if (code < 0x1_0000) {
            if (Character.isSurrogate((char) code)) {
                return escape((char) code, (byte) 'u', at);
            }
            buffer[next++] = (byte) (0xe0 | (code >> 12));
            buffer[next++] = (byte) (0x80 | ((code >> 6) & 0x3f));
        } else {
            buffer[next++] = (byte) (0xf0 | (code >> 18));
            buffer[next++] = (byte) (0x80 | ((code >> 12) & 0x3f));
            buffer[next++] = (byte) (0x80 | ((code >> 6) & 0x3f));
        }
        buffer[next++] = (byte) (0x80 | (code & 0x3f));
        return next;
    }

    private int escape(char c, byte escape, int at) {
        int next = at;
        buffer[next++] = '\\';
        buffer[next++] = escape;
        if (escape == 'u') {
            for (int shift = 12; shift >= 0; shift -= 4) {
                buffer[next++] = HEX[c >> shift & 0xf];
            }
        }
        return next;
    }

    void writeNumber(long number) throws IOException {
        ensure(NUMBER_BYTES);
        size = NumberOutput.outputLong(number, buffer, size);
    }

    void writeNumber(BigInteger number) throws IOException {
        writeJson(number.toString());
    }

    /** Writes all digits, without an exponent. */
    void writeNumber(BigDecimal number) throws IOException {
        int scale = number.scale();
        if (scale < 0 || scale >= POWERS_OF_TEN.length || number.precision() >= POWERS_OF_TEN.length) {
            writeJson(number.toPlainString());
            return;
        }
        long unscaled = number.unscaledValue().longValue();
        if (unscaled < 0) {
            write('-');
        }
        long digits = Math.abs(unscaled);
        writeNumber(digits / POWERS_OF_TEN[scale]);
        if (scale > 0) {
            write('.');
            writeDigits(digits % POWERS_OF_TEN[scale], scale);
        }
    }

    /** The shortest text that reads back as the same value. One that is no number is a text. */
    void writeNumber(double number) throws IOException {
        if (Double.isFinite(number)) {
            writeJson(NumberOutput.toString(number, true));
        } else {
            writeText(Double.toString(number));
        }
    }

    /** The shortest text that reads back as the same value. One that is no number is a text. */
    void writeNumber(float number) throws IOException {
        if (Float.isFinite(number)) {
            writeJson(NumberOutput.toString(number, true));
        } else {
            writeText(Float.toString(number));
        }
    }

    /** Writes a number from 0 with leading zeros, {@code width} digits in all. */
    void writeDigits(long number, int width) throws IOException {
        ensure(width);
        long left = number;
        for (int at = size + width - 1; at >= size; at--) {
            buffer[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        size += width;
    }

    /**
     * Writes the fraction of a second.
     *
     * @param micros microseconds, 0 to 999999
     * @param digits how many digits of them, 1 to 6
     */
    void writeFraction(int micros, int digits) throws IOException {
        writeDigits(micros / POWERS_OF_TEN[6 - digits], digits);
    }

    /** Writes bytes as a text in base64 (RFC 4648, padded). */
    void writeBase64(byte[] bytes) throws IOException {
        write('"');
        for (int from = 0; from < bytes.length; from += BASE64_CHUNK) {
            int to = Math.min(bytes.length, from + BASE64_CHUNK);
            write(Base64.getEncoder().encode(Arrays.copyOfRange(bytes, from, to)));
        }
        write('"');
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        return escapes;
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }
}
