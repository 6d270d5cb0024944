package dev.corecdc.processor.mysql;

import org.jspecify.annotations.Nullable;

/**
 * What a QUERY event says of the session that sent the statement (MySQL Internals: "Query_event", "status variables").
 *
 * @param charset the character set of the statement
 * @param serverCharset the name of the character set of databases that are made without one; null when it is not told
 */
record StatusVariables(
        SqlMode mode, CharacterSet charset, @Nullable String serverCharset) {

    static StatusVariables read(EventBytes variables) {
        SqlMode mode = SqlMode.DEFAULT;
        while (!variables.isEmpty()) {
            switch (variables.unsigned8()) {
                case 0, 3 -> variables.skip(4); // flags, auto increment
                case 1 -> {
                    mode = SqlMode.of(variables.unsigned(4));
                    variables.skip(4);
                }
                case 2 -> variables.skip(variables.unsigned8() + 1); // catalog, closed by NUL
                case 5, 6 -> variables.skip(variables.unsigned8()); // time zone, catalog
                case 4 -> {
                    CharacterSet charset = known((int) variables.unsigned(2));
                    return new StatusVariables(mode, charset, serverCharset(variables));
                }
                default -> {
                    return new StatusVariables(mode, CharacterSets.UTF8, null); // both come before all others
                }
            }
        }
        return new StatusVariables(mode, CharacterSets.UTF8, null);
    }

    /** Behind that of the statement come those of the connection and of the server. */
    private static @Nullable String serverCharset(EventBytes variables) {
        if (variables.remaining() < 4) {
            return null;
        }
        variables.skip(2);
        return CharacterSets.nameOfCollation((int) variables.unsigned(2));
    }

    private static CharacterSet known(int collation) {
        try {
            return CharacterSets.ofCollation(collation);
        } catch (UndecodableEventException e) {
            return CharacterSets.UTF8;
        }
    }
}
