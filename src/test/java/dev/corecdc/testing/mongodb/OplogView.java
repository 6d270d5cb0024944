package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/** Shows the log as the collection {@code local.oplog.rs}: enough to learn how far back it reaches. */
final class OplogView {

    private static final int OPLOG_VERSION = 2;

    private final ChangeLog log;

    OplogView(ChangeLog log) {
        this.log = log;
    }

    /** Answers with one batch, whatever size was asked for. */
    Document find(Document body) {
        boolean descending = Fields.number(Fields.documentOrEmpty(body, "sort"), "$natural", 1) < 0;
        long limit = Fields.number(body, "limit", Long.MAX_VALUE);
        Document filter = Fields.documentOrEmpty(body, "filter");
        DefaultQueryMatcher matcher = new DefaultQueryMatcher();
        List<Document> found = new ArrayList<>();
        long count = log.end() - log.firstPlace();
        for (long i = 0; i < count && found.size() < (limit == 0 ? Long.MAX_VALUE : limit); i++) {
            Document entry = entry(log.at(descending ? log.end() - 1 - i : log.firstPlace() + i));
            if (matcher.matches(entry, filter)) {
                found.add(entry);
            }
        }
        return new Document(
                        "cursor",
                        new Document("firstBatch", found).append("id", 0L).append("ns", "local.oplog.rs"))
                .append("ok", 1.0);
    }

    private static Document entry(LogEntry entry) {
        Document document = new Document("ts", entry.time()).append("t", 1L).append("v", (long) OPLOG_VERSION);
        if (entry.event() instanceof LoggedEvent.DocumentWritten written) {
            DocumentWrite write = written.write();
            String operation = write.before() == null ? "i" : write.after() == null ? "d" : "u";
            document.append("op", operation)
                    .append("ns", write.namespace().toString())
                    .append("ui", write.collection())
                    .append("o", write.after() == null ? write.key() : write.after());
        } else if (entry.event() instanceof LoggedEvent.StructureChanged change) {
            document.append("op", "c")
                    .append("ns", change.database() + ".$cmd")
                    .append("o", new Document(change.type(), change.collection()));
        } else {
            document.append("op", "n").append("ns", "").append("o", new Document("msg", "note"));
        }
        return document.append("wall", entry.wallTime());
    }
}
