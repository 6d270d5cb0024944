package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One target of two processors. */
@Timeout(60)
class SharedTargetTests {

    private final ScriptedProcessor shop = new ScriptedProcessor().batchesOf(1);
    private final ScriptedProcessor people = new ScriptedProcessor().batchesOf(1);
    private final TestStreams.Builder builder = TestStreams.builder();
    private TestStreams streams = builder.build();

    private void start(CollectingTarget target) {
        streams = builder.stream("shop", shop, lane("t", target)).stream("people", people, lane("t", target))
                .start();
    }

    private long delivered(String stream) {
        return streams.status(stream, "t").counts().delivered();
    }

    @AfterEach
    void stop() {
        streams.close();
    }

    @Test
    void isNeverCalledByTwoThreads() {
        CollectingTarget target =
                new CollectingTarget().slow(Duration.ofMillis(1)).failNext(20);
        shop.append(100);
        people.append(100);
        start(target);

        target.awaitRecords(200);

        assertThat(target.mostCallers()).isEqualTo(1);
        await().until(() -> delivered("shop") == 100 && delivered("people") == 100);
    }

    @Test
    void isCalledByBothAtOnceWhenItAllowsThat() {
        CollectingTarget target = new CollectingTarget.Concurrent().hang();
        shop.append(1);
        people.append(1);
        start(target);

        await().until(() -> target.callers() == 2);
        target.heal();
        target.awaitRecords(2);
    }

    @Test
    void servesBothInTurn() {
        CollectingTarget target = new CollectingTarget().slow(Duration.ofMillis(1));
        shop.append(5_000);
        start(target);
        target.awaitRecords(20);
        long before = delivered("shop");

        people.append(20);
        await().until(() -> delivered("people") == 20);

        assertThat(delivered("shop") - before).isLessThan(1_000);
        streams.control().pause("shop");
    }

    @Test
    void letsOneRestWhileTheCallOfTheOtherHangs() {
        CollectingTarget target = new CollectingTarget().hang();
        shop.append(5);
        start(target);
        target.awaitCaller();
        people.append(5);
        await().until(() -> streams.status("people", "t").queuedBytes() > 0);

        streams.pause("people");

        target.heal();
        await().until(() -> delivered("shop") == 5);
        assertThat(delivered("people")).isZero();
        streams.resume("people");
        target.awaitRecords(10);
    }
}
