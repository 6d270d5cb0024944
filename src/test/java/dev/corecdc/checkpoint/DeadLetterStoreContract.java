package dev.corecdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.testing.Changes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of dead letters keeps to. */
public abstract class DeadLetterStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-03T10:15:30.123456Z");

    private DeadLetterStore store;

    /** A store over the place of this test, which is empty at first. It is closed before the next is opened. */
    protected abstract DeadLetterStore open();

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

    private static DeadLetter letter(long number, String processor, String target, ChangeEvent change) {
        return new DeadLetter(
                number,
                processor,
                target,
                false,
                NOW.plusMillis(number),
                Map.of("file", "binlog.000001", "offset", number),
                "too \"long\" \ud83d\ude00 \u0000",
                change);
    }

    private static String text(DeadLetter letter) {
        return DeadLetterJson.of(letter);
    }

    private List<Long> numbers(String processor, String target) {
        List<Long> numbers = new ArrayList<>();
        store.forEach(processor, target, letter -> numbers.add(letter.number()));
        return numbers;
    }

    @Test
    void hasNothingAtFirst() {
        assertThat(numbers("shop", "console")).isEmpty();
        assertThat(store.find("shop", "console", 1)).isNull();
        store.remove("shop", "console", 1);
    }

    @Test
    void keepsTheWholeLetter() throws Exception {
        DeadLetter row = letter(7, "shop", "console", Changes.insert(3, "name \u0000 \ud83d \u00fc"));
        DeadLetter ddl = letter(8, "shop", "console", Changes.ddl(4));
        DeadLetter waiting = new DeadLetter(9, "shop", "console", true, NOW, Map.of(), null, Changes.insert(5));
        store.put(row);
        store.put(ddl);
        store.put(waiting);

        reopen();

        for (DeadLetter letter : List.of(row, ddl, waiting)) {
            DeadLetter found = Objects.requireNonNull(store.find("shop", "console", letter.number()));
            assertThat(text(found)).isEqualTo(text(letter));
            assertThat(found.time()).isEqualTo(letter.time());
            assertThat(found.error()).isEqualTo(letter.error());
        }
    }

    @Test
    void tellsThemInTheOrderOfTheirNumbersForEachLane() throws Exception {
        for (long number : new long[] {100, 9, 1_764_000_000_000_000L, 20, 3}) {
            store.put(letter(number, "shop", "console", Changes.insert(number)));
        }
        store.put(letter(4, "shop", "warehouse", Changes.insert(4)));
        store.put(letter(5, "people", "console", Changes.insert(5)));

        reopen();

        assertThat(numbers("shop", "console")).containsExactly(3L, 9L, 20L, 100L, 1_764_000_000_000_000L);
        assertThat(numbers("shop", "warehouse")).containsExactly(4L);
        assertThat(numbers("people", "console")).containsExactly(5L);
        assertThat(numbers("people", "warehouse")).isEmpty();
    }

    @Test
    void keepsOnlyTheLastOfANumberAndForgetsWhatIsRemoved() throws Exception {
        DeadLetter first = letter(1, "shop", "console", Changes.insert(1));
        store.put(first);
        store.put(letter(2, "shop", "console", Changes.insert(2)));
        store.put(first.rejected("again"));
        store.remove("shop", "console", 2);

        reopen();

        assertThat(numbers("shop", "console")).containsExactly(1L);
        assertThat(Objects.requireNonNull(store.find("shop", "console", 1)).error())
                .isEqualTo("again");
    }

    @Test
    void keepsAChangeOfMegabytesAndTakesAnyName() throws Exception {
        String large = "\u00fc".repeat(1 << 20);
        for (String name : List.of("a/b", "..", "myTarget", "mytarget", "\ud83d\ude00", "con")) {
            store.put(letter(1, name, name, Changes.insert(1, large)));
        }

        reopen();

        for (String name : List.of("a/b", "..", "myTarget", "mytarget", "\ud83d\ude00", "con")) {
            DeadLetter found = Objects.requireNonNull(store.find(name, name, 1));
            assertThat(text(found)).isEqualTo(text(letter(1, name, name, Changes.insert(1, large))));
        }
    }

    @Test
    void keepsAlsoOnAnInterruptedThread() throws Exception {
        Thread.currentThread().interrupt();
        store.put(letter(1, "shop", "console", Changes.insert(1)));
        store.put(letter(2, "shop", "console", Changes.insert(2)));
        store.remove("shop", "console", 2);
        assertThat(Thread.interrupted()).isTrue();

        reopen();

        assertThat(numbers("shop", "console")).containsExactly(1L);
    }
}
