package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.target.TransactionalTarget;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a batch to a target, in the way that the target can and that its settings ask for.
 *
 * <p>Used by one lane in one run. The lock is shared by all lanes of the same target, so that it is called by one thread
 * at a time.
 */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private static final long WAKE_UP_MILLIS = 200;

    private final LaneDefinition definition;
    private final TransformedTarget target;
    private final LaneCheckpoint checkpoint;
    private final Lock lock;
    private final LeaseWatch watch;

    /** Whether the next DDL statement may have been executed before. */
    private boolean repeated = true;

    Delivery(LaneDefinition definition, LaneCheckpoint checkpoint, Lock lock, LeaseWatch watch) {
        this.definition = definition;
        this.target = new TransformedTarget(definition.transforms());
        this.checkpoint = checkpoint;
        this.lock = lock;
        this.watch = watch;
    }

    LaneSettings settings() {
        return definition.settings();
    }

    /** Whether what lies between two positions is to be handed over whole, as long as nothing can be set aside. */
    boolean isWhole() {
        return definition.target() instanceof TransactionalTarget
                && definition.settings().onFailure() == OnFailure.HALT;
    }

    /**
     * Hands over a batch that is not empty, or a part of one.
     *
     * @param last whether nothing is left of the batch behind it
     * @param goOn whether to go on waiting while another lane has the target
     * @return what became of its changes
     * @throws CancellationException when {@code goOn} said no
     * @throws CheckpointException when the service may not deliver
     * @throws RejectedRecordException when the target will never take one of its changes
     * @throws Exception when the target, or a checkpoint that has to be saved, failed; the whole batch is due again
     */
    Outcome deliver(ChangeBatch batch, boolean last, BooleanSupplier goOn) throws Exception {
        if (definition.target() instanceof ConcurrentTarget) {
            return watch.attempt(() -> hand(batch, last));
        }
        while (!lock.tryLock(WAKE_UP_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!goOn.getAsBoolean()) {
                throw new CancellationException("the lane no longer waits for its target");
            }
        }
        try {
            return watch.attempt(() -> hand(batch, last));
        } finally {
            lock.unlock();
        }
    }

    private Outcome hand(ChangeBatch batch, boolean last) throws Exception {
        DdlEvent ddl = batch.ddl();
        if (ddl != null) {
            DdlEvent left = target.transformed(ddl);
            return left == null ? Outcome.of(0, 1) : handDdl(left, batch);
        }
        if (!definition.sendData()) {
            return Outcome.of(0, batch.records().size());
        }
        Target saving = last && definition.target() instanceof TransactionalTarget keeping
                ? records -> keeping.save(records, checkpoint.processor(), batch.resumePosition())
                : definition.target();
        int saved = target.save(batch.records(), saving);
        return Outcome.of(saved, batch.records().size() - saved);
    }

    private Outcome handDdl(DdlEvent ddl, ChangeBatch batch) throws Exception {
        if (definition.executeDdl() && definition.target() instanceof DdlTarget executing) {
            if (!ddl.executable()) {
                log.warn(
                        "A DDL statement ({} of {} {} at {}) is not executed: it also works on what is left out, or on what"
                                + " cannot be told from its text, or its text has values that are hidden",
                        ddl.kind(),
                        ddl.schema(),
                        ddl.tables(),
                        batch.resumePosition());
                return Outcome.of(0, 1);
            }
            checkpoint.flush();
            boolean again = repeated || checkpoint.hadBefore(batch.resumePosition());
            repeated = true;
            executing.execute(ddl, again);
            checkpoint.reach(batch.resumePosition());
            checkpoint.tryFlush();
            repeated = false;
            return Outcome.of(1, 0);
        }
        if (definition.recordDdl() && definition.target() instanceof DdlRecordTarget writing) {
            writing.saveDdl(ddl);
            return Outcome.of(1, 0);
        }
        return Outcome.of(0, 1);
    }
}
