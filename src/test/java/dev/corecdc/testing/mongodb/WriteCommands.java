package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The commands insert, update and delete. */
final class WriteCommands {

    private final StatementRunner statements;

    WriteCommands(DocumentStore store) {
        this.statements = new StatementRunner(store);
    }

    Document insert(Command command) {
        return run(command, "documents", WriteStatement.Insert::new);
    }

    Document update(Command command) {
        return run(command, "updates", WriteStatement.Update::new);
    }

    Document delete(Command command) {
        return run(command, "deletes", WriteStatement.Delete::new);
    }

    private Document run(Command command, String field, Function<Document, WriteStatement> kind) {
        Namespace namespace = command.namespace();
        refuseInternal(namespace);
        boolean ordered = !Boolean.FALSE.equals(command.body().get("ordered"));
        List<Document> bodies = Fields.documents(command.body(), field);
        int n = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = new ArrayList<>();
        for (int index = 0; index < bodies.size() && (errors.isEmpty() || !ordered); index++) {
            WriteStatement.Result result =
                    statements.run(command, namespace.collection(), kind.apply(bodies.get(index)));
            n += result.n();
            modified += result.modified();
            if (result.upserted() != null) {
                upserted.add(new Document("index", index)
                        .append("_id", result.upserted().get("_id")));
            }
            if (result.error() != null) {
                Document error = new Document("index", index);
                error.putAll(result.error());
                errors.add(error);
            }
        }
        Document reply = new Document("n", n);
        if (command.name().equals("update")) {
            reply.append("nModified", modified);
        }
        if (!upserted.isEmpty()) {
            reply.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.append("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    static void refuseInternal(Namespace namespace) {
        if (namespace.collection().startsWith("system.")) {
            throw ServerError.INVALID_NAMESPACE.because("cannot write to '" + namespace + "'");
        }
    }
}
