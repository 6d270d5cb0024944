package dev.corecdc.stream;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A fault of the engine: a batch that leaves the queue of a lane, and nobody knows what became of it. */
public final class LostBatch {

    private LostBatch() {}

    /** Takes the first batch out of the queue of a lane, where there has to be another behind it. */
    public static void plant(StreamControl streams, String processor, String target) {
        Stream stream = (Stream) Objects.requireNonNull(((Map<?, ?>) field(streams, "streams")).get(processor));
        List<?> lanes = (List<?>) field(field(stream, "run"), "lanes");
        lanes.stream()
                .map(Lane.class::cast)
                .filter(lane -> lane.name().equals(target))
                .forEach(lane -> ((LaneQueue) field(lane, "queue")).remove(Outcome.NONE));
    }

    private static Object field(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return Objects.requireNonNull(field.get(owner));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
