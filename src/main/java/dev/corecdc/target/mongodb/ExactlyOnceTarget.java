package dev.corecdc.target.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.PositionText;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.SavedPosition;
import dev.corecdc.target.TransactionalTarget;
import dev.corecdc.target.mongodb.Positions.Saved;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link MongoTarget} that saves the position in the transaction of the changes.
 *
 * <p>Whether a commit that failed was one cannot be told from its exception. So the next attempt looks at what is saved before it writes anything.
 */
final class ExactlyOnceTarget implements TransactionalTarget, DdlTarget, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExactlyOnceTarget.class);

    private final MongoTarget target;
    private final Positions positions;
    private final String writer = UUID.randomUUID().toString();

    /** What is known of each processor. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    ExactlyOnceTarget(MongoTarget target, Positions positions) {
        this.target = target;
        this.positions = positions;
    }

    /**
     * What is saved of a processor.
     *
     * @param certain whether it is; else it may be the next version
     */
    private record Known(long version, boolean certain) {}

    @Override
    public @Nullable SavedPosition saved(String processor) throws Exception {
        return TargetClient.uninterrupted(() -> claimed(processor));
    }

    private @Nullable SavedPosition claimed(String processor) {
        target.client().requireTransactions();
        Saved saved = positions.claim(processor, writer);
        known.put(processor, new Known(saved.version(), true));
        return saved.content().isEmpty()
                ? null
                : new SavedPosition(PositionText.read(saved.content()), saved.savedAt());
    }

    @Override
    public void save(List<ChangeRecord> records, String processor, Position position) throws Exception {
        TargetClient.uninterrupted(() -> {
            saveOnce(records, processor, PositionText.of(position.toMap()));
            return true;
        });
    }

    private void saveOnce(List<ChangeRecord> records, String processor, String content) throws Exception {
        if (hasBeenSaved(processor, content)) {
            return;
        }
        List<Write> writes = writes(records);
        long version = version(processor);
        known.put(processor, new Known(version, false));
        inTransaction(session -> {
            if (!positions.write(session, processor, version, writer, content)) {
                throw taken(processor);
            }
            target.write(writes, session);
        });
        known.replace(processor, new Known(version, false), new Known(version + 1, true));
    }

    private List<Write> writes(List<ChangeRecord> records) throws RejectedRecordException {
        List<Write> writes = target.writes(records);
        // An old server cannot make a collection within a transaction.
        for (MongoNamespace collection : BulkWrites.byCollection(writes).keySet()) {
            target.makeSureOf(collection);
        }
        return writes;
    }

    /** What is done in a transaction. */
    private interface Work {

        void in(ClientSession session) throws Exception;
    }

    private void inTransaction(Work work) throws Exception {
        try (ClientSession session = target.client().client().startSession()) {
            session.startTransaction(TransactionOptions.builder()
                    .writeConcern(target.client().writeConcern())
                    .readPreference(ReadPreference.primary())
                    .build());
            try {
                work.in(session);
                session.commitTransaction();
            } catch (Exception | Error e) {
                abort(session);
                throw e;
            }
        }
    }

    /** One that is not aborted is in the way of the next until the server ends it. */
    private static void abort(ClientSession session) {
        try {
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
        } catch (MongoException e) {
            log.debug("a transaction could not be aborted", e);
        }
    }

    private long version(String processor) throws IOException {
        Known last = known.get(processor);
        if (last == null) {
            throw new IOException("the position of '%s' has not been asked for".formatted(processor));
        }
        return last.version();
    }

    /** Whether the attempt before, of which nothing is known, succeeded. */
    private boolean hasBeenSaved(String processor, String content) throws IOException {
        Known last = known.get(processor);
        if (last == null || last.certain()) {
            return false;
        }
        Saved saved = positions.read(processor);
        if (saved != null && saved.version() == last.version()) {
            return false;
        }
        if (saved != null
                && saved.version() == last.version() + 1
                && saved.writer().equals(writer)
                && saved.content().equals(content)) {
            known.put(processor, new Known(saved.version(), true));
            return true;
        }
        throw taken(processor);
    }

    /** For tests: as if the last commit had thrown. */
    void forgetTheAnswer(String processor) {
        known.computeIfPresent(processor, (name, last) -> new Known(last.version() - 1, false));
    }

    private static IOException taken(String processor) {
        return new IOException(
                ("another service of the same name has written changes of '%s' there. Stop one of them, and restart the"
                                + " other: it goes on where the changes end")
                        .formatted(processor));
    }

    /** Without a position, for a part of what lies between two: all of it, or nothing. */
    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        TargetClient.uninterrupted(() -> {
            List<Write> writes = writes(records);
            inTransaction(session -> target.write(writes, session));
            return true;
        });
    }

    @Override
    public void execute(DdlEvent statement, boolean repeated) throws Exception {
        target.execute(statement, repeated);
    }

    @Override
    public void close() {
        target.close();
    }
}
