package dev.corecdc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads batches as a test wants them, with patience. */
public final class Batches {

    /** How long a test waits for what has to come. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration SHORT = Duration.ofMillis(100);

    private Batches() {}

    /** Polls until so many changes have come. */
    public static List<ChangeBatch> read(ChangeReader reader, int changes) throws Exception {
        List<ChangeBatch> batches = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (events(batches).size() < changes) {
            assertThat(System.nanoTime())
                    .as("in time after %s", events(batches))
                    .isLessThan(deadline);
            ChangeBatch batch = reader.poll(SHORT);
            if (batch != null) {
                batches.add(batch);
            }
        }
        return batches;
    }

    /** What comes when nothing should. */
    public static List<ChangeBatch> readQuietly(ChangeReader reader) throws Exception {
        List<ChangeBatch> batches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ChangeBatch batch = reader.poll(SHORT);
            if (batch != null) {
                batches.add(batch);
            }
        }
        return batches;
    }

    /** Reads until it fails; what came before is added to {@code batches}. */
    public static SourceException readToFailure(ChangeReader reader, List<ChangeBatch> batches) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                ChangeBatch batch = reader.poll(SHORT);
                if (batch != null) {
                    batches.add(batch);
                }
            } catch (SourceException e) {
                return e;
            }
        }
        throw new AssertionError("the reader goes on");
    }

    public static ChangeBatch last(List<ChangeBatch> batches) {
        return batches.get(batches.size() - 1);
    }

    public static List<ChangeEvent> events(List<ChangeBatch> batches) {
        List<ChangeEvent> events = new ArrayList<>();
        for (ChangeBatch batch : batches) {
            events.addAll(batch.records());
            DdlEvent ddl = batch.ddl();
            if (ddl != null) {
                events.add(ddl);
            }
        }
        return events;
    }
}
