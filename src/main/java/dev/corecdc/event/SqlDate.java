package dev.corecdc.event;

/** A calendar date as SQL stores it: zero ({@code 0000-00-00}) and partly zero ({@code 2020-00-00}) dates stand as they are. */
public record SqlDate(int year, int month, int day) {

    /** As {@code 2024-12-03}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(10);
        appendTo(text);
        return text.toString();
    }

    void appendTo(StringBuilder text) {
        Digits.append(text, year, 4);
        text.append('-');
        Digits.append(text, month, 2);
        text.append('-');
        Digits.append(text, day, 2);
    }
}
