package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import dev.corecdc.transform.ProcessorTransforms;
import dev.corecdc.transform.RecordTransform;
import dev.corecdc.transform.TargetTransforms;
import dev.corecdc.transform.TransformChain;
import dev.corecdc.transform.Transforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transforms of processors and targets, and what is counted. */
class StreamTransformTests {

    private static final RecordTransform EVEN_ONLY = record -> ScriptedProcessor.idOf(record) % 2 == 0 ? record : null;

    private final ScriptedProcessor source = new ScriptedProcessor();
    private final CollectingTarget target = new CollectingTarget();
    private TestStreams streams = TestStreams.builder().build();

    @AfterEach
    void stop() {
        streams.close();
    }

    @Test
    void whatAProcessorLeavesOutIsExcludedForAll() {
        CollectingTarget second = new CollectingTarget();
        streams = TestStreams.builder().stream("shop", transformed(EVEN_ONLY), lane("a", target), lane("b", second))
                .start();
        source.append(20);

        target.awaitRecords(10);
        second.awaitRecords(10);
        assertThat(target.ids()).isEqualTo(evenBelow(20));
        awaitPosition(20);
        assertThat(streams.status("shop").excluded()).isEqualTo(10);
        assertThat(streams.status("shop", "a").counts().delivered()).isEqualTo(10);
        assertThat(streams.status("shop", "a").counts().filtered()).isZero();
    }

    @Test
    void aTransformOfAProcessorThatFailsStopsItBeforeTheRecord() {
        List<Long> allowed = new ArrayList<>();
        RecordTransform strict = record -> {
            if (ScriptedProcessor.idOf(record) >= 10 && allowed.isEmpty()) {
                throw new IllegalStateException("not this one");
            }
            return record;
        };
        streams = TestStreams.builder().stream("shop", transformed(strict), lane("a", target))
                .start();
        source.append(20);

        StreamStatus failed = streams.awaitState("shop", ProcessorState.FAILED);
        assertThat(failed.reason()).contains("'own'", "shop.orders", "not this one");
        assertThat(target.ids()).isEqualTo(LongStream.range(0, 10).boxed().toList());
        assertThat(failed.position()).isEqualTo(ScriptedProcessor.at(10).toMap());

        allowed.add(1L);
        streams.resume("shop");
        target.awaitRecords(20);
        assertThat(target.ids()).isEqualTo(source.ids());
    }

    @Test
    void whatATargetLeavesOutIsFilteredForItAlone() {
        CollectingTarget second = new CollectingTarget();
        streams = TestStreams.builder().stream("shop", source, transforming("a", EVEN_ONLY), lane("b", second))
                .start();
        source.append(20);

        second.awaitRecords(20);
        awaitPosition(20);
        assertThat(target.ids()).isEqualTo(evenBelow(20));
        assertThat(streams.status("shop", "a").counts().delivered()).isEqualTo(10);
        assertThat(streams.status("shop", "a").counts().filtered()).isEqualTo(10);
    }

    @Test
    void aTargetThatWantsNothingOfABatchIsNotCalled() {
        streams = TestStreams.builder().stream("shop", source, transforming("a", record -> null))
                .start();
        source.append(20);

        awaitPosition(20);
        assertThat(target.attempts()).isZero();
        assertThat(streams.status("shop", "a").counts().filtered()).isEqualTo(20);
    }

    @Test
    void aTransformOfATargetThatFailsHaltsItAtTheRecord() {
        CollectingTarget second = new CollectingTarget();
        RecordTransform strict = record -> {
            if (ScriptedProcessor.idOf(record) == 7) {
                throw new IllegalStateException("not this one");
            }
            return record;
        };
        streams = TestStreams.builder().stream("shop", source, transforming("a", strict), lane("b", second))
                .start();
        source.append(20);

        assertThat(streams.awaitTargetState("shop", "a", TargetState.FAILED).reason())
                .contains("'own'", "not this one");
        assertThat(target.ids()).isEqualTo(LongStream.range(0, 7).boxed().toList());
        second.awaitRecords(20);
    }

    @Test
    void aTargetThatRejectsARecordIsHeardOfTheRightOne() {
        CollectingTarget rejecting = new CollectingTarget() {
            @Override
            public void save(List<ChangeRecord> records) throws Exception {
                for (int i = 0; i < records.size(); i++) {
                    if (ScriptedProcessor.idOf(records.get(i)) == 6) {
                        throw new RejectedRecordException(i, "never", null);
                    }
                }
                super.save(records);
            }
        };
        streams = TestStreams.builder().stream(
                        "shop",
                        source,
                        new LaneDefinition("a", rejecting, false, true, true, LaneSettings.DEFAULT, chain(EVEN_ONLY)))
                .start();
        source.append(20);

        assertThat(streams.awaitTargetState("shop", "a", TargetState.FAILED).reason())
                .contains("never");
        assertThat(rejecting.ids()).containsExactly(0L, 2L, 4L);
    }

    private TransformedProcessor transformed(RecordTransform own) {
        return new TransformedProcessor(
                source,
                new Transforms(Map.of("own", own))
                        .of(new ProcessorTransforms(List.of(), List.of(), null, List.of("own"))));
    }

    private LaneDefinition transforming(String name, RecordTransform own) {
        return new LaneDefinition(name, target, false, true, true, LaneSettings.DEFAULT, chain(own));
    }

    private static TransformChain chain(RecordTransform own) {
        return new Transforms(Map.of("own", own))
                .of(
                        new TargetTransforms(
                                List.of(), List.of(), null, List.of("own"), List.of(), List.of(), List.of(), List.of()),
                        (include, exclude) -> {
                            throw new IllegalStateException("no tables are chosen");
                        });
    }

    private void awaitPosition(long offset) {
        await().atMost(Duration.ofSeconds(20)).until(() -> ScriptedProcessor.at(offset)
                .toMap()
                .equals(streams.status("shop", "a").position()));
    }

    private static List<Long> evenBelow(long end) {
        return LongStream.range(0, end).filter(id -> id % 2 == 0).boxed().toList();
    }
}
