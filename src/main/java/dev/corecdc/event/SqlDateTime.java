package dev.corecdc.event;

/**
 * A date and time of day as SQL stores it, zero and partly zero dates included.
 *
 * @param micros microseconds of the second, 0 to 999999
 * @param digits how many digits of the fraction the column declares, 0 to 6
 */
public record SqlDateTime(SqlDate date, int hour, int minute, int second, int micros, int digits) {

    /** As {@code 2024-12-03T03:48:55.123}, the fraction as declared. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(26);
        date.appendTo(text);
        text.append('T');
        Digits.append(text, hour, 2);
        text.append(':');
        Digits.append(text, minute, 2);
        text.append(':');
        Digits.append(text, second, 2);
        Digits.appendFraction(text, micros, digits);
        return text.toString();
    }
}
