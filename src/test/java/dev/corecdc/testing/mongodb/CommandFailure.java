package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A command that is answered with an error. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final String codeName;
    private final transient Set<String> labels = new TreeSet<>();

    CommandFailure(int code, String codeName, String message) {
        super(message, null, false, false);
        this.code = code;
        this.codeName = codeName;
    }

    CommandFailure labelled(String... more) {
        labels.addAll(List.of(more));
        return this;
    }

    int code() {
        return code;
    }

    Document toReply() {
        Document reply = new Document("ok", 0.0)
                .append("errmsg", getMessage())
                .append("code", code)
                .append("codeName", codeName);
        if (!labels.isEmpty()) {
            reply.append("errorLabels", List.copyOf(labels));
        }
        return reply;
    }
}
