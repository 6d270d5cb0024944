package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** A command that is answered with an error. Its labels follow from its code unless some are given. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final String codeName;
    private final transient List<String> labels;

    CommandFailure(int code, String codeName, String message, List<String> labels) {
        super(message, null, false, false);
        this.code = code;
        this.codeName = codeName;
        this.labels = labels;
    }

    /** An error that has a number and no name. */
    static CommandFailure numbered(int code, String message) {
        return new CommandFailure(code, "Location" + code, message, List.of());
    }

    int code() {
        return code;
    }

    /** The same failure, said to have happened during something. */
    CommandFailure during(String work) {
        return new CommandFailure(code, codeName, work + " :: caused by :: " + getMessage(), labels);
    }

    Document replyTo(Command command) {
        Document reply = new Document("ok", 0.0)
                .append("errmsg", getMessage())
                .append("code", code)
                .append("codeName", codeName);
        List<String> shown = labels.isEmpty() ? ErrorLabels.of(command, code) : labels;
        return shown.isEmpty() ? reply : reply.append("errorLabels", shown);
    }
}
