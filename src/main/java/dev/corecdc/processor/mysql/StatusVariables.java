package dev.corecdc.processor.mysql;

/**
 * What a QUERY event says of the session that sent the statement (MySQL Internals: "Query_event", "status variables").
 *
 * @param charset the character set of the statement
 */
record StatusVariables(SqlMode mode, CharacterSet charset) {

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
                    return new StatusVariables(mode, known((int) variables.unsigned(2)));
                }
                default -> {
                    return new StatusVariables(mode, CharacterSets.UTF8); // both come before all others
                }
            }
        }
        return new StatusVariables(mode, CharacterSets.UTF8);
    }

    private static CharacterSet known(int collation) {
        try {
            return CharacterSets.ofCollation(collation);
        } catch (UndecodableEventException e) {
            return CharacterSets.UTF8;
        }
    }
}
