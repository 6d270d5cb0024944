package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.ArrayList;
import java.util.List;

/** Runs single statements on the store, so that each one's writes are of one style and each one's error is its own. */
final class StatementRunner {

    private final DocumentStore store;

    StatementRunner(DocumentStore store) {
        this.store = store;
    }

    WriteStatement.Result run(Command command, String collection, WriteStatement statement) {
        try {
            if (statement instanceof WriteStatement.Insert insert) {
                return insert(command, collection, insert.document());
            }
            if (statement instanceof WriteStatement.Update update) {
                return update(command, collection, update.statement());
            }
            return delete(command, collection, ((WriteStatement.Delete) statement).statement());
        } catch (MongoServerException e) {
            return WriteStatement.Result.failed(error(e));
        } catch (CommandFailure e) {
            return WriteStatement.Result.failed(new Document("code", e.code()).append("errmsg", e.getMessage()));
        }
    }

    private static Document error(MongoServerException e) {
        int code = e instanceof MongoServerError error ? error.getCode() : ServerError.UNKNOWN_ERROR.code();
        return new Document("code", code).append("errmsg", e.getMessageWithoutErrorCode());
    }

    private WriteStatement.Result insert(Command command, String collection, Document document) {
        Document reply = call(command, "insert", collection, "documents", withId(document));
        return toResult(reply);
    }

    /** The server puts the id that it makes first. */
    private static Document withId(Document document) {
        if (document.containsKey("_id")) {
            return document;
        }
        Document complete = new Document("_id", new ObjectId());
        complete.putAll(document);
        return complete;
    }

    private WriteStatement.Result update(Command command, String collection, Document statement) {
        UpdateStyle style = UpdateStyle.of(statement.get("u"));
        store.recorder().expect(style);
        Namespace namespace = new Namespace(command.database(), collection);
        Document sorted = withFirstOf(namespace, statement);
        if (style instanceof UpdateStyle.Pipeline) {
            return new PipelineUpdate(store, namespace).run(sorted);
        }
        return toResult(call(command, "update", collection, "updates", sorted));
    }

    /** Since 8.0 an update of one document may say which of those found is the first. */
    private Document withFirstOf(Namespace namespace, Document statement) {
        Document order = Fields.document(statement, "sort");
        if (order == null) {
            return statement;
        }
        Document filter = Fields.documentOrEmpty(statement, "q");
        Document first = store.findFirst(namespace, filter, order);
        return first == null
                ? statement
                : statement.clone().append("q", filter.clone().append("_id", first.get("_id")));
    }

    private WriteStatement.Result delete(Command command, String collection, Document statement) {
        return toResult(call(command, "delete", collection, "deletes", statement));
    }

    private Document call(Command command, String name, String collection, String field, Document statement) {
        List<Document> statements = new ArrayList<>();
        statements.add(statement);
        Document body = new Document(name, collection).append(field, statements);
        return store.run(command, name, body);
    }

    private static WriteStatement.Result toResult(Document reply) {
        List<Document> errors = new ArrayList<>(Fields.documents(reply, "writeErrors"));
        if (!errors.isEmpty()) {
            Document error = errors.get(0);
            error.putIfAbsent("code", ServerError.UNKNOWN_ERROR.code());
            error.remove("index");
            return WriteStatement.Result.failed(error);
        }
        Document upserted = reply.get("upserted") instanceof Iterable<?> ids
                ? (Document) ids.iterator().next()
                : null;
        return new WriteStatement.Result(
                (int) Fields.number(reply, "n", 0), (int) Fields.number(reply, "nModified", 0), upserted, null);
    }
}
