package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetterStore;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets that a stream has and had not when its checkpoints were saved, and the other way round. A target that was renamed looks like one that
 * was removed and one that was added, and is treated so.
 */
final class ChangedTargets {

    private static final Logger log = LoggerFactory.getLogger(ChangedTargets.class);

    private final StreamDefinition definition;
    private final List<String> added;
    private final Set<String> removed;

    /** @param saved the targets of which there are checkpoints */
    ChangedTargets(StreamDefinition definition, Set<String> saved) {
        List<String> present =
                definition.lanes().stream().map(LaneDefinition::name).toList();
        this.definition = definition;
        this.removed = new TreeSet<>(saved);
        present.forEach(removed::remove);
        this.added = saved.isEmpty()
                ? List.of()
                : present.stream().filter(name -> !saved.contains(name)).toList();
    }

    /** Says in the log which they are, and what becomes of what is kept for them. */
    void tell(@Nullable DeadLetterStore letters) {
        if (!removed.isEmpty()) {
            log.warn(
                    "{}: there are checkpoints of targets that it does not have: {}. They are kept, for the case that those targets come back;"
                            + " delete them by hand when they are no longer wanted",
                    definition.name(),
                    removed);
            if (letters != null) {
                removed.forEach(target -> tellOfLetters(letters, target));
            }
        }
        if (!added.isEmpty()) {
            log.info(
                    "{}: new targets begin at 'start-at: {}': {}.{}",
                    definition.name(),
                    definition.startAt(),
                    added,
                    removed.isEmpty()
                            ? ""
                            : " A target that was renamed counts as a new one: it does not go on where the other left off");
        }
    }

    private void tellOfLetters(DeadLetterStore letters, String target) {
        AtomicLong count = new AtomicLong();
        try {
            letters.forEach(definition.name(), target, letter -> count.incrementAndGet());
        } catch (CheckpointException e) {
            log.warn(
                    "{}: the dead letters of {}, which it does not have, cannot be read", definition.name(), target, e);
        }
        if (count.get() > 0) {
            log.warn(
                    "{}: {} changes that were set aside for {}, which it does not have, wait for it to come back; nothing shows them meanwhile",
                    definition.name(),
                    count,
                    target);
        }
    }
}
