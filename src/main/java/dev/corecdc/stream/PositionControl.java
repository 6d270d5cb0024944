package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.event.Position;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.PositionChange.Effect;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where targets are in the log: how it is looked at, and changed by hand. Safe for use by several threads. */
public final class PositionControl {

    private static final Logger log = LoggerFactory.getLogger(PositionControl.class);

    private final Function<String, Stream> streams;

    /** @param streams gives a stream by its name */
    PositionControl(Function<String, Stream> streams) {
        this.streams = streams;
    }

    /**
     * Where a target is.
     *
     * @throws UnknownStreamException when there is no stream of that name
     * @throws UnknownTargetException when the stream has no target of that name
     * @throws CheckpointsUnavailableException when that cannot be read
     */
    public TargetPosition show(String processor, String target) {
        TargetPlace place = asking(() -> streams.apply(processor).place(target));
        return new TargetPosition(shown(place.reached()), shown(place.saved()), place.savedAt());
    }

    /**
     * Says what {@link #change} would do, and changes nothing. The target need not rest.
     *
     * @throws UnknownStreamException when there is no stream of that name
     * @throws UnknownTargetException when the stream has no target of that name
     * @throws IllegalArgumentException when {@code wanted} is no position
     * @throws SourceUnavailableException when the source cannot be asked
     * @throws CheckpointsUnavailableException when it cannot be read where the target is
     */
    public PositionChange tryOut(String processor, String target, Object wanted) {
        Stream stream = streams.apply(processor);
        TargetPlace place = asking(() -> stream.place(target));
        WantedPlace finder = new WantedPlace(stream.processor());
        Position to = null;
        String refusal = null;
        try {
            to = finder.find(wanted);
            finder.tryOut(to);
        } catch (SourceException e) {
            refusal = refused(e).getMessage();
        }
        return change(place.reached(), to, false, refusal);
    }

    /**
     * Takes a target that rests to another place: back, so that it gets again what follows, or over what it is not to get. What was queued for it is
     * dropped; dead letters stay. It goes on from there when it is resumed, also after a restart.
     *
     * @param wanted what {@code start-at} takes, or a map as {@link #show} gives it
     * @param who asks for it, for the log
     * @throws UnknownStreamException when there is no stream of that name
     * @throws UnknownTargetException when the stream has no target of that name
     * @throws NotPausedException when neither the target nor its stream is paused and at rest
     * @throws IllegalArgumentException when {@code wanted} is no position
     * @throws PlaceRefusedException when the source's log has no such place, or cannot be read on from there
     * @throws SourceUnavailableException when the source cannot be asked
     * @throws CheckpointsUnavailableException when the place could not be saved
     */
    public PositionChange change(String processor, String target, Object wanted, String who) {
        Stream stream = streams.apply(processor);
        stream.requireAtRest(target);
        Position to;
        try {
            WantedPlace finder = new WantedPlace(stream.processor());
            to = finder.find(wanted);
            finder.tryOut(to);
        } catch (SourceException e) {
            throw refused(e);
        }
        Position from = asking(() -> stream.place(target)).reached();
        // What the target has got of a batch that is not done yet lies behind the place, too, and comes again.
        Position place = from != null && Effect.of(from, to) == Effect.NONE ? from : to;
        return asking(() -> {
            stream.put(target, place, () -> audit(stream.name(), target, from, place, who));
            return change(from, place, true, null);
        });
    }

    private static PositionChange change(
            @Nullable Position from, @Nullable Position to, boolean done, @Nullable String refusal) {
        return new PositionChange(
                shown(from), shown(to), to == null ? Effect.UNKNOWN : Effect.of(from, to), done, refusal);
    }

    private static void audit(String processor, String target, @Nullable Position from, Position to, String who) {
        LogContext.run(
                processor,
                target,
                () -> log.warn(
                        "{}/{}: the position was changed by {}: {}, from {} to {}",
                        processor,
                        target,
                        OneLine.of(who),
                        Effect.of(from, to),
                        shown(from),
                        shown(to)));
    }

    private static @Nullable Map<String, Object> shown(@Nullable Position position) {
        return position == null ? null : position.describe();
    }

    /** @throws SourceUnavailableException when nothing can be said of the place */
    private static PlaceRefusedException refused(SourceException e) {
        if (e.kind() == Kind.UNREADABLE) {
            return new PlaceRefusedException(e.getMessage(), e);
        }
        throw new SourceUnavailableException(e.getMessage(), e);
    }

    private static <T> T asking(Supplier<T> request) {
        try {
            return request.get();
        } catch (CheckpointException e) {
            throw new CheckpointsUnavailableException(e);
        }
    }
}
