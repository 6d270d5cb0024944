package dev.corecdc.stream;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.Position;
import dev.corecdc.processor.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where the lanes of a stream begin, and where its reader has to begin so that none of them misses anything. */
final class StartPlaces {

    private final StreamDefinition definition;
    private final CheckpointStore store;
    private final List<Lane> lanes;
    private final List<Lane> unplaced = new ArrayList<>();

    StartPlaces(StreamDefinition definition, CheckpointStore store, List<Lane> lanes) {
        this.definition = definition;
        this.store = store;
        this.lanes = lanes;
    }

    /**
     * Gives each lane its checkpoint; whether there was any.
     *
     * @throws CheckpointException when the checkpoints cannot be read
     */
    boolean load() {
        Map<String, Checkpoint> checkpoints = store.load(definition.name());
        unplaced.clear();
        for (Lane lane : lanes) {
            Checkpoint checkpoint = checkpoints.get(lane.name());
            if (checkpoint == null) {
                unplaced.add(lane);
            } else {
                lane.checkpoint().resume(parse(lane, checkpoint), checkpoint.savedAt());
            }
        }
        return unplaced.size() < lanes.size();
    }

    private Position parse(Lane lane, Checkpoint checkpoint) {
        try {
            return definition.processor().parse(checkpoint.position());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    ("The checkpoint of processor '%s' and target '%s' is not a position of this kind of source: %s."
                                    + " Set it right, or remove it to begin at 'start-at'.")
                            .formatted(definition.name(), lane.name(), e.getMessage()),
                    e);
        }
    }

    /**
     * Begins the lanes without a checkpoint at {@code start-at}, which is saved for them, and starts them all.
     *
     * @return the earliest place of all lanes
     */
    Position settle() throws SourceException {
        if (!unplaced.isEmpty()) {
            Position start = definition.processor().locate(definition.startAt());
            unplaced.forEach(lane -> lane.checkpoint().begin(start));
            unplaced.clear();
        }
        Position earliest = earliest(lanes.stream().map(StartPlaces::placeOf).toList());
        lanes.forEach(Lane::start);
        return earliest;
    }

    private static Position placeOf(Lane lane) {
        Position place = lane.checkpoint().reached();
        if (place == null) {
            throw new IllegalStateException("lane " + lane.name() + " has no place");
        }
        return place;
    }

    /** The position that all others cover. */
    private static Position earliest(Collection<Position> positions) {
        return positions.stream()
                .filter(candidate -> positions.stream().allMatch(position -> position.covers(candidate)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the checkpoints of the targets cannot be compared with each"
                                + " other: "
                                + positions.stream().map(Position::toMap).toList()
                                + ". Remove those that are not of this source."));
    }
}
