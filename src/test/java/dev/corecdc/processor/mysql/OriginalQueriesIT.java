package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.OriginalQuery;
import dev.corecdc.event.Position;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The statements that servers write beside the rows. */
@ExtendWith(OutputCaptureExtension.class)
class OriginalQueriesIT {

    private static final String UPDATE = "UPDATE t, u SET t.n = 'é', u.n = 'ü' WHERE t.id = u.id";
    private static final String TRIGGERS = "INSERT INTO t VALUES (5, 'd')";
    private static final String MANY =
            "INSERT INTO t WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE"
                    + " i < 1000) SELECT i, REPEAT('x', 50) FROM n";

    @OnEveryServer
    void goWithAllRowsThatTheyChanged(ServerKind kind) throws Exception {
        String compress = kind == ServerKind.MYSQL ? "--binlog-transaction-compression=ON" : "--log-bin-compress=ON";
        for (ServerOptions options : List.of(written(kind), written(kind).with(compress))) {
            try (DatabaseServer server = kind.start(options)) {
                FollowedServer followed = FollowedServer.of(server).without("u");
                followed.execute(
                        "CREATE TABLE t (id INT PRIMARY KEY, n VARCHAR(100)) CHARSET utf8mb4",
                        "CREATE TABLE u (id INT PRIMARY KEY, n VARCHAR(100)) CHARSET utf8mb4",
                        "CREATE TABLE v (id INT PRIMARY KEY)",
                        "CREATE TRIGGER also AFTER INSERT ON t FOR EACH ROW INSERT INTO v VALUES (NEW.id)");
                Position start = followed.latest();
                followed.execute(
                        "BEGIN",
                        "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
                        "INSERT INTO u VALUES (1, 'a'), (2, 'b')",
                        UPDATE,
                        TRIGGERS,
                        "COMMIT",
                        MANY,
                        "DELETE FROM t WHERE id < 3",
                        "ALTER TABLE t ADD COLUMN x INT");

                List<ChangeBatch> batches = followed.withQueries().readToEnd(start);

                assertThat(queries(batches, "INSERT t [1,", "INSERT v [2]"))
                        .hasSize(2)
                        .containsOnly("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
                assertThat(queries(batches, "UPDATE t")).hasSize(2).containsOnly(UPDATE);
                assertThat(queries(batches, "INSERT t [5,", "INSERT v [5]"))
                        .hasSize(2)
                        .containsOnly(TRIGGERS);
                assertThat(queries(batches, "INSERT t [100", "INSERT t [777,", "INSERT v [777]", "INSERT v [1000]"))
                        .hasSize(5)
                        .containsOnly(MANY);
                assertThat(queries(batches, "DELETE t")).hasSize(2).containsOnly("DELETE FROM t WHERE id < 3");
                assertThat(queries(batches, "ALTER TABLE")).containsExactly("null");
                assertThat(followed.readToEnd(start))
                        .flatExtracting(ChangeBatch::records)
                        .extracting(change -> change.origin().query())
                        .containsOnlyNulls();
            }
        }
    }

    /** The statement of each change that is shown so. */
    private static List<String> queries(List<ChangeBatch> batches, String... changes) {
        return Batches.events(batches).stream()
                .filter(event -> List.of(changes).stream().anyMatch(FollowedServer.text(event)::startsWith))
                .map(event -> event.origin().query())
                .map((OriginalQuery query) -> query == null ? "not there" : String.valueOf(query.text()))
                .toList();
    }

    @OnEveryServer
    void areMissedAloudOnceWhereTheServerDoesNotWriteThem(ServerKind kind, CapturedOutput output) throws Exception {
        String variable = kind == ServerKind.MYSQL ? "binlog_rows_query_log_events" : "binlog_annotate_row_events";
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with("--skip-" + variable.replace('_', '-')))) {
            FollowedServer followed = FollowedServer.of(server).withQueries();
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            MySqlBinlogProcessor processor = followed.processor();
            Position start = processor.locate("latest");
            followed.execute("INSERT INTO t VALUES (1)");
            processor.open(start).close();
            processor.open(start).close();

            assertThat(output.getAll().lines().filter(line -> line.contains(" WARN ") && line.contains(variable)))
                    .singleElement()
                    .asString()
                    .contains("Run: SET GLOBAL " + variable + " = ON;");
            assertThat(queries(followed.readToEnd(start), "INSERT")).containsExactly("null");
            server.execute("SET GLOBAL " + variable + " = ON");
            assertThat(processor.warnings()).anyMatch(warning -> warning.contains(variable));
            processor.open(start).close();
            assertThat(processor.warnings()).noneMatch(warning -> warning.contains(variable));
        }
    }

    private static ServerOptions written(ServerKind kind) {
        return kind == ServerKind.MYSQL
                ? ServerOptions.DEFAULT.with("--binlog-rows-query-log-events=ON")
                : ServerOptions.DEFAULT;
    }
}
