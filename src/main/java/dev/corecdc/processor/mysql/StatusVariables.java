package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a QUERY event says of the session that sent the statement (MySQL Internals: "Query_event", "status variables").
 *
 * @param charset the character set of the statement
 * @param serverCharset the name of the character set of databases that are made without one; null when it is not told
 * @param modeBits all of the {@code sql_mode}; null when it is not told
 * @param timeZone null when it is not told
 */
record StatusVariables(
        SqlMode mode,
        CharacterSet charset,
        @Nullable String serverCharset,
        @Nullable Long modeBits,
        @Nullable String timeZone) {

    private static final int TIME_ZONE = 5;

    static StatusVariables read(EventBytes variables) {
        SqlMode mode = SqlMode.DEFAULT;
        Long bits = null;
        while (!variables.isEmpty()) {
            switch (variables.unsigned8()) {
                case 0, 3 -> variables.skip(4); // flags, auto increment
                case 1 -> {
                    bits = variables.unsigned(4);
                    mode = SqlMode.of(bits);
                    variables.skip(4);
                }
                case 2 -> variables.skip(variables.unsigned8() + 1); // catalog, closed by NUL
                case 5, 6 -> variables.skip(variables.unsigned8()); // time zone, catalog
                case 4 -> {
                    CharacterSet charset = known((int) variables.unsigned(2));
                    String ofServer = serverCharset(variables);
                    return new StatusVariables(mode, charset, ofServer, bits, timeZone(variables));
                }
                default -> {
                    return new StatusVariables(
                            mode, CharacterSets.UTF8, null, bits, null); // both come before all others
                }
            }
        }
        return new StatusVariables(mode, CharacterSets.UTF8, null, bits, null);
    }

    /** Behind that of the statement come those of the connection and of the server. */
    private static @Nullable String serverCharset(EventBytes variables) {
        if (variables.remaining() < 4) {
            return null;
        }
        variables.skip(2);
        return CharacterSets.nameOfCollation((int) variables.unsigned(2));
    }

    /** Follows the character sets. */
    private static @Nullable String timeZone(EventBytes variables) {
        if (variables.remaining() < 2 || variables.unsigned8() != TIME_ZONE) {
            return null;
        }
        int length = Math.min(variables.unsigned8(), variables.remaining());
        return new String(variables.copy(length), StandardCharsets.US_ASCII);
    }

    private static CharacterSet known(int collation) {
        try {
            return CharacterSets.ofCollation(collation);
        } catch (UndecodableEventException e) {
            return CharacterSets.UTF8;
        }
    }
}
