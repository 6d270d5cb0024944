package dev.corecdc.target.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.Bson;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.mongodb.MongoKind;
import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the changes of a collection on every MongoDB. */
abstract class CollectionChangesContract {

    private static final Columns PEOPLE = Columns.ofCollection("test", "people");
    private static final String ID = "{$oid: '674d3c4778be6ac4a6210f24'}";
    private static final String DOCUMENT = """
            {_id: %s, int: 5, long: {$numberLong: '5'}, double: 5.0, decimal: {$numberDecimal: '1.20'},
             date: {$date: {$numberLong: '1733197735123'}}, binary: {$binary: {base64: 'AP8=', subType: '80'}},
             other: {$oid: '674d3c4778be6ac4a6210f25'}, time: {$timestamp: {t: 5, i: 1}}, 'a.b': 1, list: [1, [2], {_id: %s}],
             minimum: {$minKey: 1}, regex: {$regularExpression: {pattern: 'a', options: 'i'}}, nothing: null, '': 'empty'}
            """.formatted(ID, ID);

    private final Place place;

    CollectionChangesContract(MongoKind kind) {
        this.place = Place.on(kind.server());
    }

    Place place() {
        return place;
    }

    @AfterEach
    void dropDatabase() {
        place.close();
    }

    private static Bson bson(String json) {
        RawBsonDocument document = RawBsonDocument.parse(json);
        byte[] bytes = new byte[document.getByteLength()];
        document.getByteBuffer().asNIO().get(bytes);
        return Bson.of(document.toJson(), bytes);
    }

    private static Bson id(String json) {
        return bson("{_id: " + json + "}");
    }

    private static ChangeRecord change(EventType type, Object id, @Nullable Object document, @Nullable String event) {
        return new ChangeRecord(
                type,
                PEOPLE,
                Row.of(id, document),
                null,
                new Origin(Instant.EPOCH, null, 0, null, null, event == null ? null : bson(event)),
                1);
    }

    private static ChangeRecord update(String id, String description) {
        return change(
                EventType.UPDATE,
                id(id),
                Row.ABSENT,
                "{operationType: 'update', documentKey: {_id: %s}, updateDescription: %s}".formatted(id, description));
    }

    private void assertRejected(ChangeRecord change, String message) {
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> place.save(change))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.index()).hasValue(0));
    }

    @Test
    void aDocumentIsCopiedWithTheTypesOfItsValues() throws Exception {
        place.save(change(EventType.INSERT, id(ID), bson(DOCUMENT), null));

        assertThat(place.documents("people")).containsExactly(BsonDocument.parse(DOCUMENT));
    }

    @Test
    void whatIsReplacedAndDeletedIsFoundByItsId() throws Exception {
        place.save(
                change(EventType.INSERT, id(ID), bson("{_id: %s, a: 1}".formatted(ID)), null),
                change(EventType.INSERT, id("'x'"), bson("{_id: 'x', a: 1}"), null),
                change(EventType.INSERT, id("{a: 1, b: [1]}"), bson("{_id: {a: 1, b: [1]}, c: 1}"), null),
                change(EventType.UPDATE, id(ID), bson("{_id: %s, b: 2}".formatted(ID)), null),
                change(EventType.UPDATE, id("{a: 1, b: [1]}"), bson("{_id: {a: 1, b: [1]}, c: 2}"), null),
                change(EventType.DELETE, id("'x'"), bson("{_id: 'x'}"), null));

        assertThat(place.documents("people"))
                .containsExactlyInAnyOrder(
                        BsonDocument.parse("{_id: %s, b: 2}".formatted(ID)),
                        BsonDocument.parse("{_id: {a: 1, b: [1]}, c: 2}"));
    }

    @Test
    void anUpdateWithoutTheDocumentIsDoneFromItsDescription() throws Exception {
        place.save(
                change(EventType.INSERT, id("1"), bson("{_id: 1, a: {b: 1, c: 2}, d: 3, list: [1, 2, 3, 4, 5]}"), null),
                update("1", """
                        {updatedFields: {'a.b': {$numberLong: '7'}, 'list.0': 9, e: {f: 1}}, removedFields: ['a.c', 'd'],
                         truncatedArrays: [{field: 'list', newSize: 3}], disambiguatedPaths: {'list.0': ['list', 0]}}"""),
                update("1", "{updatedFields: {}, removedFields: []}"),
                update("2", "{updatedFields: {a: 1}, removedFields: []}"));

        assertThat(place.documents("people"))
                .containsExactly(
                        BsonDocument.parse("{_id: 1, a: {b: {$numberLong: '7'}}, list: [9, 2, 3], e: {f: 1}}"));
    }

    @Test
    void anUpdateWhoseDocumentWasGoneWritesWhatItTells() throws Exception {
        place.save(
                change(EventType.INSERT, id("1"), bson("{_id: 1, a: 1}"), null),
                change(
                        EventType.UPDATE,
                        id("1"),
                        null,
                        "{updateDescription: {updatedFields: {a: 2}, removedFields: []}}"),
                change(EventType.UPDATE, id("1"), null, null));

        assertThat(place.documents("people")).containsExactly(BsonDocument.parse("{_id: 1, a: 2}"));
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        assertRejected(change(EventType.UPDATE, id("1"), Row.ABSENT, null), "set 'full-document' of the processor");
        assertRejected(change(EventType.UPDATE, id("1"), Row.ABSENT, "{a: 1}"), "set 'full-document' of the processor");
        assertRejected(
                update(
                        "1",
                        "{updatedFields: {'a.b.c': 1}, removedFields: [], disambiguatedPaths: {'a.b.c': ['a.b', 'c']}}"),
                "the field 'a.b' has a dot or a dollar in its name");
        assertRejected(
                change(
                        EventType.INSERT,
                        Json.of("\"674d3c4778be6ac4a6210f24\""),
                        Json.of("{\"_id\": \"674d3c4778be6ac4a6210f24\"}"),
                        null),
                "not whether that is an ObjectId or a string");
        assertRejected(change(EventType.INSERT, id("1"), bson("{_id: 1, $a: 1}"), null), "begins with a dollar");
        assertRejected(
                change(EventType.INSERT, id("1"), Json.of("{\"a\": {\"$oid\": \"x\"}}"), null), "cannot be read");
    }

    @Test
    void aDocumentOfWhichOnlyTheTextIsKnownIsReadAsExtendedJson() throws Exception {
        place.save(
                change(EventType.INSERT, id(ID), Json.of("""
                                {"_id": "674d3c4778be6ac4a6210f24", "a": 5, "b": 4294967296, "c": 1.0,
                                 "d": {"$date": "2024-12-03T03:48:55.123Z"}, "e": {"$numberDecimal": "1.20"}}"""), null),
                change(EventType.INSERT, Json.of("\"plain\""), Json.of("{\"_id\": \"plain\"}"), null));

        assertThat(place.documents("people"))
                .containsExactlyInAnyOrder(BsonDocument.parse("""
                                {_id: %s, a: 5, b: {$numberLong: '4294967296'}, c: 1.0,
                                 d: {$date: {$numberLong: '1733197735123'}}, e: {$numberDecimal: '1.20'}}""".formatted(ID)), BsonDocument.parse("{_id: 'plain'}"));
    }
}
