package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Every DDL statement that a server knows comes as an event that says what it does and to what. */
class DdlIT {

    @OnEveryServer
    void givesEveryStatementWithWhatItDoes(ServerKind kind) throws Exception {
        List<KnownDdl> known =
                KnownDdl.all().stream().filter(ddl -> ddl.isKnownTo(kind)).toList();
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            server.execute("CREATE DATABASE d", "CREATE DATABASE d2");
            MySqlBinlogProcessor processor = following(server);
            List<DdlEvent> statements;
            try (ChangeReader reader = processor.open(processor.locate("latest"))) {
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> server.execute(
                        Stream.concat(Stream.of("USE d"), known.stream().map(KnownDdl::sql))
                                .toArray(String[]::new)));
                statements = readDdl(reader, known.size(), writer);
                writer.join();
            }

            for (int i = 0; i < known.size(); i++) {
                assertThat(described(statements.get(i), known.get(i).kind()))
                        .as("%s, logged as %s", known.get(i).sql(), statements.get(i))
                        .isEqualTo(described(known.get(i)));
            }
        }
    }

    private static String described(DdlEvent statement, DdlKind known) {
        // A server may write a statement anew, in a way that can be read better.
        return "%s %s %s"
                .formatted(known == DdlKind.OTHER ? known : statement.kind(), statement.schema(), statement.tables());
    }

    private static String described(KnownDdl known) {
        List<String> tables = known.tables().stream()
                .map(name -> name.substring(name.indexOf('.') + 1))
                .toList();
        return "%s %s %s".formatted(known.kind(), known.schema() == null ? "d" : known.schema(), tables);
    }

    private static List<DdlEvent> readDdl(ChangeReader reader, int count, CompletableFuture<Void> writer)
            throws Exception {
        List<DdlEvent> statements = new ArrayList<>();
        long deadline = System.nanoTime() + 2 * FollowedServer.PATIENCE.toNanos();
        while (statements.size() < count) {
            if (writer.isCompletedExceptionally()) {
                writer.join();
            }
            assertThat(System.nanoTime()).as("in time after %s", statements).isLessThan(deadline);
            ChangeBatch batch = reader.poll(Duration.ofMillis(100));
            if (batch != null && batch.ddl() != null) {
                statements.add(batch.ddl());
            }
        }
        return statements;
    }

    private static MySqlBinlogProcessor following(DatabaseServer server) {
        return new MySqlBinlogProcessor(
                new ProcessorRequest(
                        "test",
                        server.kind().type(),
                        "test",
                        "latest",
                        Set.of(EventType.INSERT, EventType.UPDATE, EventType.DELETE),
                        new TableFilter(List.of(), List.of())),
                FollowedServer.settings(server),
                new Tls(FollowedServer.settings(server).ssl(), null));
    }

    @OnEveryServer
    void givesATableThatIsMadeOfRowsBeforeItsRows(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE a (id INT PRIMARY KEY)", "INSERT INTO a VALUES (1), (2)");
        Position start = followed.latest();
        followed.execute("CREATE TABLE b COMMENT 'groß' SELECT id + 10 AS x FROM a", "INSERT INTO b VALUES (20)");

        List<ChangeEvent> changes = Batches.events(followed.readToEnd(start));

        DdlEvent create = (DdlEvent) changes.get(0);
        assertThat(create.kind()).isEqualTo(DdlKind.CREATE_TABLE);
        assertThat(create.tables()).containsExactly("b");
        assertThat(create.statement())
                .startsWith("CREATE TABLE `b` (")
                .contains("COMMENT='groß'")
                .doesNotContain("START TRANSACTION");
        assertThat(FollowedServer.texts(followed.readToEnd(start)).stream().skip(1))
                .containsExactly("INSERT b [11]", "INSERT b [12]", "INSERT b [20]");
    }

    @OnEveryServer
    void saysWhichStatementsMayBeExecutedElsewhere(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server()).without("secret");
        Position start = followed.latest();
        followed.execute(
                "CREATE TABLE a (id INT PRIMARY KEY)",
                "CREATE TABLE secret (id INT PRIMARY KEY)",
                "ALTER TABLE secret ADD x INT",
                "RENAME TABLE a TO b",
                "ALTER TABLE b ADD y INT, RENAME TO a",
                "RENAME TABLE secret TO open",
                "CREATE VIEW v AS SELECT * FROM open",
                "DROP TABLE a");

        assertThat(Batches.events(followed.readToEnd(start)))
                .extracting(event -> {
                    DdlEvent ddl = (DdlEvent) event;
                    return "%s %s %s".formatted(ddl.kind(), ddl.tables(), ddl.executable());
                })
                .containsExactly(
                        "CREATE_TABLE [a] true",
                        "RENAME_TABLE [a, b] true",
                        "ALTER_TABLE [b, a] true",
                        "RENAME_TABLE [secret, open] false",
                        "CREATE_VIEW [] false",
                        "DROP_TABLE [a] true");
    }
}
