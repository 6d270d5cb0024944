package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command findAndModify: finds one document, changes or deletes it and gives it as it was before or after. */
final class FindAndModifyCommand {

    private final DocumentStore store;
    private final StatementRunner statements;

    FindAndModifyCommand(DocumentStore store) {
        this.store = store;
        this.statements = new StatementRunner(store);
    }

    Document run(Command command) {
        Namespace namespace = command.namespace();
        WriteCommands.refuseInternal(namespace);
        Document body = command.body();
        boolean removes = Fields.isTrue(body, "remove");
        if (!removes && !body.containsKey("update")) {
            throw ServerError.FAILED_TO_PARSE.because("Either an update or remove=true must be specified");
        }
        Document filter = Fields.documentOrEmpty(body, "query");
        Document found = store.findFirst(namespace, filter, Fields.document(body, "sort"));
        Document before = found == null ? null : found.clone();
        Document target = before == null ? filter : byId(filter, before);
        WriteStatement statement = removes ? delete(target) : update(body, target);
        boolean acts = before != null || (!removes && Fields.isTrue(body, "upsert"));
        WriteStatement.Result result =
                acts ? statements.run(command, namespace.collection(), statement) : WriteStatement.Result.of(0);
        if (result.error() != null) {
            throw failure(result.error());
        }
        Document outcome = new Document("n", result.n());
        if (!removes) {
            outcome.append("updatedExisting", before != null);
        }
        if (result.upserted() != null) {
            outcome.append("upserted", result.upserted().get("_id"));
        }
        boolean wantsNew = !removes && Fields.isTrue(body, "new");
        Document value = wantsNew ? after(namespace, before, result) : before;
        return new Document("lastErrorObject", outcome)
                .append("value", project(value, Fields.document(body, "fields")))
                .append("ok", 1.0);
    }

    private static Document byId(Document filter, Document found) {
        return filter.clone().append("_id", found.get("_id"));
    }

    private static WriteStatement delete(Document filter) {
        return new WriteStatement.Delete(new Document("q", filter).append("limit", 1));
    }

    private static WriteStatement update(Document body, Document filter) {
        Document update = new Document("q", filter).append("u", body.get("update"));
        update.append("upsert", Fields.isTrue(body, "upsert"));
        if (body.containsKey("arrayFilters")) {
            update.append("arrayFilters", body.get("arrayFilters"));
        }
        return new WriteStatement.Update(update);
    }

    private static CommandFailure failure(Document error) {
        int code = (int) Fields.number(error, "code", 0);
        String name =
                code == ServerError.DUPLICATE_KEY.code() ? ServerError.DUPLICATE_KEY.codeName() : "Location" + code;
        return new CommandFailure(code, name, String.valueOf(error.get("errmsg")), List.of())
                .during("Plan executor error during findAndModify");
    }

    private @Nullable Document after(Namespace namespace, @Nullable Document before, WriteStatement.Result result) {
        Document known = before == null ? result.upserted() : before;
        Document now = known == null ? null : store.find(namespace, null, known.get("_id"));
        return now == null ? null : now.clone();
    }

    private @Nullable Document project(@Nullable Document value, @Nullable Document fields) {
        if (value == null || fields == null || fields.isEmpty()) {
            return value;
        }
        Document projection = new Document("$project", fields);
        return Stages.apply(Stages.compile(store, "admin", List.of(projection)), value)
                .get(0);
    }
}
