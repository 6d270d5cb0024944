package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import dev.corecdc.testing.mongodb.ReplicaSetOptions;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that are larger than a document may be. */
class LargeEventIT {

    private static final int LIMIT = 20_000;
    private static final BsonDocument ONE = new BsonDocument("_id", new BsonInt32(1));

    private static FollowedDatabase database(InMemoryReplicaSet replicaSet) {
        FollowedDatabase followed = new FollowedDatabase(replicaSet.uri());
        followed.database()
                .createCollection(
                        "people",
                        new CreateCollectionOptions()
                                .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
        return followed;
    }

    private static Processor processor(FollowedDatabase followed) {
        return followed.follow()
                .collection("people")
                .with("full-document-before-change", "required")
                .with("full-document", "required")
                .processor();
    }

    private static void write(FollowedDatabase followed) {
        followed.collection("people").insertOne(document("a", 9_000));
        followed.collection("people").replaceOne(ONE, document("b", 15_000));
        followed.collection("people").replaceOne(ONE, document("c", 15_000));
        followed.collection("people").replaceOne(ONE, document("d", 10));
    }

    private static BsonDocument document(String letter, int size) {
        return new BsonDocument("_id", new BsonInt32(1)).append("text", new BsonString(letter.repeat(size)));
    }

    @ParameterizedTest
    @CsvSource({"8, 0, 1", "7, 0, 0", "6, 0, 9"})
    void joinsWhatTheServerCuts(int major, int minor, int patch) throws Exception {
        try (InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start(ReplicaSetOptions.defaults()
                        .withVersion(major, minor, patch)
                        .withEventSizeLimit(LIMIT));
                FollowedDatabase followed = database(replicaSet)) {
            Processor processor = processor(followed);
            Position start = processor.locate("latest");
            write(followed);

            List<ChangeBatch> batches;
            try (ChangeReader reader = processor.open(start)) {
                batches = Batches.read(reader, 4);
            }
            assertThat(batches.stream().flatMap(batch -> batch.records().stream()))
                    .extracting(FollowedDatabase::document)
                    .allSatisfy(
                            event -> assertThat(event.containsKey("splitEvent")).isFalse())
                    .extracting(event -> event.getDocument("fullDocument"))
                    .containsExactly(
                            document("a", 9_000), document("b", 15_000), document("c", 15_000), document("d", 10));
            assertThat(batches.stream()
                            .flatMap(batch -> batch.records().stream())
                            .skip(1))
                    .extracting(record -> FollowedDatabase.document(record).getDocument("fullDocumentBeforeChange"))
                    .containsExactly(document("a", 9_000), document("b", 15_000), document("c", 15_000));

            for (int i = 0; i < batches.size(); i++) {
                long rest = batches.subList(i + 1, batches.size()).stream()
                        .mapToInt(ChangeBatch::size)
                        .sum();
                try (ChangeReader reader = processor.open(batches.get(i).resumePosition())) {
                    List<ChangeBatch> again = Batches.read(reader, (int) rest);
                    again.addAll(Batches.readQuietly(reader));
                    assertThat(Batches.events(again)).hasSize((int) rest);
                }
            }
        }
    }

    @Test
    void saysWhichDocumentAnOldServerCannotSend() throws Exception {
        try (InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start(
                        ReplicaSetOptions.defaults().withVersion(6, 0, 8).withEventSizeLimit(LIMIT));
                FollowedDatabase followed = database(replicaSet)) {
            Processor processor = processor(followed);
            Position start = processor.locate("latest");
            write(followed);

            List<ChangeBatch> batches = new ArrayList<>();
            SourceException failure;
            try (ChangeReader reader = processor.open(start)) {
                failure = Batches.readToFailure(reader, batches);
            } catch (SourceException e) {
                failure = e;
            }
            assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
            assertThat(failure)
                    .hasMessageContaining("{\"_id\": 1}")
                    .hasMessageContaining("\"people\"")
                    .hasMessageContaining("7.0");
            assertThat(Batches.events(batches)).hasSizeLessThanOrEqualTo(1);
        }
    }
}
