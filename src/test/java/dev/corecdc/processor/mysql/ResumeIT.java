package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Reading on from every position that a reader told gives exactly the rest. */
class ResumeIT {

    private static final int LARGE = 1_000_000;

    @OnEveryServer
    void readsOnExactlyAfterEveryBatch(ServerKind kind) throws Exception {
        readOnAfterEveryBatch(kind.server());
    }

    @Test
    void readsOnExactlyAfterEveryBatchWithoutGtids() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            readOnAfterEveryBatch(server);
        }
    }

    @OnEveryServer
    void readsOnExactlyAfterEveryBatchOfACompressedLog(ServerKind kind) throws Exception {
        ServerOptions compressing = kind == ServerKind.MYSQL
                ? ServerOptions.DEFAULT.with("--binlog-transaction-compression=ON")
                : ServerOptions.DEFAULT.with("--log-bin-compress=ON", "--log-bin-compress-min-len=10");
        try (DatabaseServer server = kind.start(compressing)) {
            String file = FollowedServer.of(server).latest().file();
            readOnAfterEveryBatch(server);
            assertThat(ShownEvent.of(server, file))
                    .extracting(event -> event.type().toLowerCase(Locale.ROOT))
                    .anyMatch(type -> type.contains(kind == ServerKind.MYSQL ? "transaction_payload" : "compressed"));
        }
    }

    private static void readOnAfterEveryBatch(DatabaseServer server) throws Exception {
        FollowedServer followed = FollowedServer.of(server).without("log");
        Position start = followed.latest();
        write(followed);

        List<ChangeBatch> all = followed.readToEnd(start);

        followed.readToSameEnd(all);
        assertThat(FollowedServer.texts(all)).doesNotHaveDuplicates().hasSize(3000 + 30);
        assertThat(all).anyMatch(batch -> ((BinlogPosition) batch.resumePosition()).events() > 0);
        assertThat(all).anyMatch(batch -> batch.excluded() > 0);
        assertIds(all);
        for (int i = 0; i < all.size(); i++) {
            Position saved =
                    followed.processor().parse(all.get(i).resumePosition().toMap());
            List<ChangeBatch> rest = followed.readToEnd(saved);
            assertThat(FollowedServer.described(rest))
                    .as("after batch %d at %s", i, saved)
                    .isEqualTo(FollowedServer.described(all.subList(i + 1, all.size())));
        }
    }

    private static void write(FollowedServer followed) {
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE person (id BIGINT PRIMARY KEY, note LONGTEXT)",
                "CREATE TABLE log (id BIGINT PRIMARY KEY, note LONGTEXT)",
                "CREATE TABLE plain (id BIGINT PRIMARY KEY) ENGINE=MyISAM",
                "INSERT INTO person VALUES (1, 'a'), (2, 'b')",
                "INSERT INTO log VALUES (1, 'not this')",
                "BEGIN",
                "INSERT INTO person VALUES (3, 'c')",
                "INSERT INTO log VALUES (2, 'nor this')",
                "SAVEPOINT here",
                "INSERT INTO person VALUES (666, 'taken back')",
                "ROLLBACK TO here",
                "UPDATE person SET note = 'd' WHERE id = 3",
                "COMMIT",
                "BEGIN",
                "INSERT INTO person VALUES (667, 'taken back')",
                "ROLLBACK",
                "FLUSH BINARY LOGS",
                "INSERT INTO plain VALUES (1), (2)",
                "ALTER TABLE person ADD COLUMN extra INT FIRST",
                "INSERT INTO person (id, note, extra) VALUES (4, 'd', 5)",
                "BEGIN"));
        for (int i = 0; i < 12; i++) {
            statements.add("INSERT INTO person (id, note) VALUES (%d, REPEAT('x', %d))".formatted(100 + i, LARGE));
            statements.add("INSERT INTO log VALUES (%d, 'nor that')".formatted(100 + i));
        }
        statements.addAll(List.of(
                "COMMIT",
                "RENAME TABLE plain TO simple",
                "DELETE FROM simple WHERE id = 1",
                "CREATE TABLE copied SELECT id, extra FROM person WHERE id < 3",
                "SET SESSION cte_max_recursion_depth = 5000",
                "INSERT INTO person (id) WITH RECURSIVE n (i) AS"
                        + " (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 3999) SELECT i FROM n",
                "TRUNCATE copied",
                "DELETE FROM person WHERE id = 1",
                "FLUSH BINARY LOGS",
                "DROP TABLE simple"));
        if (followed.server().isMariaDb()) {
            statements.replaceAll(sql -> sql.replace("cte_max_recursion_depth", "max_recursive_iterations"));
        }
        followed.execute(statements.toArray(String[]::new));
    }

    /** Only what ends with an XID has one, and only where that could be waited for. */
    private static void assertIds(List<ChangeBatch> all) {
        assertThat(all.stream().flatMap(batch -> batch.records().stream())).allSatisfy(change -> {
            boolean known =
                    !List.of("plain", "simple").contains(change.columns().table()) && !isLarge(change);
            assertThat(change.origin().transactionId() != null)
                    .as("%s has an id", FollowedServer.values(change.row()).get(0))
                    .isEqualTo(known);
        });
    }

    private static boolean isLarge(ChangeRecord change) {
        return change.columns().table().equals("person")
                && change.row().get(change.row().size() - 1) instanceof String note
                && note.length() == LARGE;
    }
}
