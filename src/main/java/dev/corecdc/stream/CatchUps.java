package dev.corecdc.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that each detached lane reads for itself, as long as the stream's own reader is open. Used by the stream's thread. */
final class CatchUps implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatchUps.class);

    /** How long all of them together are waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StreamDefinition definition;
    private final List<Lane> lanes;
    private final StreamSettings settings;
    private final ReaderSlots slots;
    private final Map<String, CatchUp> underway = new HashMap<>();

    CatchUps(StreamDefinition definition, List<Lane> lanes, StreamSettings settings) {
        this.definition = definition;
        this.lanes = lanes;
        this.settings = settings;
        this.slots = new ReaderSlots(settings.maxReaders());
    }

    /** Begins to read for each lane that is detached and not read for. */
    void attend() {
        for (Lane lane : lanes) {
            CatchUp last = underway.get(lane.name());
            if (!lane.isJoined() && (last == null || !last.isGoingOn())) {
                CatchUp next = new CatchUp(lane, definition, slots, settings.reconnect());
                underway.put(lane.name(), next);
                next.start();
            }
        }
    }

    /** Ends all readers. One that hangs is left behind: it can no longer do anything. */
    @Override
    public void close() {
        underway.values().forEach(CatchUp::stop);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (CatchUp catchUp : underway.values()) {
                catchUp.awaitEnd(deadline);
            }
        } catch (InterruptedException e) {
            log.debug("{}: interrupted while readers end", definition.name());
            Thread.currentThread().interrupt();
        }
    }
}
