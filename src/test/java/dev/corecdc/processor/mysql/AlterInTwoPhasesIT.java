package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** MariaDB's {@code binlog_alter_two_phase}: an ALTER TABLE is in the log when it begins, and when it ends. */
class AlterInTwoPhasesIT {

    @Test
    void deliversTheStatementOnceAndOnlyWhenItSucceeds() throws Exception {
        try (DatabaseServer server =
                ServerKind.MARIADB.start(ServerOptions.DEFAULT.with("--binlog-alter-two-phase=1"))) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            BinlogPosition start = followed.latest();
            followed.execute("INSERT INTO t VALUES (1), (2)", "ALTER TABLE t ADD COLUMN a INT");
            assertThat(catchThrowable(() -> followed.execute("ALTER TABLE t ADD UNIQUE INDEX u ((1))")))
                    .isNotNull();
            followed.execute("UPDATE t SET a = 5");
            assertThat(catchThrowable(() -> followed.execute("ALTER TABLE t ADD UNIQUE INDEX u (a)")))
                    .isNotNull();
            followed.execute("ALTER TABLE t ADD COLUMN b INT, ALGORITHM = COPY", "INSERT INTO t VALUES (3, 3, 3)");

            List<ChangeBatch> batches = followed.readToEnd(start);

            assertThat(FollowedServer.texts(batches))
                    .containsExactly(
                            "INSERT t [1]",
                            "INSERT t [2]",
                            "ALTER TABLE t ADD COLUMN a INT",
                            "UPDATE t [1, 5]",
                            "UPDATE t [2, 5]",
                            "ALTER TABLE t ADD COLUMN b INT, ALGORITHM = COPY",
                            "INSERT t [3, 3, 3]");
            assertThat(ShownEvent.of(server, start.file()))
                    .extracting(event -> event.info().toUpperCase(Locale.ROOT))
                    .anyMatch(info -> info.contains("START ALTER"))
                    .anyMatch(info -> info.contains("COMMIT ALTER"))
                    .anyMatch(info -> info.contains("ROLLBACK ALTER"));
            for (int i = 0; i < batches.size(); i++) {
                Position saved = batches.get(i).resumePosition();
                assertThat(FollowedServer.described(followed.readToEnd(saved)))
                        .isEqualTo(FollowedServer.described(batches.subList(i + 1, batches.size())));
            }
        }
    }
}
