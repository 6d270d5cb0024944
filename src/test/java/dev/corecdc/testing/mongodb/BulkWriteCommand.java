package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/** The command {@code bulkWrite} of MongoDB 8.0: writes to several collections at once. */
final class BulkWriteCommand {

    private final StatementRunner statements;

    BulkWriteCommand(DocumentStore store) {
        this.statements = new StatementRunner(store);
    }

    Document run(Command command) {
        Document body = command.body();
        List<Namespace> namespaces = Fields.documents(body, "nsInfo").stream()
                .map(info -> Namespace.parse(String.valueOf(info.get("ns"))))
                .toList();
        boolean ordered = !Boolean.FALSE.equals(body.get("ordered"));
        boolean errorsOnly = Fields.isTrue(body, "errorsOnly");
        Counts counts = new Counts();
        List<Document> batch = new ArrayList<>();
        List<Document> operations = Fields.documents(body, "ops");
        for (int index = 0; index < operations.size() && (counts.errors == 0 || !ordered); index++) {
            Document operation = operations.get(index);
            String kind = operation.keySet().iterator().next();
            Namespace namespace = namespaces.get((int) Fields.number(operation, kind, 0));
            Command target = new Command(command.name(), namespace.database(), body, command.origin());
            WriteStatement.Result result = statements.run(target, namespace.collection(), statement(kind, operation));
            counts.add(kind, result);
            if (result.error() != null || !errorsOnly) {
                batch.add(answer(index, kind, result));
            }
        }
        return counts.appendTo(new Document(
                "cursor", new Document("id", 0L).append("firstBatch", batch).append("ns", "admin.$cmd.bulkWrite")));
    }

    private static WriteStatement statement(String kind, Document operation) {
        Document filter = Fields.documentOrEmpty(operation, "filter");
        return switch (kind) {
            case "insert" -> new WriteStatement.Insert(Fields.documentOrEmpty(operation, "document"));
            case "update" -> {
                Document update = operation.clone();
                update.remove("update");
                update.remove("filter");
                update.put("u", update.remove("updateMods"));
                yield new WriteStatement.Update(update.append("q", filter));
            }
            default ->
                new WriteStatement.Delete(
                        new Document("q", filter).append("limit", Fields.isTrue(operation, "multi") ? 0 : 1));
        };
    }

    private static Document answer(int index, String kind, WriteStatement.Result result) {
        Document answer = new Document("ok", result.error() == null ? 1.0 : 0.0)
                .append("idx", index)
                .append("n", result.n());
        if (kind.equals("update")) {
            answer.append("nModified", result.modified());
        }
        if (result.upserted() != null) {
            answer.append("upserted", new Document("_id", result.upserted().get("_id")));
        }
        if (result.error() != null) {
            answer.putAll(result.error());
        }
        return answer;
    }

    private static final class Counts {
        private int errors;
        private int inserted;
        private int matched;
        private int modified;
        private int upserted;
        private int deleted;

        void add(String kind, WriteStatement.Result result) {
            if (result.error() != null) {
                errors++;
            } else if (kind.equals("insert")) {
                inserted += result.n();
            } else if (kind.equals("delete")) {
                deleted += result.n();
            } else {
                modified += result.modified();
                upserted += result.upserted() == null ? 0 : 1;
                matched += result.upserted() == null ? result.n() : 0;
            }
        }

        Document appendTo(Document reply) {
            return reply.append("nErrors", errors)
                    .append("nInserted", inserted)
                    .append("nMatched", matched)
                    .append("nModified", modified)
                    .append("nUpserted", upserted)
                    .append("nDeleted", deleted)
                    .append("ok", 1.0);
        }
    }
}
