package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.target.RejectedRecordException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Delivers letters again, one after the other: those that were asked for, and those that wait behind none any more. Used by the thread of one lane. */
final class Redelivery implements RejectedChanges {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LaneProgress progress;
    private final LaneOrders orders;
    private final DeadLetters letters;
    private final HandOver handOver;

    private @Nullable DeadLetter letter;
    private @Nullable ChangeBatch batch;
    private @Nullable Outcome outcome;
    private boolean troubled;

    Redelivery(
            LaneProgress progress,
            LaneOrders orders,
            Delivery delivery,
            DeadLetters letters,
            DeliveryLease lease,
            StreamListener listener) {
        this.progress = progress;
        this.orders = orders;
        this.letters = letters;
        this.handOver = new HandOver(progress, orders, delivery, this, lease, listener);
    }

    /** Begins a run, where the lane's checkpoint is. */
    void begin() {
        letters.begin(progress.checkpoint().reached());
    }

    /**
     * Delivers what is due; false when the lane is to rest or end, or may not deliver, before all is done.
     *
     * @throws LaneHaltedException when only a person can help
     */
    boolean deliver() throws InterruptedException {
        try {
            while (take()) {
                if (!deliverInHand()) {
                    giveBack();
                    return false;
                }
            }
        } catch (LaneHaltedException e) {
            giveBack();
            throw e;
        } catch (CheckpointException e) {
            progress.failed(e);
            troubled = true;
            orders.awaitRetry(PAUSE.toMillis());
            return false;
        }
        if (troubled) {
            troubled = false;
            progress.enter(TargetState.RUNNING, null);
        }
        return true;
    }

    /** A letter that the target has neither taken nor rejected can be changed as long as the lane does nothing with it. */
    void giveBack() {
        DeadLetter due = letter;
        if (due != null && outcome == null) {
            handOver.giveUp();
            letters.putBack(due);
            letter = null;
            batch = null;
        }
    }

    private boolean take() {
        Position reached = progress.checkpoint().reached();
        if (letter == null && reached != null) {
            letter = letters.next();
            batch = letter == null ? null : batch(letter, reached);
            outcome = null;
        }
        return letter != null;
    }

    /** Where the lane is in the log does not change by it. */
    private static ChangeBatch batch(DeadLetter letter, Position reached) {
        return letter.change() instanceof DdlEvent ddl
                ? new ChangeBatch(List.of(), ddl, reached, 0, 0, letter.time())
                : new ChangeBatch(List.of((ChangeRecord) letter.change()), null, reached, 0, 0, letter.time());
    }

    private boolean deliverInHand() throws InterruptedException {
        DeadLetter due = letter;
        ChangeBatch whole = batch;
        if (due == null || whole == null) {
            return true;
        }
        if (outcome == null) {
            troubled = true;
            outcome = handOver.deliver(whole);
        }
        if (outcome == null) {
            return false;
        }
        if (outcome.dead() == 0) {
            letters.delivered(due);
        }
        letter = null;
        return true;
    }

    @Override
    public ChangeBatch admit(ChangeBatch part) {
        return part;
    }

    @Override
    public void setAside(ChangeBatch change, RejectedRecordException why) {
        DeadLetter due = letter;
        if (due != null) {
            letters.rejected(due, String.valueOf(why.getMessage()));
        }
    }
}
