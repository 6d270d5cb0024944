package dev.corecdc.processor.mysql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words of an SQL statement, one after the other, without its comments (MySQL Reference Manual: "Comments", "Schema
 * Object Names"). What stands in an executable comment counts. No more is read than asked for, and nothing is kept.
 */
final class SqlText {

    /**
     * A word, something quoted or a single character.
     *
     * @param text the word as written, or what is quoted without its quotes
     * @param quote the quote, 0 when there is none; what is quoted is no keyword
     * @param start where it begins in the statement
     */
    record Token(String text, char quote, int start) {

        boolean is(String keyword) {
            return quote == 0 && text.equalsIgnoreCase(keyword);
        }

        boolean isEnd() {
            return quote == 0 && text.isEmpty();
        }
    }

    private final String sql;
    private final SqlMode mode;
    private int at;
    private @Nullable Token next;

    SqlText(String sql, SqlMode mode) {
        this.sql = sql;
        this.mode = mode;
    }

    SqlMode mode() {
        return mode;
    }

    /** How a token is written that was taken last, and behind which nothing was looked at. */
    String raw(Token taken) {
        return sql.substring(taken.start(), at);
    }

    /** The next token, which stays; an empty one at the end. */
    Token peek() {
        Token token = next;
        if (token == null) {
            token = read();
            next = token;
        }
        return token;
    }

    Token take() {
        Token token = peek();
        next = null;
        return token;
    }

    /** Takes the next token when it is one of these keywords. */
    boolean skip(String... keywords) {
        Token token = peek();
        for (String keyword : keywords) {
            if (token.is(keyword)) {
                next = null;
                return true;
            }
        }
        return false;
    }

    /** The next token in upper case when it is a word. */
    String keyword() {
        return peek().quote() == 0 ? peek().text().toUpperCase(Locale.ROOT) : "";
    }

    boolean atEnd() {
        return peek().isEnd();
    }

    /**
     * All tokens from the next one on, with no comments between them, and double quotes only around what any parser takes for
     * nothing else.
     */
    String rest() {
        StringBuilder plain = new StringBuilder();
        int end = peek().start();
        for (Token token = take(); !token.isEnd(); token = take()) {
            if (token.start() > end) {
                plain.append(' ');
            }
            end = at;
            if (token.quote() == '"') {
                char quote = mode.ansiQuotes() ? '`' : '\'';
                String doubled = token.text().replace(String.valueOf(quote), String.valueOf(quote) + quote);
                plain.append(quote)
                        .append(quote == '`' ? doubled : doubled.replace("\\", ""))
                        .append(quote);
            } else {
                plain.append(sql, token.start(), end);
            }
        }
        return plain.toString();
    }

    private Token read() {
        skipBlanks();
        int start = at;
        if (start >= sql.length()) {
            return new Token("", (char) 0, start);
        }
        char first = sql.charAt(at);
        if (first == '`' || first == '"' || first == '\'') {
            return new Token(readQuoted(first), first, start);
        }
        at++;
        if (isWord(first)) {
            while (at < sql.length() && isWord(sql.charAt(at))) {
                at++;
            }
        }
        return new Token(sql.substring(start, at), (char) 0, start);
    }

    private String readQuoted(char quote) {
        StringBuilder name = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            if (sql.charAt(at) == '\\' && mode.escapes(quote) && at + 1 < sql.length()) {
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
