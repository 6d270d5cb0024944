package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.SavedPosition;
import dev.corecdc.target.TransactionalTarget;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Targets that keep positions themselves. */
@Timeout(60)
class StreamTransactionalTests {

    private final ScriptedProcessor processor = new ScriptedProcessor().batchesOf(10);
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final Ledger ledger = new Ledger();
    private TestStreams streams = TestStreams.builder().build();

    @AfterEach
    void stop() {
        streams.close();
    }

    private void start() {
        streams = TestStreams.builder().store(store).stream("shop", processor, lane("ledger", ledger))
                .start();
    }

    /** Has changes and a position, both or none. */
    private static final class Ledger implements TransactionalTarget {

        private final List<Long> ids = new CopyOnWriteArrayList<>();
        private volatile Map<String, Object> position = Map.of();
        private volatile long unwanted = -1;
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public @Nullable SavedPosition saved(String processor) throws IOException {
            if (failures.getAndDecrement() > 0) {
                throw new IOException("not yet");
            }
            return position.isEmpty() ? null : new SavedPosition(position, Instant.EPOCH);
        }

        @Override
        public void save(List<ChangeRecord> records, String processor, Position place) throws Exception {
            save(records);
            position = place.toMap();
        }

        @Override
        public void save(List<ChangeRecord> records) throws RejectedRecordException {
            List<Long> taken = records.stream().map(ScriptedProcessor::idOf).toList();
            if (taken.contains(unwanted)) {
                throw new RejectedRecordException(taken.indexOf(unwanted), "not this one", null);
            }
            ids.addAll(taken);
        }
    }

    private void awaitIds(long count) {
        await().untilAsserted(() -> assertThat(ledger.ids)
                .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList()));
    }

    @Test
    void goesOnWhereTheTargetSaysAlsoInTheMidstOfABatch() {
        processor.append(35);
        ledger.ids.addAll(LongStream.range(0, 17).boxed().toList());
        ledger.position = ScriptedProcessor.at(17).toMap();
        start();
        awaitIds(35);
        assertThat(ledger.position).isEqualTo(ScriptedProcessor.at(35).toMap());
    }

    @Test
    void givesTheTargetNothingTwiceWhereAnotherBeginsBefore() {
        CollectingTarget other = new CollectingTarget();
        processor.append(35);
        store.save("shop", "other", new Checkpoint(ScriptedProcessor.at(3).toMap(), Instant.now()));
        ledger.ids.addAll(LongStream.range(0, 17).boxed().toList());
        ledger.position = ScriptedProcessor.at(17).toMap();
        streams = TestStreams.builder().store(store).stream(
                        "shop", processor, lane("other", other), lane("ledger", ledger))
                .start();

        other.awaitRecords(32);
        awaitIds(35);
        streams.awaitTargetState("shop", "ledger", TargetState.RUNNING);

        processor.append(10);
        awaitIds(45);
    }

    @Test
    void goesOnWhereAPersonHasPutItSinceTheTargetSaved() {
        processor.append(35);
        ledger.ids.addAll(LongStream.range(0, 30).boxed().toList());
        ledger.position = ScriptedProcessor.at(30).toMap();
        Map<String, Object> put = new HashMap<>(ScriptedProcessor.at(12).toMap());
        put.put("byHand", Instant.now().toString());
        store.save("shop", "ledger", new Checkpoint(put, Instant.now()));
        start();

        await().untilAsserted(() -> assertThat(ledger.ids.subList(30, ledger.ids.size()))
                .containsExactlyElementsOf(LongStream.range(12, 35).boxed().toList()));
    }

    @Test
    void waitsForATargetThatCannotSayWhereItIs() {
        ledger.failures.set(2);
        start();
        processor.append(5);
        awaitIds(5);
        assertThat(ledger.failures.get()).isNegative();
    }

    @Test
    void givesTheTargetNothingOfABatchThatItRefusesInPart() {
        ledger.unwanted = 17;
        processor.append(20);
        ledger.position = ScriptedProcessor.at(0).toMap();
        start();
        assertThat(streams.awaitTargetState("shop", "ledger", TargetState.FAILED)
                        .reason())
                .contains("not this one");
        awaitIds(10);
        assertThat(ledger.position).isEqualTo(ScriptedProcessor.at(10).toMap());

        ledger.unwanted = -1;
        streams.control().resume("shop");
        awaitIds(20);
    }

    @Test
    void goesOnWhereItWasPutByHandThoughTheTargetSaysThatItIsFurther() {
        processor.append(20);
        start();
        awaitIds(20);
        streams.pause("shop");
        streams.control().positions().change("shop", "ledger", "5", "me");
        streams.resume("shop");
        await().untilAsserted(() -> assertThat(ledger.ids)
                .containsExactlyElementsOf(LongStream.concat(LongStream.range(0, 20), LongStream.range(5, 20))
                        .boxed()
                        .toList()));
        assertThat(ledger.position).isEqualTo(ScriptedProcessor.at(20).toMap());
    }
}
