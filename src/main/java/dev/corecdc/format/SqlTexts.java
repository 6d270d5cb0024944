package dev.corecdc.format;

import dev.corecdc.event.SqlDateTime;

/** Times as SQL writes them. */
final class SqlTexts {

    private static final int DATE_CHARS = 10;

    private SqlTexts() {}

    /** As {@code 2024-12-03 03:48:55.123}, the fraction as declared. */
    static String of(SqlDateTime time) {
        String text = time.toString();
        return text.substring(0, DATE_CHARS) + ' ' + text.substring(DATE_CHARS + 1);
    }
}
