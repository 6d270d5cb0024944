package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProvingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailoverProcessorTests {

    private static final BinlogPosition PLACE = new BinlogPosition("s", null, "b.000001", 4, 0);

    private static final BinlogPosition FURTHER = new BinlogPosition("s", null, "b.000001", 9, 0);

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

    @Test
    void asksTheOthersForWhatAServerLosesWhileItIsRead() throws Exception {
        loseWhileReading(PLACE);
        asked.clear();

        processor.open(PLACE).close();

        assertThat(asked).as("without the one that has lost it").containsExactly("b");
    }

    @Test
    void saysThatThePlaceIsLostOnlyWhenNoServerHasItAnyMore() throws Exception {
        loseWhileReading(PLACE);
        b.failure = new SourceException(Kind.UNAVAILABLE, "b is down");
        c.failure = new PositionLostException("c has purged it", null);
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.open(PLACE))
                .isNotInstanceOf(PositionLostException.class)
                .withMessage("a has lost it | b is down | c has purged it")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));

        b.failure = new PositionLostException("b has purged it", null);
        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> processor.open(PLACE))
                .withMessage("a has lost it | b has purged it | c has purged it");

        asked.clear();
        processor.open(PLACE).close();
        assertThat(asked).as("anew, when somebody has mended it").containsExactly("a");
    }

    @Test
    void givesUpWhatOneServerAfterTheOtherLosesWhileItIsRead() throws Exception {
        for (Server server : List.of(a, b, c)) {
            loseWhileReading(PLACE);
            assertThat(asked.get(asked.size() - 1)).isEqualTo(server.name);
        }

        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> processor.open(PLACE))
                .withMessage("c has lost it | a has lost it | b has lost it");
    }

    @Test
    void asksAServerThatHasLostSomethingForWhatLiesFurtherOn() throws Exception {
        a.batches.add(new ChangeBatch(List.of(), null, FURTHER, 0, 0, null));
        loseWhileReading(PLACE);
        asked.clear();
        processor.open(PLACE).close();
        processor.open(FURTHER).close();
        assertThat(asked).containsExactly("b", "b");

        b.failure = new SourceException(Kind.UNAVAILABLE, "b is down");
        asked.clear();
        processor.open(new BinlogPosition("s", null, "b.000001", 10, 0)).close();
        assertThat(asked).containsExactly("b", "a");
    }

    /** Opens a reader, and reads until its server says that it does not have what follows. */
    @Test
    void asksTheOwnerOfAWrittenPlaceWhetherItIsOne() throws Exception {
        b.owner = true;

        assertThat(processor.proven(PLACE)).isEqualTo(FURTHER);

        b.failure = new SourceException(Kind.UNREADABLE, "b has no such place");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.proven(PLACE))
                .withMessage("b has no such place");
    }

    @Test
    void takesAWrittenPlaceByItsTransactionsWhereItsOwnerCannotBeAsked() throws Exception {
        assertThat(processor.proven(PLACE)).isEqualTo(PLACE);
        assertThat(asked).containsExactly("a");
    }

    private void loseWhileReading(BinlogPosition from) throws Exception {
        try (ChangeReader reader = processor.open(from)) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            reader.poll(Duration.ZERO);
                        }
                    })
                    .isNotInstanceOf(PositionLostException.class)
                    .withMessageContaining("has lost it The other servers are asked")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    /** A server that does what it is told to. */
    private final class Server implements Processor, ProvingSource, OwningSource {

        private final String name;
        private @Nullable SourceException failure;
        private boolean interrupts;
        private boolean owner;
        private final Deque<ChangeBatch> batches = new ArrayDeque<>();

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
            return new Reading(name, batches);
        }

        @Override
        public boolean owns(Position position) {
            return owner;
        }

        @Override
        public Position proven(Position written) throws SourceException {
            answer();
            return owner ? FURTHER : written;
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

    /** Has some batches, and has lost what follows. */
    private record Reading(String name, Deque<ChangeBatch> batches) implements ChangeReader {

        @Override
        public ChangeBatch poll(Duration timeout) throws SourceException {
            ChangeBatch next = batches.poll();
            if (next == null) {
                throw new PositionLostException(name + " has lost it", null);
            }
            return next;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
