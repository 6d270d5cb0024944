package dev.corecdc.stream;

/** A target is not at rest, as it has to be for what was asked. */
public class NotPausedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    NotPausedException(StreamStatus stream, String target) {
        super(
                "'%s' is %s and its target '%s' %s: a position can be changed only when the target, or the processor, is PAUSED."
                        .formatted(stream.name(), stream.state(), target, state(stream, target)));
    }

    private static String state(StreamStatus stream, String target) {
        return stream.targets().stream()
                .filter(status -> status.name().equals(target))
                .map(status -> status.state().name())
                .findFirst()
                .orElse("unknown");
    }
}
