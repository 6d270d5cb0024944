package dev.corecdc.target.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys, indexes and foreign keys of a statement (MySQL Reference Manual: "CREATE TABLE Statement", "FOREIGN KEY Constraints"). */
final class KeyReader {

    private final DdlWords words;

    KeyReader(DdlWords words) {
        this.words = words;
    }

    /** Takes a name, where there is one, the columns and the options. */
    DefinedKey key(DefinedKey.Kind kind, @Nullable String constraint, boolean copied)
            throws UntranslatableDdlException {
        boolean unlessThere = words.skipAll("IF", "NOT", "EXISTS");
        String name = constraint;
        if (!words.is("(") && !words.is("USING") && !words.is("TYPE")) {
            name = words.name();
        }
        skipType();
        DefinedKey key = columns(kind, name, unlessThere, copied);
        words.skipPart();
        return key;
    }

    void skipType() {
        if (words.skip("USING", "TYPE")) {
            words.take();
        }
    }

    /** Takes the columns. */
    DefinedKey columns(DefinedKey.Kind kind, @Nullable String name, boolean unlessThere, boolean copied)
            throws UntranslatableDdlException {
        List<String> columns = new ArrayList<>();
        boolean whole = copied;
        words.require("(");
        do {
            if (words.is("(")) {
                words.skipParentheses();
                whole = false;
            } else {
                columns.add(words.name());
                if (words.is("(")) {
                    words.skipParentheses();
                    whole = false;
                }
            }
            words.skip("ASC", "DESC");
        } while (words.skip(","));
        words.require(")");
        if (!whole && kind == DefinedKey.Kind.PRIMARY) {
            throw new UntranslatableDdlException("a primary key on the beginnings of values");
        }
        return new DefinedKey(kind, name, columns, unlessThere, whole);
    }

    /** Takes what follows FOREIGN KEY. */
    DefinedReference reference(@Nullable String constraint) throws UntranslatableDdlException {
        boolean unlessThere = words.skipAll("IF", "NOT", "EXISTS");
        String name = constraint;
        if (!words.is("(")) {
            String index = words.name();
            name = constraint == null ? index : constraint;
        }
        List<String> columns = names();
        words.require("REFERENCES");
        DdlName table = DdlName.take(words);
        List<String> referred = names();
        if (words.skip("MATCH")) {
            throw new UntranslatableDdlException("a foreign key with MATCH, of which the servers make something else");
        }
        return new DefinedReference(name, columns, table.database(), table.table(), referred, unlessThere, actions());
    }

    private String actions() throws UntranslatableDdlException {
        StringBuilder actions = new StringBuilder();
        while (words.skip("ON")) {
            String event = words.keyword();
            if (!words.skip("DELETE", "UPDATE")) {
                throw words.unexpected();
            }
            actions.append(" ON ").append(event).append(' ').append(action());
        }
        return actions.toString();
    }

    private String action() throws UntranslatableDdlException {
        if (words.skip("CASCADE")) {
            return "CASCADE";
        } else if (words.skipAll("SET", "NULL")) {
            return "SET NULL";
        } else if (words.skip("RESTRICT") || words.skipAll("NO", "ACTION")) {
            return "NO ACTION";
        }
        throw words.unexpected();
    }

    private List<String> names() throws UntranslatableDdlException {
        List<String> names = new ArrayList<>();
        words.require("(");
        do {
            names.add(words.name());
        } while (words.skip(","));
        words.require(")");
        return names;
    }
}
