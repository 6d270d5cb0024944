package dev.corecdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every checkpoint store keeps to. */
public abstract class CheckpointStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-03T10:15:30.123456Z");

    private CheckpointStore store;

    /** A store over the place of this test, which is empty at first. It is closed before the next is opened. */
    protected abstract CheckpointStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        if (store instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private void reopen() throws Exception {
        closeStore();
        openStore();
    }

    @Test
    void hasNothingAtFirst() {
        assertThat(store.load("shop")).isEmpty();
        assertThat(store.loadPaused("shop")).isFalse();
        assertThat(store.loadPausedTargets("shop")).isEmpty();
    }

    @Test
    void keepsACheckpointForEachProcessorAndTarget() throws Exception {
        store.save("shop", "console", at(1));
        store.save("shop", "warehouse", at(2));
        store.save("people", "console", at(3));

        reopen();

        assertThat(store.load("shop")).isEqualTo(Map.of("console", at(1), "warehouse", at(2)));
        assertThat(store.load("people")).isEqualTo(Map.of("console", at(3)));
        assertThat(store.load("nobody")).isEmpty();
    }

    @Test
    void keepsOnlyTheLastCheckpoint() throws Exception {
        store.save("shop", "console", new Checkpoint(Map.of("file", "binlog.000001", "gtids", "long gone"), NOW));
        store.save("shop", "console", at(2));

        reopen();

        assertThat(store.load("shop")).isEqualTo(Map.of("console", at(2)));
    }

    @Test
    void keepsTheKindAndOrderOfTheValuesOfAPosition() throws Exception {
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("server_uuid", "6f2a \"quoted\" ünïcødé 😀\n\u0001");
        position.put("offset", 4L);
        position.put("a_large_number", Long.MAX_VALUE);
        position.put("a_negative_number", Long.MIN_VALUE);
        position.put("digits", "12");
        position.put("empty", "");
        store.save("shop", "console", new Checkpoint(position, NOW));

        reopen();

        assertThat(store.load("shop")).isEqualTo(Map.of("console", new Checkpoint(position, NOW)));
        assertThat(store.load("shop").values())
                .allSatisfy(
                        loaded -> assertThat(loaded.position().keySet()).containsExactlyElementsOf(position.keySet()));
    }

    @Test
    void keepsAPositionOfAMegabyte() throws Exception {
        Checkpoint large = new Checkpoint(Map.of("gtids", "x".repeat(1 << 20)), NOW);
        store.save("shop", "console", large);

        reopen();

        assertThat(store.load("shop")).isEqualTo(Map.of("console", large));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "my-target-2", "myTarget", "mytarget", "cdcTarget.out", ".", "..", "a/b", "a\\b", "a%2Fb", "a b",
                "state", "paused", "_processor", "processor", "lock", ".lock", "ü", "😀", "a.json", "con", "a:b"
            })
    void takesAnyName(String name) throws Exception {
        store.save(name, name, at(1));
        store.savePaused(name, true);
        store.savePaused(name, name, true);
        store.save("shop", name, at(2));
        store.save(name, "other", at(3));

        reopen();

        assertThat(store.load(name)).isEqualTo(Map.of(name, at(1), "other", at(3)));
        assertThat(store.loadPaused(name)).isTrue();
        assertThat(store.loadPausedTargets(name)).containsExactly(name);
        assertThat(store.load("shop")).isEqualTo(Map.of(name, at(2)));
    }

    @Test
    void tellsNamesApartThatDifferOnlyInCapitals() throws Exception {
        store.save("shop", "myTarget", at(1));
        store.save("shop", "mytarget", at(2));

        reopen();

        assertThat(store.load("shop")).isEqualTo(Map.of("myTarget", at(1), "mytarget", at(2)));
    }

    @Test
    void keepsAPauseUntilItIsOver() throws Exception {
        store.savePaused("shop", true);
        reopen();
        assertThat(store.loadPaused("shop")).isTrue();
        assertThat(store.loadPaused("people")).isFalse();
        assertThat(store.load("shop")).isEmpty();

        store.savePaused("shop", false);
        reopen();
        assertThat(store.loadPaused("shop")).isFalse();
    }

    @Test
    void keepsThePausesOfTargetsApartFromEachOtherAndFromThatOfTheProcessor() throws Exception {
        store.save("shop", "console", at(1));
        store.savePaused("shop", "console", true);
        store.savePaused("shop", "warehouse", true);
        store.savePaused("shop", "warehouse", true);
        reopen();
        assertThat(store.loadPausedTargets("shop")).containsExactlyInAnyOrder("console", "warehouse");
        assertThat(store.loadPausedTargets("people")).isEmpty();
        assertThat(store.loadPaused("shop")).isFalse();
        assertThat(store.load("shop")).isEqualTo(Map.of("console", at(1)));

        store.savePaused("shop", true);
        store.savePaused("shop", "console", false);
        store.savePaused("shop", "nobody", false);
        reopen();
        assertThat(store.loadPausedTargets("shop")).containsExactly("warehouse");
        assertThat(store.loadPaused("shop")).isTrue();

        store.savePaused("shop", false);
        reopen();
        assertThat(store.loadPausedTargets("shop")).containsExactly("warehouse");
        assertThat(store.loadPaused("shop")).isFalse();
    }

    @Test
    void canBeUsedBySeveralThreads() throws Exception {
        CompletableFuture<?>[] writers = IntStream.range(0, 4)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = 1; i <= 20; i++) {
                        store.save("shop", "target-" + writer % 2, at(i));
                        assertThat(store.load("shop")).isNotEmpty();
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(writers).join();

        reopen();

        assertThat(store.load("shop")).containsOnlyKeys("target-0", "target-1");
    }

    @Test
    void savesAlsoOnAnInterruptedThread() throws Exception {
        Thread.currentThread().interrupt();
        store.save("shop", "console", at(1));
        store.savePaused("shop", true);
        assertThat(Thread.interrupted()).isTrue();

        reopen();

        assertThat(store.load("shop")).isEqualTo(Map.of("console", at(1)));
        assertThat(store.loadPaused("shop")).isTrue();
    }

    private static Checkpoint at(long offset) {
        return new Checkpoint(Map.of("file", "binlog.000042", "offset", offset), NOW.plusSeconds(offset));
    }
}
