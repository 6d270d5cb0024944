package dev.corecdc.processor.mysql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of columns and character sets in statements, and what is no such thing. */
final class Names {

    private Names() {}

    /** What to throw where something stands next that is not understood. */
    static NotFollowedException unexpected(SqlText text) {
        return new NotFollowedException(
                "'%s' is not understood".formatted(text.peek().text()));
    }

    /** Takes the name of a column, which may be qualified. */
    static String take(SqlText text) throws NotFollowedException {
        SqlText.Token token = text.take();
        boolean name = token.quote() == '`'
                || (token.quote() == '"' && text.mode().ansiQuotes())
                || (token.quote() == 0 && token.text().matches("[\\w$\\x{80}-\\x{ffff}]+"));
        if (!name || text.peek().is(".")) {
            throw new NotFollowedException("'%s' is no name of a column".formatted(token.text()));
        }
        return token.text();
    }

    /** Takes the name of a character set. */
    static String charset(SqlText text) throws NotFollowedException {
        text.skip("=");
        String name = text.take().text();
        String known = CharacterSets.known(name);
        if (known == null) {
            throw new NotFollowedException("the character set '%s' is not known".formatted(name));
        }
        return known;
    }

    /** The character set of a collation, whose name begins with it; null where it does not. */
    static @Nullable String charsetOfCollation(String collation) throws NotFollowedException {
        String charset = CharacterSets.known(collation.split("_", 2)[0]);
        if (charset == null && !collation.toLowerCase(Locale.ROOT).startsWith("uca1400")) {
            throw new NotFollowedException("the collation '%s' is not known".formatted(collation));
        }
        return charset;
    }

    /** Takes what stands in parentheses, with these; does nothing where none are opened. */
    static void skipParentheses(SqlText text) throws NotFollowedException {
        if (!text.peek().is("(")) {
            return;
        }
        int depth = 0;
        do {
            SqlText.Token token = text.take();
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (token.isEnd()) {
                throw new NotFollowedException("a parenthesis is not closed");
            }
        } while (depth > 0);
    }
}
