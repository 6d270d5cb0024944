package dev.corecdc.transform;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a DDL statement without the values in it: defaults, labels, bounds of partitions, comments, what a view or a
 * trigger compares with. Names, types and their lengths stay. Used by one thread.
 *
 * <p>How quotes and backslashes are meant depends on the session, which is not known here. Where that makes a difference, and where
 * there are executable comments, nothing of the text is left.
 */
final class DdlText {

    /** In the place of a whole statement. */
    static final String WITHHELD = "/* withheld: it may hold values of columns that are hidden */";

    private static final Set<String> TYPES = Set.of(
            "BINARY",
            "BIT",
            "BLOB",
            "CHAR",
            "CHARACTER",
            "CURRENT_TIMESTAMP",
            "DATETIME",
            "DEC",
            "DECIMAL",
            "DOUBLE",
            "FIXED",
            "FLOAT",
            "INT",
            "INTEGER",
            "BIGINT",
            "MEDIUMINT",
            "SMALLINT",
            "TINYINT",
            "NCHAR",
            "NUMERIC",
            "NVARCHAR",
            "PRECISION",
            "REAL",
            "TEXT",
            "TIME",
            "TIMESTAMP",
            "VARBINARY",
            "VARCHAR",
            "VARYING",
            "VECTOR",
            "YEAR");

    private static final Pattern LENGTH = Pattern.compile("\\s*\\(\\s*[0-9]{1,10}\\s*(,\\s*[0-9]{1,3}\\s*)?\\)");

    private final String sql;
    private final StringBuilder left = new StringBuilder();
    private int at;

    private DdlText(String sql) {
        this.sql = sql;
    }

    /** The same text when there are none. */
    static String withoutValues(String sql) {
        if (sql.contains("/*!") || sql.contains("/*M!")) {
            return WITHHELD;
        }
        DdlText text = new DdlText(sql);
        while (text.at < sql.length()) {
            if (!text.copyToken()) {
                return WITHHELD;
            }
        }
        return text.left.toString();
    }

    /** False when it cannot be told where the token ends. */
    private boolean copyToken() {
        char first = sql.charAt(at);
        if (first == '\'' || first == '"') {
            return skipQuoted(first);
        }
        if (first == '`') {
            return copyName();
        }
        if (sql.startsWith("/*", at)) {
            return skipTo("*/", at + 2);
        }
        if (first == '#' || isDashes()) {
            return skipTo("\n", at) || skipRest();
        }
        if (isWord(first)) {
            copyWord();
        } else {
            left.append(first);
            at++;
        }
        return true;
    }

    private boolean skipQuoted(char quote) {
        int end = endOfQuoted(quote);
        if (end < 0 || sql.substring(at, end).indexOf('\\') >= 0) {
            return false;
        }
        left.append(quote).append(end == at + 2 ? "" : "***").append(quote);
        at = end;
        return true;
    }

    private boolean copyName() {
        int end = endOfQuoted('`');
        if (end < 0) {
            return false;
        }
        left.append(sql, at, end);
        at = end;
        return true;
    }

    /** Behind the closing quote, which does not stand doubled; -1 when there is none. */
    private int endOfQuoted(char quote) {
        int end = sql.indexOf(quote, at + 1);
        while (end >= 0 && end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
            end = sql.indexOf(quote, end + 2);
        }
        return end < 0 ? -1 : end + 1;
    }

    private boolean skipTo(String end, int from) {
        int found = sql.indexOf(end, from);
        if (found >= 0) {
            left.append(' ');
            at = found + end.length();
        }
        return found >= 0;
    }

    private boolean skipRest() {
        at = sql.length();
        return true;
    }

    private void copyWord() {
        int start = at;
        while (at < sql.length() && isWord(sql.charAt(at))) {
            at++;
        }
        String word = sql.substring(start, at);
        left.append(Character.isDigit(word.charAt(0)) ? "0" : word);
        if (TYPES.contains(word.toUpperCase(Locale.ROOT))) {
            Matcher length = LENGTH.matcher(sql).region(at, sql.length());
            if (length.lookingAt()) {
                left.append(length.group());
                at = length.end();
            }
        }
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7f;
    }

    private boolean isDashes() {
        return sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    }
}
