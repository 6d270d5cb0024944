package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailoverProcessorTests {

    private static final BinlogPosition PLACE = new BinlogPosition("s", null, "b.000001", 4, 0);

    private final List<String> asked = new ArrayList<>();
    private final Server a = new Server("a");
    private final Server b = new Server("b");
    private final Server c = new Server("c");
    private final FailoverProcessor processor = new FailoverProcessor("test", List.of(a, b, c));

    @Test
    void takesTheFirstThatIsThere() throws Exception {
        a.failure = new SourceException(Kind.UNAVAILABLE, "a is down");

        processor.open(PLACE).close();

        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void comesBackToTheOneThatItReadLast() throws Exception {
        a.failure = new SourceException(Kind.UNAVAILABLE, "a is down");
        processor.open(PLACE).close();
        a.failure = null;
        asked.clear();

        processor.open(PLACE).close();
        assertThat(asked).containsExactly("b");

        b.failure = new SourceException(Kind.UNAVAILABLE, "b is down");
        processor.open(PLACE).close();
        assertThat(asked).containsExactly("b", "b", "a");
    }

    @Test
    void asksTheNextForAPlaceToBegin() throws Exception {
        a.failure = new SourceException(Kind.REFUSED, "a refuses");

        assertThat(processor.locate("latest")).isEqualTo(PLACE);
        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void givesUpNoPlaceThatAServerMayStillHave() {
        a.failure = new SourceException(Kind.UNAVAILABLE, "a is down");
        b.failure = new PositionLostException("b has purged it", null);
        c.failure = new SourceException(Kind.UNREADABLE, "c has no GTIDs");

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.open(PLACE))
                .withMessage("a is down | b has purged it | c has no GTIDs")
                .isNotInstanceOf(PositionLostException.class)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void saysThatThePlaceIsLostWhenNoServerHasIt() {
        for (Server server : List.of(a, b, c)) {
            server.failure = new PositionLostException(server.name + " has purged it", null);
        }

        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> processor.open(PLACE))
                .withMessage("a has purged it | b has purged it | c has purged it");
    }

    @Test
    void needsAPersonWhenWaitingHelpsWithNone() {
        a.failure = new SourceException(Kind.REFUSED, "a refuses");
        b.failure = new PositionLostException("b has purged it", null);
        c.failure = new SourceException(Kind.REFUSED, "c refuses");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.open(PLACE))
                .isNotInstanceOf(PositionLostException.class)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED)); // a password may be about to be changed

        b.failure = new SourceException(Kind.REFUSED, "b refuses");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.open(PLACE))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
    }

    @Test
    void asksNoOtherOnceItIsInterrupted() {
        a.failure = new SourceException(Kind.UNAVAILABLE, "interrupted");
        a.interrupts = true;
        try {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> processor.open(PLACE))
                    .withMessage("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(asked).containsExactly("a");
    }

    @Test
    void givesNothingUpForLostBeforeAllAreAsked() {
        a.failure = new PositionLostException("a has purged it", null);
        a.interrupts = true;
        try {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> processor.open(PLACE))
                    .isNotInstanceOf(PositionLostException.class)
                    .withMessage("a has purged it");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** A server that does what it is told to. */
    private final class Server implements Processor {

        private final String name;
        private @Nullable SourceException failure;
        private boolean interrupts;

        Server(String name) {
            this.name = name;
        }

        @Override
        public Position locate(String startAt) throws SourceException {
            answer();
            return PLACE;
        }

        @Override
        public ChangeReader open(Position from) throws SourceException {
            answer();
            return new NothingToRead();
        }

        private void answer() throws SourceException {
            asked.add(name);
            if (interrupts) {
                Thread.currentThread().interrupt();
            }
            SourceException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
        }

        @Override
        public Position parse(Map<String, ?> saved) {
            return BinlogPosition.of(saved);
        }
    }

    private static final class NothingToRead implements ChangeReader {

        @Override
        public @Nullable ChangeBatch poll(Duration timeout) {
            return null;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
