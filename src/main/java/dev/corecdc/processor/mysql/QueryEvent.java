package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;

/**
 * A statement in the log (MySQL Internals: "Query_event").
 *
 * @param database the session's default database, empty when it had none
 * @param sql the statement
 */
record QueryEvent(String database, String sql) {

    /** Thread id and execution time. */
    private static final int BEFORE_LENGTHS = 8;

    private static final int ERROR_CODE = 2;

    static QueryEvent parse(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(BEFORE_LENGTHS);
        int databaseLength = bytes.unsigned8();
        bytes.skip(ERROR_CODE);
        byte[] status = bytes.copy((int) bytes.unsigned(2));
        String database = new String(bytes.copy(databaseLength), StandardCharsets.UTF_8);
        bytes.skip(1); // NUL
        byte[] sql = bytes.copy(body.length - bytes.position());
        return new QueryEvent(database, text(sql, charset(status)));
    }

    private static String text(byte[] sql, CharacterSet charset) {
        try {
            return charset.decode(sql, 0, sql.length);
        } catch (UndecodableEventException e) {
            return new String(sql, StandardCharsets.UTF_8); // no text at all: still nothing that may stop the log
        }
    }

    /** The character set of the session that sent the statement, as the status variables before it say. */
    private static CharacterSet charset(byte[] status) {
        EventBytes variables = new EventBytes(status);
        while (variables.position() < status.length) {
            switch (variables.unsigned8()) {
                case 0, 3 -> variables.skip(4); // flags, auto increment
                case 1 -> variables.skip(8); // SQL mode
                case 2 -> variables.skip(variables.unsigned8() + 1); // catalog, closed by NUL
                case 5, 6 -> variables.skip(variables.unsigned8()); // time zone, catalog
                case 4 -> {
                    return known((int) variables.unsigned(2));
                }
                default -> {
                    return CharacterSets.UTF8; // the character set comes before all others
                }
            }
        }
        return CharacterSets.UTF8;
    }

    private static CharacterSet known(int collation) {
        try {
            return CharacterSets.ofCollation(collation);
        } catch (UndecodableEventException e) {
            return CharacterSets.UTF8;
        }
    }
}
