package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a processor begins when it is told a place, a time or a set of transactions. */
class StartPlacesIT {

    private static final int ROWS = 6;

    /** Single rows, two a file, each with the place, the time and the set of transactions before it. */
    private static final class Course {

        private final FollowedServer followed;
        private final List<BinlogPosition> places = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();

        Course(DatabaseServer server) throws Exception {
            followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            for (int i = 1; i <= ROWS; i++) {
                times.add(anotherSecond());
                places.add(followed.latest());
                followed.execute("INSERT INTO t VALUES (%d)".formatted(i));
                if (i % 2 == 0) {
                    followed.execute("FLUSH BINARY LOGS");
                }
            }
        }

        /** MariaDB tells the time of a transaction in whole seconds. */
        private static Instant anotherSecond() {
            long second = Instant.now().getEpochSecond();
            await().atMost(Duration.ofSeconds(5)).until(() -> Instant.now().getEpochSecond() > second);
            return Instant.ofEpochSecond(second + 1);
        }

        /** Begins with the row that follows the first {@code before}. */
        BinlogPosition begins(int before, String startAt) throws Exception {
            BinlogPosition found = (BinlogPosition) followed.processor().locate(startAt);
            assertThat(FollowedServer.texts(followed.readToEnd(found)))
                    .as("from %s, which is %s", startAt, found)
                    .isEqualTo(IntStream.rangeClosed(before + 1, ROWS)
                            .mapToObj("INSERT t [%d]"::formatted)
                            .toList());
            return found;
        }
    }

    @OnEveryServer
    void beginsAtAnyTimePlaceOrSetOfTransactions(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            Course course = new Course(server);
            for (int i = 0; i < ROWS; i++) {
                BinlogPosition place = course.places.get(i);
                course.begins(i, course.times.get(i).toString());
                course.begins(i, String.valueOf(place.gtidSet()));
                BinlogPosition found = course.begins(i, place.file() + ":" + place.offset());
                assertThat(found).isEqualTo(place);
            }
        }
    }

    @OnEveryServer
    void beginsAtTheHeadOfAFile(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            Course course = new Course(server);
            for (int i = 2; i < ROWS; i += 2) {
                BinlogPosition place = course.places.get(i);
                BinlogPosition found = course.begins(i, place.file() + ":4");
                assertThat(found.gtidSet()).isEqualTo(place.gtidSet());
            }
        }
    }

    @Test
    void beginsAtAnyTimeOrPlaceWithoutGtids() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            Course course = new Course(server);
            for (int i = 0; i < ROWS; i++) {
                BinlogPosition place = course.places.get(i);
                course.begins(i, course.times.get(i).toString());
                assertThat(course.begins(i, place.file() + ":" + place.offset()))
                        .isEqualTo(place);
            }
        }
    }

    @OnEveryServer
    void refusesPlacesThatAreNotInTheLog(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            BinlogPosition place = followed.latest();
            followed.execute("INSERT INTO t VALUES (1)");
            BinlogPosition next = followed.latest();

            refuses(
                    followed,
                    place.file() + ":" + (place.offset() + 1),
                    "the next one is " + next.file() + ":" + next.offset());
            refuses(followed, place.file() + ":4000000000", "is not in the log");
            refuses(followed, "other.000001:4", "is not in the log");
            refuses(followed, Instant.now().plusSeconds(3600).toString(), "is not a time that has been");
            refuses(followed, "2001-01-31T10:00:00Z", "lies before the log");
            refuses(
                    followed,
                    kind == ServerKind.MYSQL ? "0-1-5" : ScriptedLog.SERVER + ":1-5",
                    "which has no such GTIDs");
        }
    }

    @Test
    void refusesTransactionsThatMySqlHasNotHad() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MYSQL.server());
        refuses(followed, ScriptedLog.SERVER + ":1-5", "has not had " + ScriptedLog.SERVER + ":1-5");
    }

    /** Which did not tell when the file was begun, nor, of MariaDB, the server's id. */
    @OnEveryServer
    void goesOnFromACheckpointOfAnEarlierVersion(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        BinlogPosition latest = followed.latest();
        Map<String, Object> saved = new HashMap<>(latest.toMap());
        saved.remove("begun");
        saved.put("server", latest.server().replaceAll("#\\d+$", ""));

        try (ChangeReader reader = followed.processor().open(BinlogPosition.of(saved))) {
            ChangeBatch told = Objects.requireNonNull(reader.poll(FollowedServer.PATIENCE));
            assertThat(told.isEmpty()).isTrue();
            BinlogPosition first = (BinlogPosition) told.resumePosition();
            assertThat(first.server()).isEqualTo(latest.server());
            assertThat(first.begun()).as("at once").isEqualTo(latest.begun()).isNotNull();
        }
        followed.execute("INSERT INTO t VALUES (1)");
        assertThat(FollowedServer.texts(followed.readToEnd(BinlogPosition.of(saved))))
                .containsExactly("INSERT t [1]");
    }

    private static void refuses(FollowedServer followed, String startAt, String because) {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> followed.processor().locate(startAt))
                .withMessageContaining("start-at " + startAt)
                .withMessageContaining(because);
    }
}
