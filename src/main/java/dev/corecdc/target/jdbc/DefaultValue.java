package dev.corecdc.target.jdbc;

import java.util.Locale;

/**
 * The value that a column has in a row that gives none.
 *
 * @param text the text, the number, or the digits of the bytes or bits; empty for the other kinds
 */
record DefaultValue(Kind kind, String text) {

    /** How a value is said. */
    enum Kind {
        /** Not at all. */
        NONE,
        NULL,
        TEXT,
        NUMBER,
        /** Hexadecimal digits, two a byte. */
        BYTES,
        BITS,
        /** The time of the statement. */
        NOW,
        /** What is worked out. */
        EXPRESSION
    }

    static final DefaultValue NONE = new DefaultValue(Kind.NONE, "");
    static final DefaultValue NULL = new DefaultValue(Kind.NULL, "");
    static final DefaultValue NOW = new DefaultValue(Kind.NOW, "");
    static final DefaultValue EXPRESSION = new DefaultValue(Kind.EXPRESSION, "");

    static DefaultValue text(String text) {
        return new DefaultValue(Kind.TEXT, text);
    }

    static DefaultValue number(String number) {
        return new DefaultValue(Kind.NUMBER, number);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** Takes what follows DEFAULT (MySQL Reference Manual: "Data Type Default Values"). */
    static DefaultValue take(DdlWords words) throws UntranslatableDdlException {
        if (words.is("(")) {
            words.skipParentheses();
            return EXPRESSION;
        }
        boolean negative = words.skip("-");
        if (!negative) {
            words.skip("+");
        }
        DdlWords.Word word = words.take();
        if (word.isText()) {
            return text(word.text() + more(words));
        } else if (word.quote() != 0 || word.isEnd()) {
            throw new UntranslatableDdlException("a DEFAULT is not understood");
        } else if (isDigits(word) || word.is(".")) {
            return number(word, negative, words);
        } else if (words.peek().isText() && words.peek().start() == word.start() + 1) {
            return prefixed(word.text(), words);
        } else if (word.text().startsWith("_") && words.peek().isText()) {
            return text(words.take().text() + more(words));
        }
        return named(word, words);
    }

    /** Texts that follow each other are one. */
    private static String more(DdlWords words) {
        StringBuilder more = new StringBuilder();
        while (words.peek().isText()) {
            more.append(words.take().text());
        }
        return more.toString();
    }

    private static DefaultValue prefixed(String prefix, DdlWords words) throws UntranslatableDdlException {
        String text = words.take().text();
        return switch (prefix) {
            case "b", "B" -> new DefaultValue(Kind.BITS, text);
            case "x", "X" -> new DefaultValue(Kind.BYTES, text);
            case "n", "N" -> text(text);
            default -> throw new UntranslatableDdlException("a DEFAULT is not understood");
        };
    }

    private static DefaultValue named(DdlWords.Word word, DdlWords words) throws UntranslatableDdlException {
        boolean called = words.is("(");
        if (called) {
            words.skipParentheses();
        }
        return switch (word.text().toUpperCase(Locale.ROOT)) {
            case "NULL" -> NULL;
            case "TRUE" -> number("1");
            case "FALSE" -> number("0");
            case "CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP" -> NOW;
            default -> {
                while (words.is("(")) {
                    words.skipParentheses();
                }
                yield EXPRESSION;
            }
        };
    }

    private static boolean isDigits(DdlWords.Word word) {
        return word.quote() == 0
                && !word.isEnd()
                && Character.isDigit(word.text().charAt(0));
    }

    /** A number such as 1.5e-3 is several words. */
    private static DefaultValue number(DdlWords.Word first, boolean negative, DdlWords words) {
        String text = first.text();
        if (text.startsWith("0x")) {
            return new DefaultValue(Kind.BYTES, (text.length() % 2 == 0 ? "" : "0") + text.substring(2));
        } else if (text.startsWith("0b")) {
            return new DefaultValue(Kind.BITS, text.substring(2));
        }
        StringBuilder number = new StringBuilder(negative ? "-" : "").append(text);
        if (text.equals(".") || words.is(".")) {
            if (!text.equals(".")) {
                number.append(words.take().text());
            }
            if (isDigits(words.peek())) {
                number.append(words.take().text());
            }
        }
        char last = number.charAt(number.length() - 1);
        if ((last == 'e' || last == 'E') && (words.is("-") || words.is("+"))) {
            number.append(words.take().text()).append(words.take().text());
        }
        return number(number.toString());
    }
}
