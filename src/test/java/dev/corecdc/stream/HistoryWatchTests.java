package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.ScriptedProcessor.Offset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryWatchTests {

    private static final HistoryMargin MARGIN = new HistoryMargin(3L, Duration.ofHours(2), Duration.ofHours(5));

    private final LaneCheckpoint a = new LaneCheckpoint(new InMemoryCheckpointStore(), "shop", "a");
    private final LaneCheckpoint b = new LaneCheckpoint(new InMemoryCheckpointStore(), "shop", "b");
    private final HistoryWatch watch = new HistoryWatch(
            new StreamDefinition("shop", new ScriptedProcessor(), true, "latest", OnHistoryLost.FAIL, List.of()),
            List.of(a, b));

    @Test
    void asksForTheCheckpointThatIsFurthestBehind() {
        a.resume(new SavedPlace(new Offset(7), null), Instant.EPOCH);
        b.resume(new SavedPlace(new Offset(5), null), Instant.EPOCH);
        a.reach(new Offset(9)); // not saved
        List<Position> asked = new ArrayList<>();

        watch.look(position -> {
            asked.add(position);
            return MARGIN;
        });

        assertThat(asked).containsExactly(new Offset(5));
        assertThat(watch.margin()).isEqualTo(MARGIN);
    }

    @Test
    void asksNothingBeforeThereIsACheckpoint() {
        watch.look(position -> {
            throw new AssertionError("asked for " + position);
        });

        assertThat(watch.margin()).isNull();
    }

    @Test
    void knowsNothingAfterAQuestionThatFails() {
        a.resume(new SavedPlace(new Offset(7), null), Instant.EPOCH);
        watch.look(position -> MARGIN);

        watch.look(position -> {
            throw new SourceException(Kind.UNAVAILABLE, "it is down");
        });
        assertThat(watch.margin()).isNull();

        watch.look(position -> MARGIN);
        watch.look(position -> {
            throw new IllegalStateException("broken");
        });
        assertThat(watch.margin()).isNull();
    }

    @Test
    void startsNoThreadForASourceThatCannotTell() {
        HistoryWatch silent = new HistoryWatch(
                new StreamDefinition("silent", new ScriptedProcessor(), true, "latest", OnHistoryLost.FAIL, List.of()),
                List.of(a, b));

        silent.start();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("cdc-history-silent");
        silent.stop();
    }
}
