package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Position;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One small story, and every field of its changes held against what the server itself shows of its log. */
class WalkThroughIT {

    private static final Pattern XID = Pattern.compile("xid=(\\d+)");
    private static final Pattern GTID = Pattern.compile("(?:GTID_NEXT= '|GTID )([^' ]+:\\d+|\\d+-\\d+-\\d+)");

    @OnEveryServer
    void givesEveryChangeAsItStandsInTheLog(ServerKind kind) throws Exception {
        follow(kind.server());
    }

    @Test
    void givesEveryChangeAsItStandsInALogWithoutGtids() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            follow(server);
        }
    }

    private static void follow(DatabaseServer server) throws Exception {
        FollowedServer followed = FollowedServer.of(server);
        String database = followed.database();
        server.execute("DROP DATABASE " + database);
        Position start = followed.latest();
        Instant before = Instant.now().minusSeconds(2);
        String create = "CREATE TABLE person (id INT PRIMARY KEY, name VARCHAR(50))";
        server.execute(
                "CREATE DATABASE " + database,
                "USE " + database,
                create,
                "INSERT INTO person VALUES (1, 'Ada'), (2, 'Grace')",
                "UPDATE person SET name = 'Lovelace' WHERE id = 1",
                "DELETE FROM person WHERE id = 2");

        List<ChangeBatch> batches = followed.readToEnd(start);

        List<ChangeEvent> changes = Batches.events(batches);
        assertThat(FollowedServer.texts(batches))
                .containsExactly(
                        "CREATE DATABASE " + database,
                        create,
                        "INSERT person [1, Ada]",
                        "INSERT person [2, Grace]",
                        "UPDATE person [1, Lovelace]",
                        "DELETE person [2, Grace]");
        assertThat(changes).extracting(ChangeEvent::sequence).containsExactly(1L, 1L, 1L, 2L, 1L, 1L);
        assertThat(changes)
                .extracting(ChangeEvent::origin)
                .extracting(origin -> withId(origin, origin.transactionId()))
                .isEqualTo(origins(server, (BinlogPosition) start, changes));
        assertThat(changes)
                .allSatisfy(change -> assertThat(change.origin().timestamp()).isBetween(before, Instant.now()));
        followed.readToSameEnd(batches);
        assertThat(batches).allSatisfy(batch -> assertThat(batch.isEmpty() ? before : requireNonNull(batch.oldest()))
                .isBetween(before, Instant.now()));
        assertDdl((DdlEvent) changes.get(0), database, List.of());
        assertDdl((DdlEvent) changes.get(1), database, List.of("person"));
        assertRows(changes.stream().skip(2).map(ChangeRecord.class::cast).toList(), database);
    }

    private static void assertDdl(DdlEvent ddl, String database, List<String> tables) {
        assertThat(ddl.type()).isEqualTo(EventType.QUERY);
        assertThat(ddl.schema()).isEqualTo(database);
        assertThat(ddl.tables()).isEqualTo(tables);
    }

    private static void assertRows(List<ChangeRecord> records, String database) {
        assertThat(records).allSatisfy(change -> {
            assertThat(change.columns().schema()).isEqualTo(database);
            assertThat(change.columns().table()).isEqualTo("person");
            assertThat(change.columns().column(0).name()).isEqualTo("id");
            assertThat(change.columns().column(1).name()).isEqualTo("name");
            assertThat(change.columns()).isSameAs(records.get(0).columns());
        });
        assertThat(records)
                .extracting(change -> change.before() == null ? null : FollowedServer.values(change.before()))
                .containsExactly(null, null, List.of(1L, "Ada"), null);
    }

    /** What the server shows of the events that the changes come from. */
    private static List<Origin> origins(DatabaseServer server, BinlogPosition start, List<ChangeEvent> changes)
            throws Exception {
        List<Origin> shown = new ArrayList<>();
        String gtid = null;
        List<Integer> waiting = new ArrayList<>();
        for (ShownEvent event : ShownEvent.of(server, start.file())) {
            if (event.begin() < start.offset()) {
                continue;
            }
            if (event.type().toLowerCase(java.util.Locale.ROOT).contains("gtid")) {
                gtid = found(GTID, event.info());
            } else if (event.type().equals("Xid")) {
                String xid = found(XID, event.info());
                waiting.forEach(i -> shown.set(i, withId(shown.get(i), xid)));
                waiting.clear();
            } else {
                int rows = rowsOf(event);
                for (int i = 0; i < rows; i++) {
                    if (!event.type().equals("Query")) {
                        waiting.add(shown.size());
                    }
                    Instant time = changes.get(shown.size()).origin().timestamp();
                    shown.add(new Origin(time, start.file(), event.end(), gtid, null));
                }
            }
        }
        return shown;
    }

    /** How many changes of the story the event holds. */
    private static int rowsOf(ShownEvent event) {
        if (event.type().startsWith("Write_rows")) {
            return 2;
        }
        boolean one = Stream.of("Update_rows", "Delete_rows").anyMatch(event.type()::startsWith)
                || (event.type().equals("Query") && event.info().contains("CREATE"));
        return one ? 1 : 0;
    }

    private static Origin withId(Origin origin, @Nullable String id) {
        return new Origin(origin.timestamp(), origin.source(), origin.position(), origin.globalId(), id);
    }

    private static @Nullable String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
