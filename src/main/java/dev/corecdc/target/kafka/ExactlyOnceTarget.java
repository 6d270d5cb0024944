package dev.corecdc.target.kafka;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.PositionText;
import dev.corecdc.target.SavedPosition;
import dev.corecdc.target.TransactionalTarget;
import dev.corecdc.target.kafka.PositionTopic.Saved;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** A {@link KafkaTarget} that sends what lies between two positions, and the second of them, in one transaction. */
final class ExactlyOnceTarget implements TransactionalTarget, DdlRecordTarget, AutoCloseable {

    private final KafkaTarget target;
    private final Function<String, Transactions> opening;
    private final Map<String, Transactions> transactions = new ConcurrentHashMap<>();

    /**
     * Keeps the positions of all processors that come.
     *
     * @param target takes what has no position: a part of what lies between two, and statements
     * @param opening by the name of a processor
     */
    ExactlyOnceTarget(KafkaTarget target, Function<String, Transactions> opening) {
        this.target = target;
        this.opening = opening;
    }

    @Override
    public @Nullable SavedPosition saved(String processor) throws Exception {
        Saved saved = uninterrupted(() -> of(processor).claim());
        return saved.content().isEmpty()
                ? null
                : new SavedPosition(PositionText.read(saved.content()), saved.savedAt());
    }

    @Override
    public void save(List<ChangeRecord> records, String processor, Position position) throws Exception {
        uninterrupted(() -> of(processor).save(records, PositionText.of(position.toMap())));
    }

    /** For tests: as if the last commit had thrown. */
    void forgetTheAnswer(String processor) {
        of(processor).forgetTheAnswer();
    }

    private Transactions of(String processor) {
        return transactions.computeIfAbsent(processor, opening);
    }

    @FunctionalInterface
    private interface Call {
        Saved make() throws Exception;
    }

    /** A thread that was interrupted before stays so, and works all the same. */
    private static Saved uninterrupted(Call call) throws Exception {
        boolean interrupted = Thread.interrupted();
        try {
            return call.make();
        } catch (InterruptException e) {
            throw Interruption.of(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Without a position, for a part of what lies between two. */
    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        target.save(records);
    }

    @Override
    public void saveDdl(DdlEvent statement) throws Exception {
        target.saveDdl(statement);
    }

    @Override
    public void close() {
        transactions.values().forEach(Transactions::close);
        target.close();
    }
}
