package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.EventType;
import dev.corecdc.testing.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class StatusLogTests {

    private static final Map<String, Object> PLACE = new TreeMap<>(Map.of("file", "binlog.000012", "offset", 104L));

    private final CapturedLog log = new CapturedLog();
    private List<StreamStatus> statuses = List.of();
    private final long start = System.nanoTime();
    private final StatusLog statusLog = new StatusLog(() -> statuses, Duration.ofMillis(20));

    @AfterEach
    void stop() {
        statusLog.stop();
        log.close();
    }

    @Test
    void saysRateLagAndPositionOfEachProcessor() {
        after(
                60,
                status("shop", ProcessorState.RUNNING, null, 600, target(0.26)),
                status("idle", ProcessorState.RUNNING, null, 0, target(0)));
        after(
                120,
                status("shop", ProcessorState.RUNNING, null, 630, target(0.26)),
                status("idle", ProcessorState.RUNNING, null, 0, target(0)));

        assertThat(log.lines())
                .containsExactly(
                        "INFO shop: RUNNING, 10.0 changes/s, lag 0.3 s, at file=binlog.000012 offset=104",
                        "INFO idle: RUNNING, 0.0 changes/s, lag 0.0 s, at file=binlog.000012 offset=104",
                        "INFO shop: RUNNING, 0.5 changes/s, lag 0.3 s, at file=binlog.000012 offset=104",
                        "INFO idle: RUNNING, 0.0 changes/s, lag 0.0 s, at file=binlog.000012 offset=104");
    }

    @Test
    void saysItInFieldsToo() {
        after(60, status("shop", ProcessorState.RUNNING, null, 600, target(0.25)));

        assertThat(log.contextOf("shop: RUNNING")).isEqualTo(Map.of("processor", "shop"));
        assertThat(log.events().get(0).getKeyValuePairs())
                .extracting((KeyValuePair pair) -> pair.key)
                .containsExactly("rate", "lag", "position");
        assertThat(log.events().get(0).getKeyValuePairs())
                .extracting((KeyValuePair pair) -> pair.value)
                .containsExactly(10.0, 0.25, PLACE);
    }

    @Test
    void saysWhatIsWrong() {
        after(
                60,
                new StreamStatus(
                        "shop",
                        ProcessorState.RUNNING,
                        ProcessorState.RECONNECTING,
                        Instant.EPOCH,
                        "localhost:3306 does not answer",
                        null,
                        Map.of(),
                        0,
                        0,
                        List.of(),
                        null,
                        List.of(
                                target(Double.NaN),
                                target("b", TargetState.RETRYING, "no space left", Double.NaN),
                                target("c", TargetState.PAUSED, null, Double.NaN))));

        assertThat(log.lines())
                .containsExactly(
                        "INFO shop: RECONNECTING (localhost:3306 does not answer), 0.0 changes/s, lag unknown, at an unknown place;"
                                + " b: RETRYING (no space left); c: PAUSED");
    }

    @Test
    void saysNothingOfWhatRestsAsItWasAskedTo() {
        after(60, status("shop", ProcessorState.PAUSED, null, 0), status("idle", ProcessorState.STOPPED, null, 0));

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shortensALongGtidSet() {
        StreamStatus status = new StreamStatus(
                "shop",
                ProcessorState.RUNNING,
                ProcessorState.RUNNING,
                Instant.EPOCH,
                null,
                Map.of("gtidSet", "x".repeat(10_000)),
                Map.of(),
                0,
                0,
                List.of(),
                null,
                List.of());
        after(60, status);

        assertThat(log.lines().get(0)).hasSizeLessThan(300).endsWith("xxx…");
    }

    @Test
    void goesOnByItselfUntilItIsStopped() {
        statuses = List.of(status("shop", ProcessorState.RUNNING, null, 0));
        statusLog.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> log.lines().size() >= 3);
        statusLog.stop();
        int said = log.lines().size();

        statusLog.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> log.lines().size() > said + 1);
    }

    @Test
    void isSilentWhenItIsSwitchedOff() {
        StatusLog off = new StatusLog(() -> statuses, Duration.ZERO);
        off.start();
        off.stop();

        assertThat(log.lines()).isEmpty();
    }

    private void after(long seconds, StreamStatus... now) {
        statuses = List.of(now);
        statusLog.write(start + Duration.ofSeconds(seconds).toNanos());
    }

    private static StreamStatus status(
            String name, ProcessorState state, @Nullable String reason, long read, TargetStatus... targets) {
        return new StreamStatus(
                name,
                state,
                state,
                Instant.EPOCH,
                reason,
                PLACE,
                Map.of(EventType.INSERT, read),
                0,
                0,
                List.of(),
                null,
                List.of(targets));
    }

    private static TargetStatus target(double lag) {
        return target("a", TargetState.RUNNING, null, lag);
    }

    private static TargetStatus target(String name, TargetState state, @Nullable String reason, double lag) {
        return new TargetStatus(
                name,
                state,
                Instant.EPOCH,
                reason,
                null,
                null,
                null,
                lag,
                0,
                new TargetStatus.Counts(0, 0, 0, 0),
                Conservation.NONE);
    }
}
