package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees a batch through to a target: in one go, or in {@linkplain KeyStrands strands} at the same time, as many as the settings of the lane
 * allow. It is done when all of them are, so that the position of a batch is never ahead of any of its changes, and a statement, which
 * stands alone in its batch, has everything before it delivered and nothing behind it begun. Used by the thread of one lane.
 */
final class ParallelHandOver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ParallelHandOver.class);

    private final LaneProgress progress;
    private final LaneOrders orders;
    private final LaneSettings settings;
    private final List<HandOver> hands;
    private final LaneWorkers workers;

    /** Those of the batch in hand; none between two batches. */
    private List<Strand> strands = List.of();

    /**
     * Makes one for as many strands at a time as the settings say.
     *
     * @param hand makes what sees one of them through
     */
    ParallelHandOver(LaneProgress progress, LaneOrders orders, LaneSettings settings, Supplier<HandOver> hand) {
        this.progress = progress;
        this.orders = orders;
        this.settings = settings;
        this.hands = Stream.generate(hand).limit(settings.parallelism()).toList();
        this.workers = new LaneWorkers(progress);
    }

    LaneSettings settings() {
        return settings;
    }

    /** Whether the next batch to be handed over is a new one. */
    boolean isFree() {
        return strands.isEmpty();
    }

    /**
     * Hands over a batch that is not empty. Called again after it was cut short, with the same batch, it goes on where it was. When a strand cannot
     * go on, the lane is told that it is broken, and the others end after the attempts in hand.
     *
     * @return what became of its changes; null when the lane is to rest or end, or may not deliver, before all is done
     */
    @Nullable
    Outcome deliver(ChangeBatch batch) {
        if (isFree()) {
            List<ChangeBatch> parts = KeyStrands.of(batch, hands.size());
            strands = IntStream.range(0, parts.size())
                    .mapToObj(i -> new Strand(parts.get(i), hands.get(i)))
                    .toList();
        }
        List<Runnable> due = strands.stream()
                .filter(strand -> strand.outcome == null)
                .<Runnable>map(strand -> strand::deliver)
                .toList();
        if (due.size() == 1) {
            due.get(0).run();
        } else {
            workers.doAll(due);
        }
        return outcome();
    }

    /** Forgets the batch that was cut short; what became of those of its changes that are no longer due. */
    Outcome giveUp() {
        Outcome done = Outcome.NONE;
        for (Strand strand : strands) {
            Outcome whole = strand.outcome;
            done = done.plus(whole == null ? strand.hand.giveUp() : whole);
        }
        strands = List.of();
        return done;
    }

    private @Nullable Outcome outcome() {
        Outcome all = Outcome.NONE;
        for (Strand strand : strands) {
            if (strand.outcome == null) {
                return null;
            }
            all = all.plus(strand.outcome);
        }
        strands = List.of();
        return all;
    }

    @Override
    public void close() {
        workers.close();
    }

    /** A part of the batch in hand on its way. */
    private final class Strand {

        private final ChangeBatch part;
        private final HandOver hand;

        /** Null as long as it is not delivered. */
        private @Nullable Outcome outcome;

        Strand(ChangeBatch part, HandOver hand) {
            this.part = part;
            this.hand = hand;
        }

        void deliver() {
            try {
                outcome = hand.deliver(part);
            } catch (InterruptedException e) {
                // Only an order ends a lane.
                log.debug("{}/{}: interrupted", progress.processor(), progress.name());
            } catch (RuntimeException | Error e) {
                orders.breakDown(e);
            }
        }
    }
}
