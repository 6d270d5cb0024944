package dev.corecdc.event;

/**
 * A time of day or a span of time as SQL's TIME stores it, from -838:59:59 to 838:59:59.
 *
 * @param negative whether the whole value is below zero
 * @param micros microseconds of the second, 0 to 999999
 * @param digits how many digits of the fraction the column declares, 0 to 6
 */
public record SqlTime(boolean negative, int hours, int minutes, int seconds, int micros, int digits) {

    /** As {@code -12:34:56.789}, the fraction as declared. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        if (negative) {
            text.append('-');
        }
        Digits.append(text, hours, hours < 100 ? 2 : 3);
        text.append(':');
        Digits.append(text, minutes, 2);
        text.append(':');
        Digits.append(text, seconds, 2);
        Digits.appendFraction(text, micros, digits);
        return text.toString();
    }
}
