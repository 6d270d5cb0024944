package dev.corecdc.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessagesTests {

    private static final Row ONE = Row.of(1L, "one");
    private static final Row TWO = Row.of(2L, "two");

    private static Messages messages(RecordFormat format, Map<String, ?> settings) {
        return new Messages(
                new TopicNames("{service}.{schema}.{table}", "orders"), "orders.ddl", format, Kafka.settings(settings));
    }

    private static List<ProducerRecord<byte[], byte[]>> of(ChangeEvent change, Map<String, ?> settings)
            throws IOException {
        return messages(new NumberFormat(), settings).of(change);
    }

    /** {@code topic[partition] key=value}. */
    private static List<String> told(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> "%s[%s] %s=%s"
                        .formatted(record.topic(), record.partition(), text(record.key()), text(record.value())))
                .toList();
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, @Nullable String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    @Test
    void keysARecordByItsPrimaryKey() throws IOException {
        assertThat(told(of(Changes.insert(1), Map.of())))
                .containsExactly("orders.shop.person[null] {\"id\":1}=INSERT 1 name 1");
        assertThat(told(of(People.update(2, ONE, Row.of(1L, "uno")), Map.of())))
                .containsExactly("orders.shop.person[null] {\"id\":1}=UPDATE 2 uno");
        assertThat(told(of(People.delete(3, 1, "uno"), Map.of())))
                .containsExactly("orders.shop.person[null] {\"id\":1}=DELETE 3 uno");
    }

    @Test
    void writesACompositeKeyInItsOrder() throws IOException {
        Columns pair = new Columns(
                "shop",
                "pair",
                List.of(new Column("a\"", ColumnType.TEXT, false), new Column("b", ColumnType.TEXT, false)),
                List.of(1, 0));
        assertThat(text(of(People.of(EventType.INSERT, pair, 1, null, Row.of("x\n", "y")), Map.of())
                        .get(0)
                        .key()))
                .isEqualTo("{\"b\":\"y\",\"a\\\"\":\"x\\n\"}");
    }

    @Test
    void knowsTheKeyOfAMinimalRowImage() throws IOException {
        ChangeRecord change = People.update(2, Row.of(1L, Row.ABSENT), Row.of(Row.ABSENT, "uno"));
        assertThat(told(of(change, Map.of()))).containsExactly("orders.shop.person[null] {\"id\":1}=UPDATE 2 uno");
    }

    @Test
    void tellsAChangedKeyAsADeletionOfTheOldOneAndTheUpdate() throws IOException {
        List<ProducerRecord<byte[], byte[]>> records = of(People.update(5, ONE, TWO), Map.of());

        assertThat(told(records))
                .containsExactly(
                        "orders.shop.person[null] {\"id\":1}=DELETE 5 one",
                        "orders.shop.person[null] {\"id\":2}=UPDATE 5 two");
        assertThat(headers(records.get(0)))
                .containsEntry("cdc-event-type", "DELETE")
                .containsEntry("cdc-position", "binlog.000001:500")
                .containsEntry("cdc-new-key", "{\"id\":2}");
        assertThat(headers(records.get(1)))
                .containsEntry("cdc-event-type", "UPDATE")
                .containsEntry("cdc-position", "binlog.000001:500")
                .containsEntry("cdc-old-key", "{\"id\":1}");
    }

    @Test
    void givesTheDeletionOfAnOldKeyANameOfItsOwn() throws IOException {
        StringBuilder ids = new StringBuilder();
        RecordFormat format = (event, out) -> {
            ids.append(event.type())
                    .append(' ')
                    .append(event.origin().entry().id())
                    .append('\n');
            out.write('x');
        };
        messages(format, Map.of()).of(People.update(5, ONE, TWO));
        assertThat(ids.toString().lines()).containsExactlyInAnyOrder("DELETE uuid:5:1:old-key", "UPDATE null");
    }

    @Test
    void givesTheTwoMessagesOfAFormatThatTellsAChangedKeyItself() throws IOException {
        RecordFormat two = (event, out) -> write("d\nc", out);
        assertThat(told(messages(two, Map.of("tombstones", true)).of(People.update(5, ONE, TWO))))
                .containsExactly(
                        "orders.shop.person[null] {\"id\":1}=d",
                        "orders.shop.person[null] {\"id\":1}=null",
                        "orders.shop.person[null] {\"id\":2}=c");
    }

    private static void write(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void addsATombstoneToADeletionIfItIsTo() throws IOException {
        List<ProducerRecord<byte[], byte[]>> records = of(People.delete(3, 1, "one"), Map.of("tombstones", true));
        assertThat(told(records))
                .containsExactly(
                        "orders.shop.person[null] {\"id\":1}=DELETE 3 one", "orders.shop.person[null] {\"id\":1}=null");
        assertThat(headers(records.get(1))).containsEntry("cdc-event-type", "DELETE");
        assertThat(of(Changes.insert(1), Map.of("tombstones", true))).hasSize(1);
    }

    @Test
    void keepsRecordsWithoutAKeyInOnePartitionUnlessToldOtherwise() throws IOException {
        ChangeRecord deletion = People.of(EventType.DELETE, People.WITHOUT_KEY, 1, null, ONE);
        assertThat(told(of(deletion, Map.of("tombstones", true))))
                .containsExactly("orders.shop.visit[0] null=DELETE 1 one");
        assertThat(told(of(deletion, Map.of("without-key", "spread"))))
                .containsExactly("orders.shop.visit[null] null=DELETE 1 one");
    }

    @Test
    void writesAStatementToItsTopicInOrder() throws IOException {
        List<ProducerRecord<byte[], byte[]>> records = of(Changes.ddl(3), Map.of());
        assertThat(told(records)).containsExactly("orders.ddl[0] null=QUERY 3");
        assertThat(headers(records.get(0)))
                .containsEntry("cdc-event-type", "QUERY")
                .doesNotContainKey("cdc-table");
    }

    @Test
    void describesAChangeInHeaders() throws IOException {
        assertThat(headers(of(People.update(7, ONE, ONE), Map.of()).get(0)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "content-type", "application/json",
                        "cdc-event-type", "UPDATE",
                        "cdc-global-id", "uuid:7",
                        "cdc-position", "binlog.000001:700",
                        "cdc-sequence", "1",
                        "cdc-timestamp", "2026-11-03T10:15:30Z",
                        "cdc-schema", "shop",
                        "cdc-table", "person"));
    }

    @Test
    void describesAChangeOfADocument() throws IOException {
        Origin origin =
                new Origin(Instant.EPOCH, null, 0, null, null, null, null, new LogEntry("8265AB", 0, 0, 1, null));
        ChangeRecord change = new ChangeRecord(
                EventType.INSERT,
                Columns.ofCollection("shop", "item"),
                Row.of(Json.of("\"65a\""), Json.of("{}")),
                null,
                origin,
                1);
        ProducerRecord<byte[], byte[]> record =
                messages((event, out) -> out.write('x'), Map.of()).of(change).get(0);
        assertThat(text(record.key())).isEqualTo("{\"_id\":\"65a\"}");
        assertThat(headers(record)).containsEntry("cdc-position", "8265AB").doesNotContainKey("cdc-global-id");
    }

    @Test
    void tellsTheContentTypeOfTheFormat() throws IOException {
        RecordFormat format = new NumberFormat() {
            @Override
            public String contentType() {
                return "text/plain";
            }
        };
        assertThat(headers(messages(format, Map.of()).of(Changes.insert(1)).get(0)))
                .containsEntry("content-type", "text/plain");
    }
}
