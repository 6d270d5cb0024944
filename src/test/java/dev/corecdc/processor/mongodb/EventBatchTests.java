package dev.corecdc.processor.mongodb;

import static dev.corecdc.processor.mongodb.EventBatches.BEGIN;
import static dev.corecdc.processor.mongodb.EventBatches.batch;
import static dev.corecdc.processor.mongodb.EventBatches.change;
import static dev.corecdc.processor.mongodb.EventBatches.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.format.CoreCdcJson;
import dev.corecdc.processor.TableFilter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EventBatchTests {

    private static final String KEY = "\"documentKey\": {\"_id\": 7}";
    private static final String DOCUMENT = "\"fullDocument\": {\"_id\": 7, \"name\": \"Alek\"}";
    private static final String BEFORE = "\"fullDocumentBeforeChange\": {\"_id\": 7, \"name\": \"Alec\"}";

    private static final String IN_TRANSACTION = KEY + ", " + DOCUMENT
            + ", \"lsid\": {\"id\": {\"$uuid\": \"6f2a0d1e-0000-4000-8000-000000000001\"}}, \"txnNumber\": {\"$numberLong\": \"%d\"}";

    @ParameterizedTest
    @CsvSource({"insert, INSERT", "update, UPDATE", "replace, UPDATE", "delete, DELETE"})
    void namesWhatHappenedToADocument(String operationType, EventType expected) {
        assertThat(change(true, event(operationType, "1", KEY)).type()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "insert  | \"fullDocument\": {\"_id\": 7, \"a\": 1} | {\"_id\": 7, \"a\": 1}",
                "update  | \"fullDocument\": {\"_id\": 7, \"a\": 2} | {\"_id\": 7, \"a\": 2}",
                "replace | \"fullDocument\": {\"_id\": 7, \"a\": 3} | {\"_id\": 7, \"a\": 3}",
                "update  | \"fullDocument\": null                   | null",
                "delete  | \"fullDocumentBeforeChange\": {\"_id\": 7, \"a\": 4} | {\"_id\": 7, \"a\": 4}",
                "delete  | \"fullDocumentBeforeChange\": null       | {\"_id\": 7}"
            })
    void showsTheDocumentAloneWhenAskedTo(String operationType, String field, String record) {
        ChangeRecord change = change(false, event(operationType, "1", KEY + ", " + field));

        assertThat(CoreCdcJson.of(change, "s").get("record")).isEqualTo(CoreCdcJson.parse(record));
    }

    @Test
    void hasTheDocumentBeforeAnUpdateOnlyWhereItWasRecorded() {
        JsonNode recorded =
                CoreCdcJson.of(change(true, event("update", "1", KEY + ", " + DOCUMENT + ", " + BEFORE)), "s");
        JsonNode gone =
                CoreCdcJson.of(change(true, event("update", "1", KEY + ", \"fullDocumentBeforeChange\": null")), "s");
        JsonNode deleted = CoreCdcJson.of(change(true, event("delete", "1", KEY + ", " + BEFORE)), "s");

        assertThat(recorded.get("before")).isEqualTo(CoreCdcJson.parse("{\"_id\": 7, \"name\": \"Alec\"}"));
        assertThat(gone.has("before")).isFalse();
        assertThat(deleted.has("before")).isFalse();
        assertThat(deleted.get("record")
                        .get("fullDocumentBeforeChange")
                        .get("name")
                        .stringValue())
                .isEqualTo("Alec");
    }

    @Test
    void takesTheTimeFromTheClockOfTheServerAndElseFromItsLog() {
        RawBsonDocument withWallTime =
                event("insert", "1", KEY + ", \"wallTime\": {\"$date\": \"2026-01-31T10:00:00.123Z\"}");

        assertThat(change(true, withWallTime).origin().timestamp())
                .isEqualTo(Instant.parse("2026-01-31T10:00:00.123Z"));
        assertThat(change(true, event("insert", "1", KEY)).origin().timestamp())
                .isEqualTo(Instant.ofEpochSecond(1733114951));
        assertThat(batch(true, withWallTime).oldest()).isEqualTo(Instant.parse("2026-01-31T10:00:00.123Z"));
    }

    @Test
    void countsTheChangesOfATransaction() {
        ChangeBatch batch = batch(
                true,
                event("insert", "1", KEY),
                event("insert", "2", IN_TRANSACTION.formatted(4)),
                event("update", "3", IN_TRANSACTION.formatted(4)),
                event("update", "4", IN_TRANSACTION.formatted(5)),
                event("insert", "5", KEY));

        assertThat(batch.records()).extracting(ChangeRecord::sequence).containsExactly(1L, 1L, 2L, 1L, 1L);
        assertThat(batch.records())
                .extracting(record -> record.origin().transactionId())
                .containsExactly(
                        null,
                        "6f2a0d1e-0000-4000-8000-000000000001:4",
                        "6f2a0d1e-0000-4000-8000-000000000001:4",
                        "6f2a0d1e-0000-4000-8000-000000000001:5",
                        null);
    }

    @Test
    void goesOnCountingAfterAPlaceWithinATransaction() {
        EventBatch first = new EventBatch(BEGIN, true, new TableFilter(List.of(), List.of()));
        first.take(ReadEvent.of(event("insert", "1", IN_TRANSACTION.formatted(4))));
        first.take(ReadEvent.of(event("insert", "2", IN_TRANSACTION.formatted(4))));
        MongoPosition saved = MongoPosition.of(first.build().resumePosition().toMap());

        EventBatch second = new EventBatch(saved, true, new TableFilter(List.of(), List.of()));
        second.take(ReadEvent.of(event("insert", "3", IN_TRANSACTION.formatted(4))));
        second.take(ReadEvent.of(event("insert", "4", IN_TRANSACTION.formatted(5))));

        assertThat(second.build().records()).extracting(ChangeRecord::sequence).containsExactly(3L, 1L);
    }

    @Test
    void forgetsNoTransactionWhereNothingCame() {
        EventBatch batch = new EventBatch(BEGIN, true, new TableFilter(List.of(), List.of()));
        batch.take(ReadEvent.of(event("insert", "1", IN_TRANSACTION.formatted(4))));
        batch.pass(new ResumeToken("82674D3C470000000F2B0229296E04", null));
        batch.take(ReadEvent.of(event("insert", "FF", IN_TRANSACTION.formatted(4))));

        assertThat(batch.build().records()).extracting(ChangeRecord::sequence).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @CsvSource({
        "create, CREATE_TABLE",
        "createIndexes, CREATE_INDEX",
        "dropIndexes, DROP_INDEX",
        "modify, ALTER_TABLE",
        "drop, DROP_TABLE",
        "shardCollection, OTHER",
        "refineCollectionShardKey, OTHER",
        "reshardCollection, OTHER",
        "somethingOfTheFuture, OTHER"
    })
    void tellsWhatHappensToACollectionAsDdl(String operationType, DdlKind kind) {
        RawBsonDocument event = event(operationType, "1", "\"operationDescription\": {\"v\": 2}");

        DdlEvent ddl = Objects.requireNonNull(batch(true, event).ddl());

        assertThat(ddl.kind()).isEqualTo(kind);
        assertThat(ddl.executable()).isTrue();
        assertThat(ddl.schema()).isEqualTo("test");
        assertThat(ddl.tables()).containsExactly("people");
        assertThat(CoreCdcJson.parse(ddl.statement())).isEqualTo(CoreCdcJson.parse("""
                {"_id": {"_data": "82674D3C47000000012B02"}, "operationType": "%s", "clusterTime": 1733114951,
                 "ns": {"db": "test", "coll": "people"}, "operationDescription": {"v": 2}}""".formatted(operationType)));
        assertThat(CoreCdcJson.of(ddl, "s").get("event_type").stringValue()).isEqualTo("QUERY");
    }

    @Test
    void tellsBothNamesOfARenamedCollection() {
        RawBsonDocument event = event("rename", "1", "\"to\": {\"db\": \"test\", \"coll\": \"folk\"}");

        DdlEvent ddl = Objects.requireNonNull(batch(true, event).ddl());
        assertThat(ddl.kind()).isEqualTo(DdlKind.RENAME_TABLE);
        assertThat(ddl.tables()).containsExactly("people", "folk");

        EventBatch batch = new EventBatch(BEGIN, true, new TableFilter(List.of("test.people"), List.of()));
        batch.take(ReadEvent.of(event));
        assertThat(Objects.requireNonNull(batch.build().ddl()).executable()).isFalse();
    }

    @Test
    void tellsNoCollectionOfADroppedDatabase() {
        RawBsonDocument event = RawBsonDocument.parse("""
                {"_id": {"_data": "82674D3C47000000012B02"}, "operationType": "dropDatabase",
                 "clusterTime": {"$timestamp": {"t": 1733114951, "i": 1}}, "ns": {"db": "test"}}""");

        DdlEvent ddl = Objects.requireNonNull(batch(true, event).ddl());

        assertThat(ddl.schema()).isEqualTo("test");
        assertThat(ddl.tables()).isEmpty();
    }

    @Test
    void onlyMovesThePlaceForAnInvalidation() {
        RawBsonDocument event = RawBsonDocument.parse("""
                {"_id": {"_data": "82674D3C47000000012B02"}, "operationType": "invalidate",
                 "clusterTime": {"$timestamp": {"t": 1733114951, "i": 1}}}""");

        ChangeBatch batch = batch(true, event);

        assertThat(batch.isEmpty()).isTrue();
        assertThat(batch.resumePosition().toMap()).containsEntry("resumeToken", "82674D3C47000000012B02");
    }

    @Test
    void isFullWithManyOrLargeEventsAndWithDdl() {
        ReadEvent small = ReadEvent.of(event("insert", "1", KEY));
        ReadEvent ddl = ReadEvent.of(event("create", "2", ""));
        ReadEvent large = ReadEvent.of(event("insert", "3", KEY + ", \"x\": \"" + "x".repeat(600_000) + "\""));

        EventBatch batch = new EventBatch(BEGIN, true, new TableFilter(List.of(), List.of()));
        assertThat(batch.isFull(ddl)).isFalse();
        batch.take(ddl);
        assertThat(batch.isFull(small)).isTrue();
        batch.build();

        batch.take(small);
        assertThat(batch.isFull(small)).isFalse();
        assertThat(batch.isFull(ddl)).isTrue();
        batch.take(large);
        assertThat(batch.isFull(small)).isTrue();
        batch.build();

        int taken = 0;
        while (!batch.isFull(small)) {
            batch.take(small);
            taken++;
        }
        assertThat(taken).isBetween(100, 2_000);
    }

    @Test
    void hasNewsWhenThePlaceHasMoved() {
        EventBatch batch = new EventBatch(BEGIN, true, new TableFilter(List.of(), List.of()));
        assertThat(batch.hasNews()).isFalse();
        batch.pass(BEGIN.token());
        assertThat(batch.hasNews()).isFalse();
        batch.pass(new ResumeToken("82674D3C470000000F2B0229296E04", null));
        assertThat(batch.hasNews()).isTrue();
        batch.pass(new ResumeToken("82674D3C470000000E2B0229296E04", null));
        assertThat(batch.position().token().data()).isEqualTo("82674D3C470000000F2B0229296E04");
        assertThat(batch.hasChanges()).isFalse();
        batch.build();
        assertThat(batch.hasNews()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"_id\": {\"_data\": \"82674D3C47000000012B02\"}, \"clusterTime\": {\"$timestamp\": {\"t\": 1, \"i\": 1}}} | operationType",
                "{\"_id\": {\"_data\": \"82674D3C47000000012B02\"}, \"operationType\": \"insert\"} | clusterTime",
                "{\"_id\": {\"_data\": \"82674D3C47000000012B02\"}, \"operationType\": 1} | operationType",
                "{\"_id\": {\"_data\": \"82674D3C47000000012B02\"}, \"operationType\": \"insert\", \"fullDocument\": \"x\"} | fullDocument",
                "{\"_id\": {\"_data\": \"82674D3C47000000012B02\"}, \"operationType\": \"insert\", \"clusterTime\": {\"$timestamp\": {\"t\": 1, \"i\": 1}}} | 'ns' or 'documentKey'",
                "{\"_id\": {\"_data\": \"82674D3C47000000012B02\"}, \"operationType\": \"merge\", \"clusterTime\": {\"$timestamp\": {\"t\": 1, \"i\": 1}}, \"documentKey\": {\"_id\": 1}} | merge"
            })
    void refusesWhatItDoesNotUnderstand(String event, String what) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> ReadEvent.of(RawBsonDocument.parse(event)))
                .withMessageContaining(what);
    }
}
