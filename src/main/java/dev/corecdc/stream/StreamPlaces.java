package dev.corecdc.stream;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.event.Position;
import dev.corecdc.processor.SourceException;
import dev.corecdc.target.SavedPosition;
import dev.corecdc.target.TransactionalTarget;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the lanes of a stream begin in one run, and where each reader has to begin so that none of them misses anything. Used
 * by one thread.
 */
final class StreamPlaces {

    private static final Logger log = LoggerFactory.getLogger(StreamPlaces.class);

    private final StreamDefinition definition;
    private final CheckpointStore store;
    private final List<Lane> lanes;
    private final Deque<Lane> unplaced = new ArrayDeque<>();

    /** What {@code start-at} once named; it is not asked for again, as the answer would be another one. */
    private @Nullable Position start;

    /** Where the next reader begins; null as long as the lanes have not begun. */
    private @Nullable Position next;

    /** Why {@link #next} is lost, when it is and the stream goes on after the gap. */
    private @Nullable String gap;

    StreamPlaces(StreamDefinition definition, CheckpointStore store, List<Lane> lanes) {
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
        for (Lane lane : lanes) {
            Checkpoint checkpoint = checkpoints.get(lane.name());
            if (checkpoint == null) {
                unplaced.add(lane);
            } else {
                lane.checkpoint().resume(parse(lane.name(), checkpoint), checkpoint.savedAt());
            }
        }
        new ChangedTargets(definition, checkpoints.keySet()).tell(DeadLetterStore.of(store));
        return unplaced.size() < lanes.size();
    }

    /**
     * Where the target has saved a position of its own it goes on there, unless changes without records have taken it further, or a person has put it
     * elsewhere since.
     */
    private void resume(Lane lane, TransactionalTarget target) {
        SavedPosition saved = saved(lane, target);
        if (saved == null) {
            return;
        }
        Position position = parse(definition, lane.name(), new Checkpoint(saved.position(), saved.savedAt()))
                .position();
        Position own = lane.checkpoint().reached();
        Instant ownSavedAt = lane.checkpoint().savedAt();
        boolean later = ownSavedAt == null || saved.savedAt().isAfter(ownSavedAt);
        Instant putAt = lane.checkpoint().putAt();
        if (putAt != null && !saved.savedAt().isAfter(putAt)) {
            return;
        }
        if (own == null || position.covers(own) || (later && !own.covers(position))) {
            lane.checkpoint().resume(new SavedPlace(position, putAt), saved.savedAt());
            unplaced.remove(lane);
        }
    }

    private @Nullable SavedPosition saved(Lane lane, TransactionalTarget target) {
        try {
            return target.saved(definition.name());
        } catch (Exception e) {
            throw new CheckpointException(
                    "The target '%s' cannot tell up to where it has the changes: %s."
                            .formatted(lane.name(), LaneProgress.describe(e)),
                    e);
        }
    }

    private SavedPlace parse(String target, Checkpoint checkpoint) {
        return parse(definition, target, checkpoint);
    }

    /** @throws CheckpointException when it is no position of the stream's processor */
    static SavedPlace parse(StreamDefinition definition, String target, Checkpoint checkpoint) {
        try {
            return SavedPlace.of(checkpoint, definition.processor());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    ("The checkpoint of processor '%s' and target '%s' is not a position of this kind of source: %s."
                                    + " Set it right, or remove it to begin at 'start-at'.")
                            .formatted(definition.name(), target, e.getMessage()),
                    e);
        }
    }

    /** Notes that all lanes have got what precedes {@code position}. */
    void offered(Position position) {
        next = position;
    }

    /** Notes that the log no longer holds the last place, and that the stream is to go on after the gap. */
    void lost(@Nullable String why) {
        gap = String.valueOf(why);
    }

    /**
     * Where to read on from. Lets the lanes begin if they have not. After a failure it can be called again.
     *
     * @throws CheckpointException when a start could not be saved
     */
    Position place() throws SourceException {
        Position place = next;
        if (place == null) {
            place = settle();
        } else if (gap != null) {
            place = placeAfterGap(place, gap);
        }
        gap = null;
        next = place;
        return place;
    }

    /**
     * Begins the lanes without a checkpoint at {@code start-at}, which is saved for them, and starts them all.
     *
     * @return the earliest place of those that are not far behind the one that is furthest on; the others read for themselves. Lanes that
     *     are paused have no say in that, unless all are
     */
    private Position settle() throws SourceException {
        if (start == null && !unplaced.isEmpty()) {
            start = definition.processor().locate(definition.startAt());
        }
        for (int i = 0; i < lanes.size(); i++) {
            if (definition.lanes().get(i).target() instanceof TransactionalTarget target) {
                resume(lanes.get(i), target);
            }
        }
        for (Lane lane = unplaced.peek(); lane != null; lane = unplaced.peek()) {
            lane.checkpoint().begin(Objects.requireNonNull(start));
            unplaced.remove();
        }
        List<Lane> working = lanes.stream().filter(lane -> !lane.isPaused()).toList();
        List<Lane> asked = working.isEmpty() ? lanes : working;
        Position furthest = furthest(places(asked));
        List<Lane> near =
                asked.stream().filter(lane -> isNear(placeOf(lane), furthest)).toList();
        lanes.stream()
                .filter(lane -> !near.contains(lane) && lane.isJoined())
                .forEach(lane -> lane.detach("the others are further on in the log, or in another one"));
        Position begin = earliest(places(near));
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            boolean once = definition.lanes().get(i).target() instanceof TransactionalTarget;
            if (lane.isJoined() && !begin.covers(placeOf(lane))) {
                if (lane.checkpoint().isByHand()) {
                    lane.detach("it was put further on by hand");
                } else if (once) {
                    lane.detach("others begin before it, and it is to have each change once");
                }
            }
            if (lane.isJoined() && !once) {
                lane.checkpoint().forgetHand();
            }
        }
        lanes.forEach(Lane::start);
        return begin;
    }

    private static boolean isNear(Position place, Position furthest) {
        return furthest.covers(place) && furthest.isShortlyAfter(place);
    }

    /** A position that no other lies further on than. */
    private static Position furthest(List<Position> positions) {
        Position furthest = positions.get(0);
        for (Position position : positions) {
            if (position.covers(furthest)) {
                furthest = position;
            }
        }
        return furthest;
    }

    /** Sends the joined lanes that are at the gap to where the next lane is, or else to the end of the log. */
    private Position placeAfterGap(Position lost, String why) throws SourceException {
        List<Lane> joined = lanes.stream().filter(Lane::isJoined).toList();
        List<Position> left = places(joined).stream()
                .filter(place -> place.covers(lost) && !lost.covers(place))
                .toList();
        Position place = left.isEmpty() ? definition.processor().locate("latest") : earliest(left);
        log.warn(
                "{}: changes are lost, as 'on-history-lost: latest' asks for. {} Going on at {}",
                definition.name(),
                why,
                place.describe());
        joined.stream()
                .filter(lane -> left.isEmpty() || !placeOf(lane).covers(place))
                .forEach(lane -> lane.jump(place));
        return place;
    }

    private static List<Position> places(List<Lane> lanes) {
        return lanes.stream().map(StreamPlaces::placeOf).toList();
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
