package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.PositionText;
import dev.corecdc.target.SavedPosition;
import dev.corecdc.target.TransactionalTarget;
import dev.corecdc.target.jdbc.PositionTable.Saved;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JdbcTarget} that saves the position in the transaction of the changes.
 *
 * <p>Whether a commit that failed was one cannot be told from its exception. So the next attempt looks at what is saved before it writes anything.
 */
final class ExactlyOnceTarget implements TransactionalTarget, DdlTarget, AutoCloseable {

    private final JdbcTarget target;
    private final PositionTable positions;
    private final String writer = UUID.randomUUID().toString();

    /** What is known of each processor. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    ExactlyOnceTarget(JdbcTarget target, PositionTable positions) {
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
        Saved[] claimed = new Saved[1];
        target.connections().use(connection -> claimed[0] = positions.claim(connection, processor, writer));
        Saved saved = claimed[0];
        known.put(processor, new Known(saved.version(), true));
        return saved.content().isEmpty()
                ? null
                : new SavedPosition(PositionText.read(saved.content()), saved.savedAt());
    }

    @Override
    public void save(List<ChangeRecord> records, String processor, Position position) throws Exception {
        String content = PositionText.of(position.toMap());
        if (hasBeenSaved(processor, content)) {
            return;
        }
        long version = version(processor);
        known.put(processor, new Known(version, false));
        target.save(records, connection -> {
            if (!positions.write(connection, processor, version, writer, content)) {
                throw taken(processor);
            }
        });
        known.replace(processor, new Known(version, false), new Known(version + 1, true));
    }

    private long version(String processor) throws SQLException {
        Known last = known.get(processor);
        if (last == null) {
            throw new SQLException("the position of '%s' has not been asked for".formatted(processor));
        }
        return last.version();
    }

    /** Whether the attempt before, of which nothing is known, succeeded. */
    private boolean hasBeenSaved(String processor, String content) throws Exception {
        Known last = known.get(processor);
        if (last == null || last.certain()) {
            return false;
        }
        @Nullable Saved[] found = new @Nullable Saved[1];
        target.connections().use(connection -> found[0] = positions.read(connection, processor));
        Saved saved = found[0];
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

    private static SQLException taken(String processor) {
        return new SQLException(
                ("another service of the same name has written changes of '%s' there. Stop one of them, and restart the"
                                + " other: it goes on where the changes end")
                        .formatted(processor));
    }

    /** Without a position, for a part of what lies between two. */
    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        target.save(records);
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
