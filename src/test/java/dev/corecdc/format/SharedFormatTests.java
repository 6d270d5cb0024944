package dev.corecdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.testing.ScriptedProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedFormatTests {

    private final Counted counted = new Counted();
    private final SharedFormat shared = new SharedFormat(counted, 2);

    @Test
    void makesTheLinesOfAListOnceForAllWhoWriteIt() throws IOException {
        List<ChangeRecord> changes = changes(3);
        assertThat(lines(changes)).isEqualTo("1\n2\n3\n");
        assertThat(lines(changes)).isEqualTo("1\n2\n3\n");
        assertThat(counted.calls).hasValue(3);
    }

    @Test
    void makesThemAgainForWhoComesOnceMore() throws IOException {
        List<ChangeRecord> changes = changes(3);
        for (int i = 0; i < 3; i++) {
            assertThat(lines(changes)).isEqualTo("1\n2\n3\n");
        }
        assertThat(counted.calls).hasValue(6);
    }

    @Test
    void knowsAListByItselfAndNotByWhatIsInIt() throws IOException {
        List<ChangeRecord> changes = changes(2);
        lines(changes);
        assertThat(lines(new ArrayList<>(changes))).isEqualTo("1\n2\n");
        assertThat(counted.calls).hasValue(4);
    }

    @Test
    void knowsTheListsThatWereJoinedToOne() throws IOException {
        List<ChangeBatch> batches = Stream.of(changes(2), changes(3))
                .map(list -> new ChangeBatch(list, null, new ScriptedProcessor.Offset(1), 1, 0, Instant.EPOCH))
                .toList();
        for (ChangeBatch batch : batches) {
            lines(batch.records());
        }
        List<ChangeRecord> joined = ChangeBatch.joined(batches).records();
        assertThat(lines(joined)).isEqualTo("1\n2\n1\n2\n3\n");
        assertThat(counted.calls).hasValue(5);
        assertThat(joined).hasSize(5).extracting(ChangeRecord::sequence).containsExactly(1L, 2L, 1L, 2L, 3L);
        assertThat(joined.get(4)).isSameAs(batches.get(1).records().get(2));
    }

    @Test
    void servesOneThatIsALittleBehindTheOther() throws IOException {
        List<List<ChangeRecord>> lists =
                IntStream.range(1, 11).mapToObj(SharedFormatTests::changes).toList();
        for (List<ChangeRecord> list : lists) {
            lines(list);
        }
        for (List<ChangeRecord> list : lists) {
            assertThat(lines(list)).endsWith(list.size() + "\n");
        }
        assertThat(counted.calls).hasValue(55);
    }

    @Test
    void writesRightForOneThatIsFarBehind() throws IOException {
        List<List<ChangeRecord>> lists =
                IntStream.range(1, 101).mapToObj(SharedFormatTests::changes).toList();
        for (List<ChangeRecord> list : lists) {
            lines(list);
        }
        assertThat(lines(lists.get(1))).isEqualTo("1\n2\n");
    }

    @Test
    void keepsNoLinesThatAreTooLarge() throws IOException {
        counted.padding = "x".repeat(1 << 20);
        List<ChangeRecord> changes = changes(4);
        for (int i = 0; i < 2; i++) {
            assertThat(lines(changes)).hasSize(4 * ((1 << 20) + 2));
        }
        assertThat(counted.calls).hasValueGreaterThanOrEqualTo(8);
    }

    @Test
    void triesAgainAfterAFault() throws IOException {
        List<ChangeRecord> changes = changes(2);
        counted.fault = new IllegalStateException("no such value");
        assertThatThrownBy(() -> lines(changes)).hasMessage("no such value");
        counted.fault = null;
        assertThat(lines(changes)).isEqualTo("1\n2\n");
    }

    @Test
    void servesTwoAtATime() {
        List<List<ChangeRecord>> lists =
                IntStream.range(0, 500).mapToObj(i -> changes(20)).toList();
        List<CompletableFuture<Void>> writers = IntStream.range(0, 2)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (List<ChangeRecord> list : lists) {
                        assertThat(lines(list)).startsWith("1\n2\n").endsWith("20\n");
                    }
                }))
                .toList();
        assertThat(writers).allSatisfy(CompletableFuture::join);
    }

    private String lines(List<ChangeRecord> changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            shared.writeLines(changes, out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<ChangeRecord> changes(int count) {
        Columns columns = new Columns("shop", "orders", List.of(new Column("id", ColumnType.INT, false)), List.of(0));
        Origin origin = new Origin(Instant.EPOCH, "bin.000001", 4, null, null);
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new ChangeRecord(EventType.INSERT, columns, Row.of((long) i), null, origin, i))
                .toList();
    }

    private static final class Counted implements RecordFormat {

        private final AtomicInteger calls = new AtomicInteger();
        private String padding = "";
        private @Nullable RuntimeException fault;

        @Override
        public void write(ChangeEvent event, OutputStream out) throws IOException {
            if (fault != null) {
                throw fault;
            }
            calls.incrementAndGet();
            out.write((event.sequence() + padding).getBytes(StandardCharsets.UTF_8));
        }
    }
}
