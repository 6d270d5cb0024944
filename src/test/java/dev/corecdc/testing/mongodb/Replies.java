package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes answers complete: errors in the server's form, and the cluster time that every answer carries. */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final int SIGNATURE_BYTES = 20;

    private final ChangeLog log;
    private final boolean standalone;

    Replies(ChangeLog log, boolean standalone) {
        this.log = log;
        this.standalone = standalone;
    }

    /** What the work gives, or the answer to its failure; null if the answer comes later. */
    @Nullable
    Document orError(Command command, Supplier<@Nullable Document> work) {
        try {
            return work.get();
        } catch (CommandFailure e) {
            return e.replyTo(command);
        } catch (MongoServerError e) {
            String name = e.getCodeName() == null ? "Location" + e.getCode() : e.getCodeName();
            return new CommandFailure(e.getCode(), name, e.getMessageWithoutErrorCode(), List.of()).replyTo(command);
        } catch (MongoServerException e) {
            return ServerError.UNKNOWN_ERROR
                    .because(e.getMessageWithoutErrorCode())
                    .replyTo(command);
        } catch (RuntimeException e) {
            LOG.warn("The stand-in cannot do {}", command.body(), e);
            return ServerError.UNKNOWN_ERROR.because(e.toString()).replyTo(command);
        }
    }

    void send(Command command, Document answer) {
        if (!standalone) {
            BsonTimestamp time = log.latest();
            answer.append("operationTime", time)
                    .append(
                            "$clusterTime",
                            new Document("clusterTime", time)
                                    .append(
                                            "signature",
                                            new Document("hash", new BinData(new byte[SIGNATURE_BYTES]))
                                                    .append("keyId", 0L)));
        }
        command.origin().reply(answer);
    }
}
