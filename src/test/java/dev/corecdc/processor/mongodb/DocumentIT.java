package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.format.CoreCdcJson;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import dev.corecdc.testing.mongodb.MongoKind;
import dev.corecdc.testing.mongodb.ReplicaSetOptions;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The documents that records show, before and after a change. */
@ParameterizedClass(name = "{0}")
@EnumSource(MongoKind.class)
class DocumentIT {

    private static final BsonDocument ONE = BsonDocument.parse("{_id: 1}");

    private final FollowedDatabase followed;

    DocumentIT(MongoKind kind) {
        this.followed = new FollowedDatabase(kind.server().uri());
    }

    @BeforeEach
    void start() {
        followed.clear();
        followed.database()
                .createCollection(
                        "people",
                        new CreateCollectionOptions()
                                .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
        followed.database().createCollection("places");
    }

    @AfterEach
    void stop() {
        followed.close();
    }

    private MongoCollection<BsonDocument> people() {
        return followed.collection("people");
    }

    private void update(String change) {
        people().updateOne(ONE, BsonDocument.parse("{$set: " + change + "}"));
    }

    @Test
    void leavesTheDocumentOfAnUpdateOutByDefault() throws Exception {
        JsonNode event = updateOf("default");

        assertThat(event.has("fullDocument")).isFalse();
        assertThat(event.get("updateDescription").get("updatedFields")).isEqualTo(CoreCdcJson.parse("{\"n\": 2}"));
    }

    @Test
    void looksTheDocumentUp() throws Exception {
        assertThat(updateOf("update-lookup").get("fullDocument"))
                .isEqualTo(CoreCdcJson.parse("{\"_id\": 1, \"n\": 3}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"when-available", "required"})
    void showsTheDocumentAsItWasRecorded(String mode) throws Exception {
        assertThat(updateOf(mode).get("fullDocument")).isEqualTo(CoreCdcJson.parse("{\"_id\": 1, \"n\": 2}"));
    }

    /** What an update to 2 shows that is read when an update to 3 has followed. */
    private JsonNode updateOf(String fullDocument) throws Exception {
        Processor processor = followed.follow()
                .collection("people")
                .with("full-document", fullDocument)
                .processor();
        people().insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
        Position start = processor.locate("latest");
        update("{n: 2}");
        update("{n: 3}");
        return records(processor, start, 2).get(0).get("record");
    }

    @Test
    void showsNullForADocumentThatWasDeletedBeforeItWasLookedUp() throws Exception {
        Processor whole = followed.follow().collection("people").processor();
        Processor alone = followed.follow()
                .collection("people")
                .with("save-full-event", false)
                .processor();
        people().insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
        Position start = whole.locate("latest");
        update("{n: 2}");
        people().deleteOne(ONE);

        JsonNode event = records(whole, start, 2).get(0).get("record");
        assertThat(event.get("fullDocument").isNull()).isTrue();
        assertThat(event.get("documentKey").get("_id").intValue()).isEqualTo(1);
        JsonNode update = records(alone, start, 2).get(0);
        assertThat(update.get("event_type").stringValue()).isEqualTo("UPDATE");
        assertThat(update.get("record").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"when-available", "required"})
    void showsTheDocumentBeforeTheChange(String mode) throws Exception {
        Processor processor = followed.follow()
                .collection("people")
                .with("full-document-before-change", mode)
                .with("save-full-event", false)
                .processor();
        Position start = processor.locate("latest");
        people().insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
        update("{n: 2}");
        people().replaceOne(ONE, BsonDocument.parse("{n: 3}"));
        people().deleteOne(ONE);

        List<JsonNode> records = records(processor, start, 4);
        assertThat(records)
                .extracting(record -> String.valueOf(record.get("before")))
                .containsExactly("null", "{\"_id\":1,\"n\":1}", "{\"_id\":1,\"n\":2}", "null");
        assertThat(records.get(3).get("record")).isEqualTo(CoreCdcJson.parse("{\"_id\": 1, \"n\": 3}"));
    }

    @Test
    void showsNothingBeforeTheChangeWhenItIsNotAskedFor() throws Exception {
        Processor processor = followed.follow().collection("people").processor();
        people().insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
        Position start = processor.locate("latest");
        update("{n: 2}");
        people().deleteOne(ONE);

        assertThat(records(processor, start, 2)).allSatisfy(record -> {
            assertThat(record.has("before")).isFalse();
            assertThat(record.get("record").has("fullDocumentBeforeChange")).isFalse();
        });
    }

    @Test
    void goesOnWithoutARecordedDocumentThatIsOnlyWantedWhenAvailable() throws Exception {
        Processor processor = followed.follow()
                .collection("places")
                .with("full-document", "when-available")
                .with("full-document-before-change", "when-available")
                .processor();
        followed.collection("places").insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
        Position start = processor.locate("latest");
        followed.collection("places").updateOne(ONE, BsonDocument.parse("{$set: {n: 2}}"));

        JsonNode record = records(processor, start, 1).get(0);
        assertThat(record.has("before")).isFalse();
        assertThat(record.get("record").get("fullDocument").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"full-document", "full-document-before-change"})
    void failsWithoutARecordedDocumentThatIsRequired(String setting) throws Exception {
        Processor processor =
                followed.follow().collection("places").with(setting, "required").processor();
        followed.collection("places").insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
        Position start = processor.locate("latest");
        followed.collection("places").insertOne(BsonDocument.parse("{_id: 2, n: 1}"));
        followed.collection("places").updateOne(ONE, BsonDocument.parse("{$set: {n: 2}}"));

        List<ChangeBatch> batches = new ArrayList<>();
        SourceException failure = failure(processor, start, batches);
        assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(failure).hasMessageContaining("changeStreamPreAndPostImages");
        assertThat(Batches.events(batches)).hasSizeLessThanOrEqualTo(1);
    }

    private static SourceException failure(Processor processor, Position start, List<ChangeBatch> batches)
            throws Exception {
        Position from = start;
        SourceException failure = null;
        // What stops a stream in its middle is believed when it stops the next one at once.
        while (failure == null || failure.kind() == Kind.UNAVAILABLE) {
            try (ChangeReader reader = processor.open(from)) {
                failure = Batches.readToFailure(reader, batches);
            } catch (SourceException e) {
                failure = e;
            }
            from = batches.isEmpty() ? start : Batches.last(batches).resumePosition();
        }
        return failure;
    }

    @Test
    void namesTheTransactionOfAChangeAndItsPlaceInIt() throws Exception {
        Processor processor = followed.processor();
        Position start = processor.locate("latest");
        String session;
        try (ClientSession transaction = followed.client().startSession()) {
            session = transaction
                    .getServerSession()
                    .getIdentifier()
                    .getBinary("id")
                    .asUuid()
                    .toString();
            transaction.startTransaction();
            people().insertOne(transaction, BsonDocument.parse("{_id: 1, n: 1}"));
            people().insertOne(BsonDocument.parse("{_id: 9}"));
            followed.collection("places").insertOne(transaction, BsonDocument.parse("{_id: 2}"));
            people().deleteOne(transaction, ONE);
            transaction.commitTransaction();
            transaction.startTransaction();
            people().insertOne(transaction, BsonDocument.parse("{_id: 3}"));
            transaction.abortTransaction();
        }

        List<JsonNode> records = records(processor, start, 4);
        assertThat(records)
                .extracting(record ->
                        record.get("record").get("documentKey").get("_id").intValue())
                .containsExactly(9, 1, 2, 1);
        assertThat(records.get(0).get("transaction_id").isNull()).isTrue();
        assertThat(records.subList(1, 4))
                .allSatisfy(record ->
                        assertThat(record.get("transaction_id").stringValue()).matches(session + ":\\d+"));
        assertThat(records)
                .extracting(record -> record.get("sequence").intValue())
                .containsExactly(1, 1, 2, 3);
    }

    @Test
    void refusesToShowDocumentsAloneThatUpdatesDoNotHave() {
        for (String mode : List.of("default", "when-available")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> followed.follow()
                            .with("save-full-event", false)
                            .with("full-document", mode)
                            .processor())
                    .withMessageContaining("mongodb.full-document");
        }
    }

    @Test
    void saysThatAnOldServerRecordsNoDocuments() throws Exception {
        try (InMemoryReplicaSet old =
                        InMemoryReplicaSet.start(ReplicaSetOptions.defaults().withVersion(5, 0, 31));
                FollowedDatabase database = new FollowedDatabase(old.uri())) {
            Processor processor = database.follow()
                    .with("full-document-before-change", "when-available")
                    .processor();
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> processor.locate("latest"))
                    .withMessageContaining("6.0")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
        }
    }

    private static List<JsonNode> records(Processor processor, Position start, int count) throws Exception {
        try (ChangeReader reader = processor.open(start)) {
            List<ChangeBatch> batches = Batches.read(reader, count);
            batches.addAll(Batches.readQuietly(reader));
            List<ChangeRecord> records =
                    batches.stream().flatMap(batch -> batch.records().stream()).toList();
            assertThat(records).hasSize(count);
            return records.stream()
                    .map(record -> CoreCdcJson.of(record, "test"))
                    .toList();
        }
    }
}
