package dev.corecdc.event;

/** Writes zero-padded decimal numbers. */
final class Digits {

    private Digits() {}

    static void append(StringBuilder text, int value, int width) {
        for (int unit = powerOfTen(width - 1); unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
    }

    static void appendFraction(StringBuilder text, int micros, int digits) {
        if (digits > 0) {
            text.append('.');
            append(text, micros / powerOfTen(6 - digits), digits);
        }
    }

    private static int powerOfTen(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
