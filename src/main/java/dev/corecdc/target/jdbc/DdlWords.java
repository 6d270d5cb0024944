package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import java.util.Locale;

/**
 * The words of a statement of MySQL or MariaDB, one after the other, without its comments (MySQL Reference Manual: "Comments", "Schema Object
 * Names", "String Literals"). What stands in an executable comment counts. For use by one thread.
 */
final class DdlWords {

    /** The session's {@code sql_mode} where it is not known. */
    private static final long ORDINARY = 0;

    /** In {@code sql_mode}: a double quote encloses a name. */
    private static final long ANSI_QUOTES = 4;

    /** In {@code sql_mode}: a backslash is a letter like any other. */
    private static final long NO_BACKSLASH_ESCAPES = 1 << 20;

    /**
     * A word, something quoted, or a single sign.
     *
     * @param text the word as written, or what is quoted with its escapes undone
     * @param quote the quote; 0 when there is none
     * @param start where it begins in the statement
     */
    record Word(String text, char quote, int start) {

        boolean is(String keyword) {
            return quote == 0 && text.equalsIgnoreCase(keyword);
        }

        boolean isEnd() {
            return quote == 0 && text.isEmpty();
        }

        boolean isText() {
            return quote == '\'';
        }
    }

    private final String sql;
    private final boolean ansiQuotes;
    private final boolean escapes;
    private int at;
    private Word next;

    /** @param mode the session's {@code sql_mode}, as the log has it */
    DdlWords(String sql, long mode) {
        this.sql = sql;
        this.ansiQuotes = (mode & ANSI_QUOTES) != 0;
        this.escapes = (mode & NO_BACKSLASH_ESCAPES) == 0;
        this.next = read();
    }

    /** The words of a statement of the log as its session meant them. */
    static DdlWords of(DdlEvent statement) {
        return new DdlWords(statement.statement(), mode(statement));
    }

    /** The {@code sql_mode} that a statement is read with. */
    static long mode(DdlEvent statement) {
        Long mode = statement.session().sqlMode();
        return mode == null ? ORDINARY : mode;
    }

    /** The next word, which stays; an empty one at the end. */
    Word peek() {
        return next;
    }

    Word take() {
        Word taken = next;
        next = read();
        return taken;
    }

    boolean is(String keyword) {
        return next.is(keyword);
    }

    /** The next word in upper case when it is one, and not quoted. */
    String keyword() {
        return next.quote() == 0 ? next.text().toUpperCase(Locale.ROOT) : "";
    }

    /** Takes the next word when it is one of these. */
    boolean skip(String... keywords) {
        for (String keyword : keywords) {
            if (next.is(keyword)) {
                take();
                return true;
            }
        }
        return false;
    }

    /** Takes the next words when they are just these. */
    boolean skipAll(String... keywords) {
        int from = at;
        Word first = next;
        for (String keyword : keywords) {
            if (!skip(keyword)) {
                at = from;
                next = first;
                return false;
            }
        }
        return true;
    }

    void require(String keyword) throws UntranslatableDdlException {
        if (!skip(keyword)) {
            throw unexpected();
        }
    }

    boolean atEnd() {
        return next.isEnd();
    }

    /** Whether a part of a list ends here. */
    boolean atEndOfPart() {
        return atEnd() || is(",") || is(")");
    }

    /** The name that comes next. */
    String name() throws UntranslatableDdlException {
        Word word = next;
        boolean named = word.quote() == 0
                ? !word.isEnd() && isWord(word.text().charAt(0))
                : word.quote() == '`' || (word.quote() == '"' && ansiQuotes);
        if (!named) {
            throw unexpected();
        }
        return take().text();
    }

    /** Takes what stands between parentheses, of which the first comes next. */
    void skipParentheses() throws UntranslatableDdlException {
        require("(");
        for (int depth = 1; depth > 0; ) {
            if (atEnd()) {
                throw unexpected();
            }
            Word word = take();
            depth += word.is("(") ? 1 : word.is(")") ? -1 : 0;
        }
    }

    /** Goes to the comma, parenthesis or end behind a part. */
    void skipPart() throws UntranslatableDdlException {
        while (!atEndOfPart()) {
            if (is("(")) {
                skipParentheses();
            } else {
                take();
            }
        }
    }

    /** That the next word is not understood. */
    UntranslatableDdlException unexpected() {
        return new UntranslatableDdlException(
                atEnd()
                        ? "more is expected at its end"
                        : "'%s' is not understood, at character %d".formatted(next.text(), next.start() + 1));
    }

    private Word read() {
        skipBlanks();
        int start = at;
        if (start >= sql.length()) {
            return new Word("", (char) 0, start);
        }
        char first = sql.charAt(at);
        if (first == '`' || first == '"' || first == '\'') {
            String text = quoted(first);
            return new Word(text, first == '"' && !ansiQuotes ? '\'' : first, start);
        }
        at++;
        if (isWord(first)) {
            while (at < sql.length() && isWord(sql.charAt(at))) {
                at++;
            }
        }
        return new Word(sql.substring(start, at), (char) 0, start);
    }

    private String quoted(char quote) {
        boolean escaping = escapes && (quote == '\'' || (quote == '"' && !ansiQuotes));
        StringBuilder text = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == '\\' && escaping && at + 1 < sql.length()) {
                at++;
                text.append(escaped(sql.charAt(at)));
            } else if (c != quote) {
                text.append(c);
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at++;
                text.append(quote);
            } else {
                at++;
                break;
            }
        }
        return text.toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '0' -> "\0";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'Z' -> "\u001a";
            case '%', '_' -> "\\" + c;
            default -> String.valueOf(c);
        };
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7f;
    }

    private void skipBlanks() {
        for (int before = -1; before < at && at < sql.length(); ) {
            before = at;
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
                at = sql.indexOf('!', at) + 1;
                while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                    at++;
                }
            } else if (sql.startsWith("*/", at)) {
                at += 2; // the end of an executable comment
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else if (sql.charAt(at) == '#' || isDashes()) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            }
        }
    }

    private boolean isDashes() {
        return sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    }
}
