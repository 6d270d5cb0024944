package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.FreePort;
import dev.corecdc.testing.TcpProxy;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import dev.corecdc.testing.mongodb.ReplicaSetOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader does, and says, when its server goes away, is another one, or does not want to. */
class ChangeStreamFailureIT {

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

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void goesOnAfterAStepDown() throws Exception {
        Processor processor = followed.processor();
        try (ChangeReader reader = processor.open(processor.locate("latest"))) {
            followed.insertPeople(1, 5);
            List<ChangeBatch> batches = Batches.read(reader, 5);
            replicaSet.stepDown(Duration.ofMillis(500));
            await().atMost(Batches.PATIENCE).ignoreExceptions().until(() -> {
                followed.insertPeople(6, 6);
                return true;
            });
            followed.insertPeople(7, 9);
            batches.addAll(FollowedDatabase.readOn(processor, reader, batches, 4));
            assertThat(FollowedDatabase.ids(batches)).isEqualTo(numbers(1, 9));
        }
    }

    @Test
    void goesOnAfterItsCursorWasKilled() throws Exception {
        Processor processor = followed.processor();
        try (ChangeReader reader = processor.open(processor.locate("latest"))) {
            followed.insertPeople(1, 5);
            List<ChangeBatch> batches = Batches.read(reader, 5);
            replicaSet.killCursors();
            followed.insertPeople(6, 9);
            batches.addAll(FollowedDatabase.readOn(processor, reader, batches, 4));
            assertThat(FollowedDatabase.ids(batches)).isEqualTo(numbers(1, 9));
        }
    }

    @Test
    void goesOnAfterTheNetworkWasCut() throws Exception {
        try (TcpProxy proxy = new TcpProxy("127.0.0.1", replicaSet.port());
                FollowedDatabase through = new FollowedDatabase(direct(proxy.port()))) {
            Processor processor = through.processor();
            try (ChangeReader reader = processor.open(processor.locate("latest"))) {
                followed.insertPeople(1, 5);
                List<ChangeBatch> batches = Batches.read(reader, 5);
                proxy.cut();
                followed.insertPeople(6, 9);
                batches.addAll(FollowedDatabase.readOn(processor, reader, batches, 4));
                assertThat(FollowedDatabase.ids(batches)).isEqualTo(numbers(1, 9));
            }
        }
    }

    @Test
    void noticesThatNothingGetsThroughAnyMore() throws Exception {
        Processor there = followed.processor();
        Position start = there.locate("latest");
        List<ChangeBatch> batches = new ArrayList<>();
        try (TcpProxy proxy = new TcpProxy("127.0.0.1", replicaSet.port());
                FollowedDatabase through = new FollowedDatabase(direct(proxy.port())
                        + "&heartbeatFrequencyMS=500&connectTimeoutMS=1000&serverSelectionTimeoutMS=1000")) {
            try (ChangeReader reader = through.processor().open(start)) {
                followed.insertPeople(1, 5);
                batches.addAll(Batches.read(reader, 5));
                proxy.stall();
                followed.insertPeople(6, 9);
                assertThat(Batches.readToFailure(reader, batches).kind()).isEqualTo(Kind.UNAVAILABLE);
            }
        }
        try (ChangeReader reader = there.open(Batches.last(batches).resumePosition())) {
            batches.addAll(Batches.read(reader, 4));
        }
        assertThat(FollowedDatabase.ids(batches)).isEqualTo(numbers(1, 9));
    }

    /** A connection string with which the driver stays with one address. */
    private static String direct(int port) {
        return "mongodb://127.0.0.1:%d/?directConnection=true".formatted(port);
    }

