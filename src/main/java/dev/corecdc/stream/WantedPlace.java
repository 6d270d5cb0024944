package dev.corecdc.stream;

import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProvingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the place that a person wants a target to go on from, and sees whether the source can be read from there. */
final class WantedPlace {

    /** How long a reader is waited for to come with something, or to fail. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final Processor processor;

    WantedPlace(Processor processor) {
        this.processor = processor;
    }

    /**
     * The place, as the source knows it.
     *
     * @param wanted what {@code start-at} takes, or a map as {@link Position#describe} gives it
     * @throws IllegalArgumentException when it is neither
     * @throws SourceException when the log has no such place, or the source cannot be asked
     */
    Position find(Object wanted) throws SourceException {
        Position place;
        if (wanted instanceof String text) {
            place = processor.locate(text);
        } else if (wanted instanceof Map<?, ?> map) {
            // Somebody may have changed it: what only the processor can have written is not taken from a person.
            place = processor.parse(processor.parse(saved(map)).describe());
        } else {
            throw new IllegalArgumentException(
                    "'position' is neither a text that 'start-at' takes nor an object as the position of a target is shown");
        }
        return processor instanceof ProvingSource source ? source.proven(place) : place;
    }

    /** Whole numbers are {@link Long} in a position. */
    private static Map<String, Object> saved(Map<?, ?> map) {
        Map<String, Object> saved = new LinkedHashMap<>();
        map.forEach((key, value) -> saved.put(
                String.valueOf(key), value instanceof Integer number ? Long.valueOf(number) : (Object) value));
        return saved;
    }

    /**
     * Reads a little from a place on.
     *
     * @throws SourceException when that cannot be done
     */
    void tryOut(Position place) throws SourceException {
        try (ChangeReader reader = processor.open(place)) {
            reader.poll(GLANCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(Kind.UNAVAILABLE, "interrupted while the place was tried out", e);
        }
    }
}
