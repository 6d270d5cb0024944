package dev.corecdc.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.checkpoint.DeadLetterStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDeadLettersTests extends DeadLetterStoreContract {

    private final Path temporary;

    FileDeadLettersTests(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Override
    protected DeadLetterStore open() {
        return FileCheckpointStore.open(temporary.resolve("checkpoints"), temporary.resolve("dead-letters"));
    }

    @Test
    void takesNoFileThatItDoesNotUnderstand() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("spoilt/shop/console"));
        FileDeadLetters letters = new FileDeadLetters(temporary.resolve("spoilt"));
        Files.writeString(folder.resolve("12.json"), "{}");
        Files.writeString(folder.resolve("13.json.tmp"), "{");
        assertThatThrownBy(() -> letters.forEach("shop", "console", letter -> {}))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("12.json cannot be read: its version is ");
        Files.delete(folder.resolve("12.json"));
        letters.forEach("shop", "console", letter -> assertThat(letter).isNull());
    }
}
