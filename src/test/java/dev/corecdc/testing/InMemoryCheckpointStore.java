package dev.corecdc.testing;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps checkpoints for as long as a test lasts. */
public class InMemoryCheckpointStore implements CheckpointStore {

    private final Map<String, Map<String, Checkpoint>> checkpoints = new ConcurrentHashMap<>();
    private final Map<String, Boolean> paused = new ConcurrentHashMap<>();

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
}
