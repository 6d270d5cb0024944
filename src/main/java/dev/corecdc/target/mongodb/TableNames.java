package dev.corecdc.target.mongodb;

import dev.corecdc.target.mongodb.Operation.Table;
import org.jspecify.annotations.Nullable;

/** The tables that one SQL statement names. */
final class TableNames {

    private final @Nullable String schema;
    private @Nullable Boolean qualified;

    /** @param schema the database that the statement works on: the first one that it names, else the session's */
    TableNames(@Nullable String schema) {
        this.schema = schema;
    }

    /** @throws UnfitChangeException when its database is not known: the session's is not when another table is named with one */
    Table of(net.sf.jsqlparser.schema.Table table) throws UnfitChangeException {
        return of(table.getFullyQualifiedName());
    }

    Table of(String name) throws UnfitChangeException {
        int dot = dot(name);
        boolean named = dot >= 0;
        String database = named ? plain(name.substring(0, dot)) : schema;
        if (database == null || (qualified != null && qualified != named)) {
            throw new UnfitChangeException("which database the table %s is in cannot be told".formatted(name));
        }
        qualified = named;
        return new Table(database, plain(name.substring(dot + 1)));
    }

    /** Between two names, of which each may be in quotes; negative when there is one name. */
    private static int dot(String name) {
        char quote = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '`' || c == '"') {
                quote = c;
            } else if (c == '.') {
                return i;
            }
        }
        return -1;
    }

    /** A name without its quotes. */
    static String plain(String name) {
        String text = name.strip();
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        if ((first == '`' || first == '"') && text.length() > 1) {
            String quote = String.valueOf(first);
            return text.substring(1, text.length() - 1).replace(quote + quote, quote);
        }
        return text;
    }
}
