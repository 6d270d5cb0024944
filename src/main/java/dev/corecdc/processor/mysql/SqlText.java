package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The first words of an SQL statement, without its comments (MySQL Reference Manual: "Comments", "Schema Object Names"). What
 * stands in an executable comment counts. No more is read than asked for.
 */
final class SqlText {

    /**
     * A word, a quoted name or a single character.
     *
     * @param text the word as written, or the name without its quotes
     * @param quoted whether it was quoted, and so is a name whatever it says
     */
    record Token(String text, boolean quoted) {

        boolean is(String keyword) {
            return !quoted && text.equalsIgnoreCase(keyword);
        }
    }

    private static final Token END = new Token("", false);

    private final String sql;
    private int at;
    private final List<Token> seen = new ArrayList<>();
    private int next;

    SqlText(String sql) {
        this.sql = sql;
    }

    /** The next token, which stays; an empty one at the end. */
    Token peek() {
        while (seen.size() <= next) {
            seen.add(read());
        }
        return seen.get(next);
    }

    Token take() {
        Token token = peek();
        next++;
        return token;
    }

    /** Takes the next token when it is one of these keywords. */
    boolean skip(String... keywords) {
        for (String keyword : keywords) {
            if (peek().is(keyword)) {
                next++;
                return true;
            }
        }
        return false;
    }

    /** The next token in upper case when it is a word. */
    String keyword() {
        return peek().quoted() ? "" : peek().text().toUpperCase(Locale.ROOT);
    }

    boolean atEnd() {
        return peek().equals(END);
    }

    private Token read() {
        skipBlanks();
        if (at >= sql.length()) {
            return END;
        }
        char first = sql.charAt(at);
        if (first == '`' || first == '"' || first == '\'') {
            return new Token(readQuoted(first), true);
        }
        int start = at++;
        if (isWord(first)) {
            while (at < sql.length() && isWord(sql.charAt(at))) {
                at++;
            }
        }
        return new Token(sql.substring(start, at), false);
    }

    private String readQuoted(char quote) {
        StringBuilder name = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            if (sql.charAt(at) == '\\' && quote != '`' && at + 1 < sql.length()) {
                at++;
            } else if (sql.charAt(at) == quote) {
                boolean doubled = at + 1 < sql.length() && sql.charAt(at + 1) == quote;
                if (!doubled) {
                    at++;
                    break;
                }
                at++;
            }
            name.append(sql.charAt(at));
        }
        return name.toString();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7f;
    }

    private void skipBlanks() {
        boolean skipped = true;
        while (skipped && at < sql.length()) {
            int before = at;
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
            skipped = at > before;
        }
    }

    private boolean isDashes() {
        return sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    }
}
