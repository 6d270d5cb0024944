package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What cannot be followed stops the reading right before it, and says what it is. */
class UnreadableLogIT {

    private static final String EVERYWHERE = "statement";

    @OnEveryServer
    void stopsBeforeWhatItCannotFollow(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            for (Map.Entry<List<String>, String> attempt : attempts(kind).entrySet()) {
                FollowedServer followed = FollowedServer.of(server);
                followed.execute("CREATE TABLE t (id INT PRIMARY KEY, doc JSON)");
                Position start = followed.latest();
                followed.execute("INSERT INTO t VALUES (1, '{\"a\": \"%s\"}')".formatted("x".repeat(500)));
                Position before = followed.latest();
                followed.execute(attempt.getKey().toArray(String[]::new));

                List<ChangeBatch> batches = new ArrayList<>();
                try (ChangeReader reader = followed.processor().open(start)) {
                    SourceException refused = Batches.readToFailure(reader, batches);

                    assertThat(refused).as(attempt.getKey().toString()).hasMessageContaining(attempt.getValue());
                    assertThat(refused.kind()).isEqualTo(Kind.UNREADABLE);
                }
                assertThat(FollowedServer.texts(batches))
                        .as(attempt.getKey().toString())
                        .hasSize(1);
                assertThat(Batches.last(batches).resumePosition())
                        .as(attempt.getKey().toString())
                        .isEqualTo(before);
            }
        }
    }

    /** Statements, and a part of what is said of them. */
    private static Map<List<String>, String> attempts(ServerKind kind) {
        Map<List<String>, String> attempts = new LinkedHashMap<>();
        String[] changes = {
            "INSERT INTO t VALUES (2, NULL)",
            "UPDATE t SET id = 2",
            "DELETE FROM t",
            "REPLACE INTO t VALUES (2, NULL)",
            "CREATE TABLE u SELECT * FROM t"
        };
        for (String change : changes) {
            attempts.put(List.of("SET SESSION binlog_format = 'STATEMENT'", change), EVERYWHERE);
        }
        if (kind == ServerKind.MYSQL) {
            attempts.put(
                    List.of(
                            "SET SESSION binlog_row_value_options = PARTIAL_JSON",
                            "SET SESSION binlog_row_image = MINIMAL",
                            "UPDATE t SET doc = JSON_SET(doc, '$.a', 'y')"),
                    "binlog_row_image has to be FULL");
        } else {
            attempts.put(
                    List.of(
                            "SET SESSION binlog_format = 'STATEMENT'",
                            "SET STATEMENT max_statement_time = 10 FOR INSERT INTO t VALUES (2, NULL)"),
                    EVERYWHERE);
            attempts.put(List.of("SET SESSION binlog_format = 'STATEMENT'", "ANALYZE UPDATE t SET id = 3"), EVERYWHERE);
        }
        return attempts;
    }
}
