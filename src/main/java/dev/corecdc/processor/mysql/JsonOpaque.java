package dev.corecdc.processor.mysql;

import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import java.util.Arrays;
import java.util.Base64;

/** Values in a JSON document that are not of JSON's own types: numbers with a fixed point, dates and times, and any others. */
final class JsonOpaque {

    private static final int MICROS_BITS = 24;
    private static final int MICROS_MASK = (1 << MICROS_BITS) - 1;
    private static final int DIGITS = 6;

    /** MySQL breaks the lines. */
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {(byte) 10});

    private JsonOpaque() {}

    /**
     * Writes the value as MySQL does: what has a text of its own as that, the rest as base64 behind its type.
     *
     * @param type the code of the column type
     */
    static void write(JsonText text, int type, byte[] bytes, int from, int length) {
        switch (type) {
            case LoggedType.DECIMAL -> text.append(decimal(bytes, from, length));
            case LoggedType.DATE ->
                text.quote(dateTime(packed(bytes, from, length)).date().toString());
            case LoggedType.OLD_DATETIME, LoggedType.OLD_TIMESTAMP, LoggedType.DATETIME, LoggedType.TIMESTAMP ->
                text.quote(dateTime(packed(bytes, from, length)).toString().replace('T', ' '));
            case LoggedType.OLD_TIME, LoggedType.TIME -> text.quote(time(packed(bytes, from, length)));
            default -> {
                byte[] value = Arrays.copyOfRange(bytes, from, from + length);
                text.quote("base64:type" + type + ":" + BASE64.encodeToString(value));
            }
        }
    }

    /** Precision, scale, and the number as in a column. */
    private static String decimal(byte[] bytes, int from, int length) {
        if (length < 2) {
            throw malformed();
        }
        DecimalDecoder decoder = new DecimalDecoder(bytes[from] & 0xff, bytes[from + 1] & 0xff);
        if (length != 2 + decoder.length()) {
            throw malformed();
        }
        return decoder.decode(bytes, from + 2, decoder.length()).toPlainString();
    }

    private static long packed(byte[] bytes, int from, int length) {
        if (length != Long.BYTES) {
            throw malformed();
        }
        return BinaryNumbers.int64(bytes, from);
    }

    private static SqlDateTime dateTime(long packed) {
        if (packed < 0) {
            throw malformed();
        }
        long seconds = packed >> MICROS_BITS;
        int yearAndMonth = (int) Math.min(seconds >> 22, Integer.MAX_VALUE);
        SqlDate date = TemporalDecoders.date(yearAndMonth / 13, yearAndMonth % 13, (int) (seconds >> 17) & 0x1f);
        int micros = (int) packed & MICROS_MASK;
        return TemporalDecoders.dateTime(
                date, (int) (seconds >> 12) & 0x1f, (int) (seconds >> 6) & 0x3f, (int) seconds & 0x3f, micros, DIGITS);
    }

    private static String time(long packed) {
        long positive = Math.abs(packed);
        int seconds = (int) Math.min(positive >>> MICROS_BITS, Integer.MAX_VALUE);
        int micros = (int) positive & MICROS_MASK;
        return TemporalDecoders.time(packed < 0, seconds >> 12, seconds >> 6 & 0x3f, seconds & 0x3f, micros, DIGITS)
                .toString();
    }

    private static UndecodableEventException malformed() {
        return new UndecodableEventException("the JSON document is malformed: the length of a value is wrong");
    }
}