    @Test
    void saysThatTheServerHasGone() throws Exception {
        InMemoryReplicaSet gone = InMemoryReplicaSet.start();
        try (FollowedDatabase database =
                new FollowedDatabase(gone.uri() + "&serverSelectionTimeoutMS=500&heartbeatFrequencyMS=500")) {
            Processor processor = database.processor();
            Position start = processor.locate("latest");
            try (ChangeReader reader = processor.open(start)) {
                gone.close();
                assertThat(Batches.readToFailure(reader, new ArrayList<>()).kind())
                        .isEqualTo(Kind.UNAVAILABLE);
            }
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> processor.open(start))
                    .withMessageContaining("127.0.0.1:" + gone.port())
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void saysThatThereIsNoServer() throws Exception {
        int port = FreePort.find();
        try (FollowedDatabase database =
                new FollowedDatabase("mongodb://127.0.0.1:%d/?serverSelectionTimeoutMS=500".formatted(port))) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> database.processor().locate("latest"))
                    .withMessageContaining("127.0.0.1:%d cannot be reached: Connection refused", port)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void saysWhatAStandaloneServerNeeds() throws Exception {
        try (InMemoryReplicaSet standalone =
                        InMemoryReplicaSet.start(ReplicaSetOptions.defaults().asStandalone());
                FollowedDatabase named =
                        new FollowedDatabase(standalone.uri() + "?replicaSet=rs0&serverSelectionTimeoutMS=500");
                FollowedDatabase database = new FollowedDatabase(standalone.uri())) {
            for (FollowedDatabase each : List.of(named, database)) {
                assertThatExceptionOfType(SourceException.class)
                        .isThrownBy(() -> each.processor().locate("latest"))
                        .withMessageContaining("change streams need a replica set")
                        .withMessageContaining("rs.initiate()")
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
            }
        }
    }

    @Test
    void saysThatTheReplicaSetHasAnotherName() throws Exception {
        String uri = replicaSet.uri().replace("rs0", "rs1") + "&serverSelectionTimeoutMS=500";
        try (FollowedDatabase database = new FollowedDatabase(uri)) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> database.processor().locate("latest"))
                    .withMessageContaining("is of the replica set 'rs0', not of 'rs1'")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
        }
    }

    @Test
    void saysWhatThePipelineMustNotTakeAway() throws Exception {
        Processor processor = followed.follow()
                .with("pipeline[0]", "{\"$project\": {\"operationType\": 1}}")
                .processor();
        try (ChangeReader reader = processor.open(processor.locate("latest"))) {
            followed.insertPeople(1, 1);
            SourceException failure = Batches.readToFailure(reader, new ArrayList<>());
            assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
            assertThat(failure).hasMessageContaining("clusterTime");
        }
    }

    @Test
    void saysWhatTheUserMayNotDo() throws Exception {
        Processor processor = followed.processor();
        Position start = processor.locate("latest");
        replicaSet.refuse("aggregate");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.open(start))
                .withMessageContaining("changeStream and find")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        replicaSet.allow("aggregate");
        try (ChangeReader reader = processor.open(start)) {
            followed.insertPeople(1, 3);
            assertThat(FollowedDatabase.ids(Batches.read(reader, 3))).isEqualTo(numbers(1, 3));
        }
    }

    @Test
    void saysThatThePasswordIsWrong() throws Exception {
        try (InMemoryReplicaSet guarded =
                        InMemoryReplicaSet.start(ReplicaSetOptions.defaults().withUser("cdc", "right"));
                FollowedDatabase good = new FollowedDatabase(guarded.uri());
                FollowedDatabase bad = new FollowedDatabase(guarded.uri().replace("right", "wr0ng"))) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> bad.processor().locate("latest"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                    .satisfies(e -> assertThat(e.getMessage())
                            .contains("Authentication failed")
                            .doesNotContain("wr0ng"));
            assertThat(good.processor().locate("latest")).isNotNull();
        }
    }

    @Test
    void needsNoRightToReadTheConfigurationOfTheReplicaSet() throws Exception {
        replicaSet.refuse("replSetGetConfig");
        Processor processor = followed.processor();
        Position start = processor.locate("latest");
        assertThat(start.toMap()).containsEntry("deployment", "rs0").doesNotContainKey("deploymentId");
        replicaSet.allow("replSetGetConfig");
        try (ChangeReader reader = processor.open(start)) {
            followed.insertPeople(1, 1);
            assertThat(Batches.last(Batches.read(reader, 1)).resumePosition().toMap())
                    .containsKey("deploymentId");
        }
    }

    @Test
    void saysThatAStageIsNotKnown() throws Exception {
        Processor processor =
                followed.follow().with("pipeline[0]", "{\"$teleport\": {}}").processor();
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.open(processor.locate("latest")))
                .withMessageContaining("$teleport")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }

    @Test
    void canBeInterruptedWhileItLooksForTheServer() throws Exception {
        try (FollowedDatabase database = new FollowedDatabase("mongodb://127.0.0.1:%d/".formatted(FreePort.find()))) {
            Processor processor = database.processor();
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> processor.locate("latest"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void leavesNoCursorAndNoThreadBehind() throws Exception {
        Processor processor = followed.processor();
        ChangeReader reader = processor.open(processor.locate("latest"));
        await().atMost(Batches.PATIENCE).until(() -> replicaSet.openChangeStreams() == 1 && readerThreads() == 1);

        reader.close();

        await().atMost(Batches.PATIENCE).until(() -> replicaSet.openChangeStreams() == 0 && readerThreads() == 0);
    }

    private static long readerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cdc-people-changes"))
                .count();
    }
}
