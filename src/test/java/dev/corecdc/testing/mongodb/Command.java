package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import dev.corecdc.testing.mongodb.wire.WireRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that was received.
 *
 * @param name the name in lower case: the server does not mind the case of some
 * @param database the database it is for
 * @param body all of it, the name's own field first
 * @param origin whom to answer
 */
record Command(String name, String database, Document body, WireRequest origin) {

    private static final Set<String> GENERIC = Set.of(
            "lsid",
            "txnNumber",
            "startTransaction",
            "autocommit",
            "readConcern",
            "writeConcern",
            "maxTimeMS",
            "comment");

    /** Whether a field may stand in any command and says nothing about this one. */
    static boolean isGeneric(String field) {
        return field.startsWith("$") || GENERIC.contains(field);
    }

    static Command of(WireRequest request) {
        Document body = request.command();
        String name = body.keySet().iterator().next();
        String database = Fields.text(body, "$db");
        return new Command(name.toLowerCase(Locale.ROOT), database == null ? "admin" : database, body, request);
    }

    /** The value of the name's own field: of most commands, the collection. */
    @Nullable
    Object argument() {
        return body.values().iterator().next();
    }

    Namespace namespace() {
        return new Namespace(database, String.valueOf(argument()));
    }

    /** The logical session that the command belongs to, or null. */
    @Nullable
    Document session() {
        return Fields.document(body, "lsid");
    }

    boolean isInTransaction() {
        return Boolean.FALSE.equals(body.get("autocommit"));
    }

    long transactionNumber() {
        return Fields.number(body, "txnNumber", -1);
    }

    /** The same command with another body. */
    Command with(Document otherBody) {
        return new Command(name, database, otherBody, origin);
    }
}
