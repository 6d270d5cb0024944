package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where reading begins, and how it goes on. */
class ChangeStreamResumeIT {

    private InMemoryReplicaSet replicaSet;
    private FollowedDatabase followed;

    @BeforeEach
    void start() {
        replicaSet = InMemoryReplicaSet.start();
        followed = new FollowedDatabase(replicaSet.uri());
        followed.database().createCollection("people");
    }

    @AfterEach
    void stop() throws Exception {
        followed.close();
        replicaSet.close();
    }

    private List<Integer> read(Processor processor, Position from, int count) throws Exception {
        try (ChangeReader reader = processor.open(from)) {
            List<ChangeBatch> batches = Batches.read(reader, count);
            batches.addAll(Batches.readQuietly(reader));
            return FollowedDatabase.ids(batches);
        }
    }

    @Test
    void movesOnWhileNothingHappensSoThatTheOplogCannotOvertakeIt() throws Exception {
        Processor processor = followed.follow().include("test.people").processor();
        Position start = processor.locate("latest");
        Position idle;
        try (ChangeReader reader = processor.open(start)) {
            followed.client().getDatabase("other").getCollection("busy").insertOne(new Document());
            replicaSet.note();
            idle = awaitMoved(reader, start);
        }
        replicaSet.forgetBefore(replicaSet.latestTime());
        followed.insertPeople(1, 2);

        assertThat(read(processor, processor.parse(idle.toMap()), 2)).containsExactly(1, 2);
        assertThatExceptionOfType(PositionLostException.class).isThrownBy(() -> read(processor, start, 1));
    }

    private static Position awaitMoved(ChangeReader reader, Position from) {
        List<ChangeBatch> batches = new ArrayList<>();
        await().atMost(Batches.PATIENCE).until(() -> {
            ChangeBatch batch = reader.poll(Duration.ofMillis(100));
            if (batch != null) {
                batches.add(batch);
            }
            return batch != null && !from.covers(batch.resumePosition());
        });
        assertThat(batches).allMatch(ChangeBatch::isEmpty);
        return Batches.last(batches).resumePosition();
    }

    @Test
    void beginsWithTheOldestChangeThatTheOplogHolds() throws Exception {
        Processor processor = followed.follow().collection("people").processor();
        followed.insertPeople(1, 2);
        replicaSet.forgetHistory();
        followed.insertPeople(3, 5);

        assertThat(read(processor, processor.locate("earliest"), 3)).containsExactly(3, 4, 5);
    }

    @Test
    void beginsAtATime() throws Exception {
        Processor processor = followed.follow().collection("people").processor();
        followed.insertPeople(1, 2);
        Instant second = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1);
        await().until(() -> Instant.now().isAfter(second));
        followed.insertPeople(3, 4);

