package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterStore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands for the store of dead letters where nothing is set aside. */
enum NoDeadLetters implements DeadLetterStore {
    INSTANCE;

    @Override
    public void forEach(String processor, String target, Consumer<DeadLetter> reader) {}

    @Override
    public @Nullable DeadLetter find(String processor, String target, long number) {
        return null;
    }

    @Override
    public void put(DeadLetter letter) {
        throw new CheckpointException("The checkpoint store keeps no dead letters.", null);
    }

    @Override
    public void remove(String processor, String target, long number) {}
}
