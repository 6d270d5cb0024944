package dev.corecdc.checkpoint;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what targets did not take. A {@link CheckpointStore} that can do so is one too, under the same terms: safe for use by several threads, for
 * one service at a time.
 */
public interface DeadLetterStore {

    /**
     * Hands over the letters of a lane one by one, in the order of their numbers.
     *
     * @throws CheckpointException when one cannot be read or understood, which is never taken for none
     */
    void forEach(String processor, String target, Consumer<DeadLetter> reader);

    /**
     * One letter; null when there is none of that number.
     *
     * @throws CheckpointException when it cannot be read or understood
     */
    @Nullable
    DeadLetter find(String processor, String target, long number);

    /**
     * Keeps a letter, in place of the one of the same number if there is one. When it returns, the letter survives a crash of the machine.
     *
     * @throws CheckpointException when it could not be kept
     */
    void put(DeadLetter letter);

    /**
     * Forgets a letter, under the terms of {@link #put}. Without effect when there is none.
     *
     * @throws CheckpointException when that could not be kept
     */
    void remove(String processor, String target, long number);

    /** What a store of checkpoints keeps dead letters in; null when it keeps none. */
    static @Nullable DeadLetterStore of(CheckpointStore store) {
        return store instanceof DeadLetterStore letters ? letters : null;
    }
}