        assertThat(read(processor, processor.locate(second.toString()), 2)).containsExactly(3, 4);
        assertThat(read(processor, processor.locate("2001-01-01T00:00:00Z"), 4)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void beginsAfterAToken() throws Exception {
        Processor processor = followed.follow().collection("people").processor();
        String token;
        try (MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor =
                followed.collection("people").watch(BsonDocument.class).cursor()) {
            followed.insertPeople(1, 3);
            token = Objects.requireNonNull(cursor.next()).getResumeToken().toJson();
        }

        assertThat(read(processor, processor.locate(token), 2)).containsExactly(2, 3);
        assertThat(read(
                        processor,
                        processor.locate(
                                BsonDocument.parse(token).getString("_data").getValue()),
                        2))
                .containsExactly(2, 3);
    }

    @Test
    void saysThatTheHistoryIsLost() throws Exception {
        Processor processor = followed.follow().collection("people").processor();
        Position start = processor.locate("latest");
        followed.insertPeople(1, 3);
        replicaSet.forgetHistory();
        followed.insertPeople(4, 5);

        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> read(processor, start, 1))
                .withMessageContaining("286");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> read(processor, processor.locate("2001-01-01T00:00:00Z"), 1))
                .withMessageContaining("286");
    }

    @Test
    void saysThatTheHistoryIsLostWhileItReads() throws Exception {
        Processor processor = followed.follow()
                .collection("people")
                .with("batch-size", 1)
                .with("max-await-time", "100ms")
                .processor();
        Position start = processor.locate("latest");
        String padding = "x".repeat(1 << 20);
        for (int i = 0; i < 30; i++) {
            followed.collection("people")
                    .insertOne(new BsonDocument("_id", new BsonInt32(i)).append("p", new BsonString(padding)));
        }
        List<ChangeBatch> batches = new ArrayList<>();
        try (ChangeReader reader = processor.open(start)) {
            batches.addAll(Batches.read(reader, 1));
            replicaSet.forgetHistory();
            assertThat(Batches.readToFailure(reader, batches).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> read(processor, Batches.last(batches).resumePosition(), 1));
        List<Integer> seen = FollowedDatabase.ids(batches);
        assertThat(seen).isEqualTo(IntStream.range(0, seen.size()).boxed().toList());
    }

    @Test
    void takesNoTokenOfAnotherDeployment() throws Exception {
        Processor processor = followed.processor();
        Position position = processor.locate("latest");
        try (InMemoryReplicaSet other = InMemoryReplicaSet.start();
                FollowedDatabase elsewhere = new FollowedDatabase(other.uri())) {
            Processor stranger = elsewhere.processor();
            assertThatExceptionOfType(PositionLostException.class)
                    .isThrownBy(() -> stranger.open(position))
                    .withMessageContaining("rs0");
            assertThat(stranger.locate("latest").covers(position)).isFalse();

            Map<String, Object> withoutId = new HashMap<>(position.toMap());
            withoutId.remove("deploymentId");
            withoutId.put("deployment", "rs1");
            assertThatExceptionOfType(PositionLostException.class)
                    .isThrownBy(() -> stranger.open(stranger.parse(withoutId)));
        }
    }

    @Test
    void takesNoEventTokenOfAnotherStream() throws Exception {
        followed.insertPeople(1, 1);
        Processor processor = followed.processor();
        Position position;
        try (ChangeReader reader = processor.open(processor.locate("earliest"))) {
            position = Batches.last(Batches.read(reader, 2)).resumePosition();
        }
        try (InMemoryReplicaSet other = InMemoryReplicaSet.start();
                FollowedDatabase elsewhere = new FollowedDatabase(other.uri())) {
            // the server can tell only when something comes after the time of the token
            Instant then = Instant.now().plusSeconds(1);
            await().until(() -> Instant.now().isAfter(then));
            elsewhere.collection("people").insertOne(new BsonDocument());
            Processor stranger = elsewhere.processor();
            Map<String, Object> withoutId = new HashMap<>(position.toMap());
            withoutId.remove("deploymentId");

            assertThatExceptionOfType(PositionLostException.class).isThrownBy(() -> {
                try (ChangeReader reader = stranger.open(stranger.parse(withoutId))) {
                    throw Batches.readToFailure(reader, new ArrayList<>());
                }
            });
        }
    }

    @Test
    void goesOnAfterTheCollectionWasDroppedAndCameAgain() throws Exception {
        Processor processor = followed.follow().collection("people").processor();
        Position start = processor.locate("latest");
        followed.insertPeople(1, 1);
        List<ChangeBatch> batches;
        try (ChangeReader reader = processor.open(start)) {
            followed.collection("people").drop();
            followed.insertPeople(2, 2);
            followed.collection("people").drop();
            followed.insertPeople(3, 3);
            batches = Batches.read(reader, 7);
        }
        assertThat(described(batches)).containsExactly("1", "drop", "create", "2", "drop", "create", "3");

        // every place between them can be gone on from, that of the invalidation too
        for (int i = 0; i < batches.size(); i++) {
            List<String> rest = described(batches.subList(i + 1, batches.size()));
            try (ChangeReader reader = processor.open(batches.get(i).resumePosition())) {
                assertThat(described(Batches.read(reader, rest.size()))).isEqualTo(rest);
            }
        }
    }

    @Test
    void goesOnAfterAStepDownThatFollowsADrop() throws Exception {
        Processor processor = followed.follow()
                .collection("people")
                .with("show-expanded-events", false)
                .processor();
        List<ChangeBatch> batches;
        try (ChangeReader reader = processor.open(processor.locate("latest"))) {
            followed.insertPeople(1, 1);
            followed.collection("people").drop();
            batches = new ArrayList<>(Batches.read(reader, 2));
            await().until(() -> replicaSet.openChangeStreams() == 1);
            batches.addAll(Batches.readQuietly(reader));
            replicaSet.stepDown(Duration.ofMillis(300));
            await().atMost(Batches.PATIENCE).ignoreExceptions().until(() -> {
                followed.insertPeople(2, 2);
                return true;
            });
            followed.insertPeople(3, 4);
            batches.addAll(FollowedDatabase.readOn(processor, reader, batches, 3));
        }
        assertThat(FollowedDatabase.ids(batches)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void refusesTimesThatHaveNotBeen() {
        Processor processor = followed.processor();
        for (String time : List.of("1900-01-01T00:00:00Z", "9999-01-01T00:00:00Z")) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> processor.locate(time))
                    .withMessageContaining(time);
        }
    }

    @Test
    void goesOnAfterTheDatabaseWasDropped() throws Exception {
        Processor processor = followed.processor();
        try (ChangeReader reader = processor.open(processor.locate("latest"))) {
            followed.insertPeople(1, 1);
            followed.database().drop();
            followed.insertPeople(2, 2);
            assertThat(described(Batches.read(reader, 5))).containsExactly("1", "drop", "dropDatabase", "create", "2");
        }
    }

    private static List<String> described(List<ChangeBatch> batches) {
        List<String> texts = new ArrayList<>();
        for (ChangeEvent event : Batches.events(batches)) {
            texts.add(
                    event instanceof DdlEvent ddl
                            ? BsonDocument.parse(ddl.statement())
                                    .getString("operationType")
                                    .getValue()
                            : String.valueOf(FollowedDatabase.ids(List.of(new ChangeBatch(
                                            List.of((ChangeRecord) event), null, EventBatches.BEGIN, 0, 0, null)))
                                    .get(0)));
        }
        return texts;
    }
}
