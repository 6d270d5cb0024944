package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table that CREATE TABLE makes (MySQL Reference Manual: "CREATE TABLE Statement"; MariaDB manual: "CREATE TABLE"). */
final class CreatedTable {

    /** What a part of the list of columns begins with that is none. */
    private static final Set<String> NO_COLUMN =
            Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR", "FOREIGN", "CHECK");

    /** Words that can make columns, or rename what stands there. */
    private static final Set<String> REFUSED = Set.of("SYSTEM", "VERSIONING", "PERIOD", "SELECT", "LIKE", "CONVERT");

    private final SqlText text;
    private final Flavor flavor;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<String> key = new ArrayList<>();

    /** @param text stands before the first column, behind the parenthesis */
    CreatedTable(SqlText text, Flavor flavor) {
        this.text = text;
        this.flavor = flavor;
    }

    /** @param databaseCharset the character set of tables that name none; null when it is not known */
    TableShape shape(@Nullable String databaseCharset) throws NotFollowedException {
        do {
            takePart();
        } while (text.skip(","));
        if (!text.skip(")")) {
            throw new NotFollowedException(
                    "'%s' is not understood".formatted(text.peek().text()));
        }
        String named = takeOptions();
        String charset = named == null ? databaseCharset : named;
        AlteredColumns made = new AlteredColumns(new TableShape(List.of(), List.of(), charset));
        for (ColumnDefinition column : columns) {
            made.add(column.in(charset, flavor), column.place());
            if (column.key()) {
                key.add(column.name());
            }
        }
        if (!key.isEmpty()) {
            made.key(key);
        }
        return made.after(charset);
    }

    private void takePart() throws NotFollowedException {
        SqlText.Token first = text.peek();
        String word = text.keyword();
        if (word.equals("CONSTRAINT")) {
            text.take();
            if (!List.of("PRIMARY", "UNIQUE", "FOREIGN", "CHECK").contains(text.keyword())) {
                text.take(); // its name
            }
            word = text.keyword();
        }
        if (first.quote() == 0 && word.equals("PRIMARY")) {
            if (!key.isEmpty()) {
                throw new NotFollowedException("there are two primary keys");
            }
            key.addAll(takeKey(text));
        } else if (first.quote() == 0 && NO_COLUMN.contains(word)) {
            skipPart(text);
        } else if (first.quote() == 0 && REFUSED.contains(word)) {
            throw new NotFollowedException("'%s' is not understood".formatted(word));
        } else {
            columns.add(ColumnDefinition.take(text));
        }
    }

    /** Takes PRIMARY KEY with its columns and options, up to what follows. */
    static List<String> takeKey(SqlText text) throws NotFollowedException {
        List<String> key = new ArrayList<>();
        while (!text.atEnd() && !text.skip("(")) {
            text.take(); // KEY, a name, USING BTREE
        }
        do {
            key.add(Names.take(text));
            Names.skipParentheses(text); // the length of a prefix
            text.skip("ASC", "DESC");
        } while (text.skip(","));
        if (!text.skip(")")) {
            throw new NotFollowedException("the primary key is not understood");
        }
        skipPart(text);
        return key;
    }

    /** Goes to the comma, parenthesis or end behind a part. */
    static void skipPart(SqlText text) throws NotFollowedException {
        while (!text.atEnd() && !text.peek().is(",") && !text.peek().is(")")) {
            if (text.peek().is("(")) {
                Names.skipParentheses(text);
            } else {
                text.take();
            }
        }
    }

    /** Takes what follows the columns; the character set that it names, null when it names none. */
    private @Nullable String takeOptions() throws NotFollowedException {
        String charset = null;
        boolean exact = false;
        while (!text.atEnd()) {
            if (text.peek().is("(")) {
                Names.skipParentheses(text);
                continue;
            }
            SqlText.Token token = text.take();
            if (token.is("CHARSET") || (token.is("CHARACTER") && text.skip("SET"))) {
                charset = Names.charset(text);
                exact = true;
            } else if (token.is("COLLATE")) {
                text.skip("=");
                String ofCollation = Names.charsetOfCollation(text.take().text());
                charset = exact ? charset : ofCollation;
            } else if (token.quote() == 0 && REFUSED.contains(token.text().toUpperCase(Locale.ROOT))) {
                throw new NotFollowedException("'%s' is not understood".formatted(token.text()));
            }
        }
        return charset;
    }
}
