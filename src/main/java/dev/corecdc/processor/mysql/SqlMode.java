package dev.corecdc.processor.mysql;

/**
 * How the session that sent a statement wanted it to be read (MySQL Reference Manual: "Server SQL Modes").
 *
 * @param ansiQuotes whether a double quote encloses a name, and not a string
 * @param backslashEscapes whether a backslash in a string stands for no character of its own
 */
record SqlMode(boolean ansiQuotes, boolean backslashEscapes) {

    static final SqlMode DEFAULT = new SqlMode(false, true);

    private static final long ANSI_QUOTES = 4;
    private static final long NO_BACKSLASH_ESCAPES = 1 << 20;

    /** @param bits as the log has them */
    static SqlMode of(long bits) {
        return new SqlMode((bits & ANSI_QUOTES) != 0, (bits & NO_BACKSLASH_ESCAPES) == 0);
    }

    /** Whether a backslash takes the meaning from what follows it between such quotes. */
    boolean escapes(char quote) {
        return backslashEscapes && (quote == '\'' || (quote == '"' && !ansiQuotes));
    }
}
