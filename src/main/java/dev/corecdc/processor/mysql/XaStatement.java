package dev.corecdc.processor.mysql;

import java.util.Locale;
import java.util.Set;

/**
 * A statement of the log that begins or ends an XA transaction.
 *
 * @param verb what it does
 * @param xid the transaction
 */
record XaStatement(Verb verb, Xid xid) {

    enum Verb {
        START,
        END,
        COMMIT,
        ROLLBACK
    }

    private static final Set<String> VERBS = Set.of("START", "END", "COMMIT", "ROLLBACK");

    /** @throws UndecodableEventException when it is not such a statement as servers write it */
    static XaStatement parse(String sql) {
        String[] words = sql.strip().split("\\s+", 3);
        String verb = words.length < 3 ? "" : words[1].toUpperCase(Locale.ROOT);
        try {
            if (VERBS.contains(verb)) {
                return new XaStatement(Verb.valueOf(verb), Xid.parse(words[2]));
            }
        } catch (IllegalArgumentException e) {
            throw new UndecodableEventException(String.valueOf(e.getMessage()));
        }
        throw new UndecodableEventException("it is no statement on an XA transaction that is known");
    }
}
