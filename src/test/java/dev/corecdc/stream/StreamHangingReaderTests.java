package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is ordered while a reader does not come back from a poll before it is closed. */
@Timeout(60)
class StreamHangingReaderTests {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final ScriptedProcessor source = new ScriptedProcessor();
    private final ScriptedCheckpointStore.Leased store = new ScriptedCheckpointStore.Leased();
    private final CollectingTarget target = new CollectingTarget();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private TestStreams streams = TestStreams.builder().build();

    @BeforeEach
    void readUntilItHangs() throws Exception {
        source.append(10);
        streams = TestStreams.builder().store(store).stream("shop", new Hanging(), lane("target", target))
                .start();
        target.awaitRecords(10);
        source.append(5);
        hangs.await();
    }

    @AfterEach
    void stop() {
        released.countDown();
        streams.close();
    }

    @Test
    void pausesAndGoesOn() {
        streams.control().pause("shop");
        await().atMost(SOON).until(() -> streams.status("shop").state() == ProcessorState.PAUSED);

        streams.control().resume("shop");
        target.awaitRecords(15);
        assertThat(target.ids()).isEqualTo(source.ids());
    }

    @Test
    void stops() {
        long begin = System.nanoTime();
        streams.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
    }

    @Test
    void hearsThatItsLeaseIsLost() {
        store.lose("another service has taken over");
        await().atMost(SOON).until(() -> streams.status("shop").state() == ProcessorState.FAILED);
        assertThat(streams.status("shop").reason()).isEqualTo("another service has taken over");
    }

    /** The first reader hangs behind ten records. */
    private final class Hanging implements Processor {

        private boolean first = true;

        @Override
        public Position locate(String startAt) throws SourceException {
            return ScriptedProcessor.at(0);
        }

        @Override
        public ChangeReader open(Position from) throws SourceException {
            ChangeReader reader = source.open(from);
            if (!first) {
                return reader;
            }
            first = false;
            return new HangingReader(reader);
        }

        @Override
        public Position parse(Map<String, ?> saved) {
            return source.parse(saved);
        }
    }

    private final class HangingReader implements ChangeReader {

        private final ChangeReader reader;

        HangingReader(ChangeReader reader) {
            this.reader = reader;
        }

        @Override
        public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
            ChangeBatch batch = reader.poll(timeout);
            if (batch != null && batch.resumePosition().covers(ScriptedProcessor.at(11))) {
                hangs.countDown();
                released.await();
                throw new SourceException(Kind.UNAVAILABLE, "it is closed");
            }
            return batch;
        }

        @Override
        public void close() {
            released.countDown();
            reader.close();
        }
    }
}
