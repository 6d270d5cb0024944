package dev.corecdc.processor.mysql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A JSON text in the making. Numbers and strings look as MySQL prints them. */
final class JsonText {

    /**
     * Numbers with their point within so many places of the first digit are written without an exponent, and also those that
     * have a fraction behind more.
     */
    private static final int MOST_PLACES = 15;

    /** Every number with so many digits is read back as itself. */
    private static final int SURE_DIGITS = 15;

    private final StringBuilder text;

    JsonText(int expectedLength) {
        this.text = new StringBuilder(Math.min(expectedLength, 1 << 20) + 16);
    }

    void append(String part) {
        text.append(part);
    }

    void append(char part) {
        text.append(part);
    }

    void append(long number) {
        text.append(number);
    }

    /** Appends the shortest number that is read back as {@code number}. */
    void append(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new UndecodableEventException("%s is no number of JSON".formatted(number));
        }
        if (number == 0) {
            text.append(number);
            return;
        }
        BigDecimal shortest = shortest(number);
        int point = shortest.precision() - shortest.scale();
        if (point > -MOST_PLACES && (point <= MOST_PLACES || shortest.scale() > 0)) {
            String plain = shortest.toPlainString();
            text.append(plain).append(shortest.scale() <= 0 ? ".0" : "");
        } else {
            String digits = shortest.unscaledValue().abs().toString();
            text.append(number < 0 ? "-" : "").append(digits.charAt(0));
            if (digits.length() > 1) {
                text.append('.').append(digits, 1, digits.length());
            }
            text.append('e').append(point - 1);
        }
    }

    private static BigDecimal shortest(double number) {
        BigDecimal known = new BigDecimal(Double.toString(number));
        boolean subnormal = Math.abs(number) < Double.MIN_NORMAL;
        // Java's text can have a digit too many or a last one that is not the nearest: before Java 19, and for the
        // smallest numbers.
        for (int digits = subnormal ? 1 : SURE_DIGITS; digits <= known.precision(); digits++) {
            BigDecimal exact = new BigDecimal(number);
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            BigDecimal farther = exact.round(
                    new MathContext(digits, nearest.compareTo(exact) < 0 ? RoundingMode.CEILING : RoundingMode.FLOOR));
            if (nearest.doubleValue() == number) {
                return nearest.stripTrailingZeros();
            }
            if (farther.doubleValue() == number) {
                return farther.stripTrailingZeros();
            }
        }
        return known.stripTrailingZeros();
    }

    void quote(String value) {
        text.append('"');
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(value, written, i);
                escape(c);
                written = i + 1;
            }
        }
        text.append(value, written, value.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\b' -> text.append("\\b");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\f' -> text.append("\\f");
            case '\r' -> text.append("\\r");
            default ->
                text.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xf, 16));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
