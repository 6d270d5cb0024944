package dev.corecdc.testing;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterJson;
import dev.corecdc.checkpoint.DeadLetterStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps checkpoints and dead letters for as long as a test lasts. */
public class InMemoryCheckpointStore implements CheckpointStore, DeadLetterStore {

    private final Map<String, Map<String, Checkpoint>> checkpoints = new ConcurrentHashMap<>();
    private final Map<String, String> letters = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> paused = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> pausedTargets = new ConcurrentHashMap<>();

    @Override
    public Map<String, Checkpoint> load(String processor) {
        return new TreeMap<>(checkpoints.getOrDefault(processor, Map.of()));
    }

    @Override
    public void save(String processor, String target, Checkpoint checkpoint) {
        checkpoints
                .computeIfAbsent(processor, name -> new ConcurrentHashMap<>())
                .put(target, checkpoint);
    }

    @Override
    public boolean loadPaused(String processor) {
        return paused.getOrDefault(processor, false);
    }

    @Override
    public void savePaused(String processor, boolean paused) {
        this.paused.put(processor, paused);
    }

    @Override
    public Set<String> loadPausedTargets(String processor) {
        return Set.copyOf(pausedTargets.getOrDefault(processor, Set.of()));
    }

    @Override
    public void savePaused(String processor, String target, boolean paused) {
        Set<String> targets = pausedTargets.computeIfAbsent(processor, name -> ConcurrentHashMap.newKeySet());
        if (paused) {
            targets.add(target);
        } else {
            targets.remove(target);
        }
    }

    private static String lane(String processor, String target) {
        return processor + "\n" + target + "\n";
    }

    private static String key(String processor, String target, long number) {
        return lane(processor, target) + "%019d".formatted(number);
    }

    @Override
    public void forEach(String processor, String target, Consumer<DeadLetter> reader) {
        letters.forEach((key, text) -> {
            if (key.startsWith(lane(processor, target))) {
                reader.accept(DeadLetterJson.read(text));
            }
        });
    }

    @Override
    public @Nullable DeadLetter find(String processor, String target, long number) {
        String text = letters.get(key(processor, target, number));
        return text == null ? null : DeadLetterJson.read(text);
    }

    @Override
    public void put(DeadLetter letter) {
        letters.put(key(letter.processor(), letter.target(), letter.number()), DeadLetterJson.of(letter));
    }

    @Override
    public void remove(String processor, String target, long number) {
        letters.remove(key(processor, target, number));
    }
}
