package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;

/**
 * A PRIMARY KEY or UNIQUE key as a statement defines it.
 *
 * @param columns their names, in the order of the key
 * @param prefixed those of which only the beginning belongs to it, or may do so
 * @param computed whether it has parts that are no columns
 */
record KeyDefinition(List<String> columns, List<String> prefixed, boolean computed) {

    KeyDefinition {
        columns = List.copyOf(columns);
        prefixed = List.copyOf(prefixed);
    }

    static KeyDefinition of(String column) {
        return new KeyDefinition(List.of(column), List.of(), false);
    }

    /** Takes a name, the columns and options, up to what follows the key. */
    static KeyDefinition take(SqlText text) throws NotFollowedException {
        List<String> columns = new ArrayList<>();
        List<String> prefixed = new ArrayList<>();
        boolean computed = false;
        while (!text.atEnd() && !text.skip("(")) {
            text.take(); // KEY, a name, USING BTREE
        }
        do {
            if (text.peek().is("(")) {
                Names.skipParentheses(text);
                computed = true;
            } else {
                String column = Names.take(text);
                columns.add(column);
                if (text.peek().is("(")) {
                    Names.skipParentheses(text);
                    prefixed.add(column);
                }
            }
            text.skip("ASC", "DESC");
        } while (text.skip(","));
        if (!text.skip(")")) {
            throw new NotFollowedException("a key is not understood");
        }
        CreatedTable.skipPart(text);
        return new KeyDefinition(columns, prefixed, computed);
    }
}
