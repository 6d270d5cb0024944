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
            Set.of("INDEX", "KEY", "FULLTEXT", "SPATIAL", "VECTOR", "FOREIGN", "CHECK");

    /** Words that can make columns, or rename what stands there. */
    private static final Set<String> REFUSED = Set.of("SYSTEM", "VERSIONING", "PERIOD", "SELECT", "LIKE", "CONVERT");

    private static final TableShape NOTHING = new TableShape(List.of(), TableKey.NONE, null);

    private final SqlText text;
    private final Flavor flavor;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final AlteredKey key = new AlteredKey(NOTHING);

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
            throw Names.unexpected(text);
        }
        String named = takeOptions();
        String charset = named == null ? databaseCharset : named;
        AlteredColumns made = new AlteredColumns(NOTHING);
        for (ColumnDefinition column : columns) {
            made.add(column.in(charset, flavor), column.place());
        }
        return TableShape.of(made.after(), key.after(made), charset);
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
            key.primary(KeyDefinition.take(text));
        } else if (first.quote() == 0 && word.equals("UNIQUE")) {
            key.unique(KeyDefinition.take(text));
        } else if (first.quote() == 0 && NO_COLUMN.contains(word)) {
            skipPart(text);
        } else if (first.quote() == 0 && REFUSED.contains(word)) {
            throw new NotFollowedException("'%s' is not understood".formatted(word));
        } else {
            ColumnDefinition column = ColumnDefinition.take(text);
            columns.add(column);
            key.column(column);
        }
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
