package dev.corecdc.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCheckpointStoreTests extends CheckpointStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-03T10:15:30Z");

    private final Path temporary;

    FileCheckpointStoreTests(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Override
    protected CheckpointStore open() {
        return FileCheckpointStore.open(temporary.resolve("kept/by the contract"), temporary.resolve("dead"));
    }

    @Test
    void writesWhatAPersonCanRead() throws Exception {
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("file", "binlog.000042");
        position.put("offset", 1557L);
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            store.save("shop", "console", new Checkpoint(position, NOW));
            store.savePaused("shop", true);
        }

        assertThat(temporary.resolve("shop/console.json")).hasContent("""
                {
                  "version" : 1,
                  "processor" : "shop",
                  "target" : "console",
                  "savedAt" : "2026-11-03T10:15:30Z",
                  "position" : {
                    "file" : "binlog.000042",
                    "offset" : 1557
                  }
                }
                """);
        assertThat(temporary.resolve("shop/_processor.json")).hasContent("""
                {
                  "version" : 1,
                  "processor" : "shop",
                  "paused" : true
                }
                """);
        try (var files = Files.list(temporary.resolve("shop"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void refusesAFileThatEndsTooEarlyWhereverItEnds() throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            store.save("shop", "console", new Checkpoint(Map.of("file", "binlog.000042", "offset", 1557L), NOW));
            store.savePaused("shop", true);
            for (String name : new String[] {"console.json", "_processor.json"}) {
                Path file = temporary.resolve("shop").resolve(name);
                byte[] whole = Files.readAllBytes(file);
                int withoutNewline = whole.length - 1;
                for (int length = 0; length < withoutNewline; length++) {
                    Files.write(file, Arrays.copyOf(whole, length));
                    assertRefused(store, file);
                    // What a crash can leave where the file system had made the file longer before it wrote it.
                    Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
                    assertRefused(store, file);
                }
                Files.write(file, Arrays.copyOf(whole, withoutNewline));
                assertThat(store.load("shop")).hasSize(1);
                assertThat(store.loadPaused("shop")).isTrue();
            }
        }
    }

    private static void assertRefused(FileCheckpointStore store, Path file) {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> {
                    store.load("shop");
                    store.loadPaused("shop");
                })
                .withMessageContaining("The checkpoints in " + file + " cannot be read: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\" : 1        | \"version\" : 2               | its version is 2 and this program knows version 1",
                "\"version\" : 1,       | ``                            | its version is",
                "\"version\" : 1        | \"version\" : \"1\"           | its version is \"1\"",
                "\"version\" : 1,       | \"version\" : 1, \"more\": 1, | its keys are",
                "\"position\"           | \"place\"                     | its keys are",
                "\"version\" : 1,       | \"version\" : 1, \"version\" : 1, | not valid JSON (Duplicate",
                "\"shop\"               | \"people\"                    | it is of the processor 'people'",
                "\"console\"            | \"other\"                     | it is of the target 'other'",
                "\"console\"            | 5                             | \"target\" is not a string",
                "2026-11-03T            | yesterday                     | \"savedAt\" is not a time",
                "1557                   | 1557.0                        | \"offset\" is neither a string nor a whole number",
                "1557                   | 9223372036854775808           | \"offset\" is neither",
                "1557                   | null                          | \"offset\" is neither",
                "1557                   | true                          | \"offset\" is neither",
                "1557                   | [1557]                        | \"offset\" is neither",
            })
    void refusesWhatItDoesNotUnderstand(String from, String to, String why) throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            store.save("shop", "console", new Checkpoint(Map.of("offset", 1557L), NOW));
            Path file = temporary.resolve("shop/console.json");
            Files.writeString(file, Files.readString(file).replace(from, to));

            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> store.load("shop"))
                    .withMessageContaining(file.toString())
                    .withMessageContaining(why);
        }
    }

    @Test
    void refusesSomethingAfterTheEnd() throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            store.save("shop", "console", new Checkpoint(Map.of("offset", 1557L), NOW));
            Path file = temporary.resolve("shop/console.json");
            String whole = Files.readString(file);
            for (String rest : new String[] {"}", "x", whole, "\0"}) {
                Files.writeString(file, whole + rest);
                assertThatThrownBy(() -> store.load("shop"))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void takesNothingForACheckpointThatIsNone() throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            store.save("shop", "console", new Checkpoint(Map.of("offset", 1557L), NOW));
            Files.writeString(temporary.resolve("shop/console.json.tmp"), "{ \"version\" : 1, \"pro");
            Files.writeString(temporary.resolve("shop/console.json.bak"), "a copy");
            Files.writeString(temporary.resolve("shop/._console.json"), "what a Mac leaves");

            assertThat(store.load("shop")).containsOnlyKeys("console");

            Checkpoint next = new Checkpoint(Map.of("offset", 1558L), NOW);
            store.save("shop", "console", next);
            assertThat(store.load("shop")).isEqualTo(Map.of("console", next));
        }
    }

    @Test
    void neverTakesAPlaceThatCannotBeReadForAnEmptyOne() throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            Files.writeString(temporary.resolve("shop"), "a file in the place of the folder");

            assertThatThrownBy(() -> store.load("shop")).isInstanceOf(CheckpointException.class);
            assertThatThrownBy(() -> store.loadPaused("shop")).isInstanceOf(CheckpointException.class);

            Files.createDirectories(temporary.resolve("people/console.json"));
            Files.createDirectory(temporary.resolve("people/_processor.json"));

            assertThatThrownBy(() -> store.load("people")).isInstanceOf(CheckpointException.class);
            assertThatThrownBy(() -> store.loadPaused("people")).isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void keepsTheTargetsThatArePausedWithTheProcessor() throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            store.savePaused("shop", "warehouse", true);
            Path file = temporary.resolve("shop/_processor.json");
            assertThat(file).hasContent("""
                    {
                      "version" : 1,
                      "processor" : "shop",
                      "paused" : false,
                      "pausedTargets" : [ "warehouse" ]
                    }
                    """);
            String text = Files.readString(file);
            for (String wrong : new String[] {"[ 1 ]", "{ }", "null", "\"warehouse\""}) {
                Files.writeString(file, text.replace("[ \"warehouse\" ]", wrong));
                assertThatThrownBy(() -> store.loadPausedTargets("shop"))
                        .as(wrong)
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("pausedTargets");
            }
        }
    }

    @Test
    void keepsTheCheckpointBeforeWhenANewOneCannotBeWritten() throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            Checkpoint first = new Checkpoint(Map.of("offset", 1L), NOW);
            store.save("shop", "console", first);
            Files.createDirectory(temporary.resolve("shop/console.json.tmp"));

            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> store.save("shop", "console", new Checkpoint(Map.of("offset", 2L), NOW)))
                    .withMessageContaining(temporary.resolve("shop/console.json") + " cannot be written: ");

            assertThat(store.load("shop")).isEqualTo(Map.of("console", first));
        }
    }

    @Test
    void refusesAValueThatItCouldNotReadBack() throws Exception {
        try (FileCheckpointStore store = FileCheckpointStore.open(temporary, temporary)) {
            assertThatThrownBy(() -> store.save("shop", "console", new Checkpoint(Map.of("offset", 1), NOW)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("offset");
        }
    }

    @Test
    void refusesADirectoryThatAnotherStoreUses() throws Exception {
        FileCheckpointStore first = FileCheckpointStore.open(temporary, temporary);
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> FileCheckpointStore.open(temporary.resolve("x/.."), temporary))
                .withMessageContaining("The checkpoint directory " + temporary + " is in use");
        first.close();

        FileCheckpointStore.open(temporary, temporary).close();
        assertThatThrownBy(() -> first.load("shop"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void refusesADirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        for (Path directory : new Path[] {file, file.resolve("below")}) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> FileCheckpointStore.open(directory, directory))
                    .withMessageContaining("The checkpoint directory " + directory + " cannot be used: ")
                    .withMessageContaining("cdc.checkpoint.file.directory");
        }
    }
}
