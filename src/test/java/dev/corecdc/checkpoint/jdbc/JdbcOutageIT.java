package dev.corecdc.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that is gone for a while, and comes back. */
@Timeout(180)
class JdbcOutageIT {

    private static final Checkpoint FIRST = new Checkpoint(Map.of("offset", 1L), Instant.EPOCH);
    private static final Checkpoint SECOND = new Checkpoint(Map.of("offset", 2L), Instant.EPOCH);

    @Test
    void endsTheDeliveriesUntilTheDatabaseIsBack() {
        try (DatabaseServer server = ServerKind.MARIADB.start(ServerOptions.DEFAULT)) {
            server.execute(
                    "CREATE DATABASE checkpoints",
                    "CREATE USER keeper IDENTIFIED BY 's3cret'",
                    "GRANT ALL ON checkpoints.* TO keeper");
            String url = "jdbc:mysql://%s:%d/checkpoints".formatted(server.host(), server.port());
            try (JdbcCheckpointStore store = JdbcCheckpointStore.open(
                    "orders",
                    new JdbcCheckpointSettings(url, "keeper", "s3cret", "checkpoints", Duration.ofSeconds(6)))) {
                store.save("shop", "console", FIRST);

                server.kill();
                assertThatThrownBy(() -> store.save("shop", "console", SECOND))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("cannot be used")
                        .hasMessageNotContaining("s3cret");
                await().atMost(Duration.ofSeconds(30)).until(() -> store.refusal() != null);
                assertThat(store.isLost()).isFalse();

                server.start();
                await().atMost(Duration.ofSeconds(30)).until(() -> store.refusal() == null);
                assertThat(store.load("shop")).isEqualTo(Map.of("console", FIRST));
                store.save("shop", "console", SECOND);
                assertThat(store.load("shop")).isEqualTo(Map.of("console", SECOND));
            }
            assertThatThrownBy(() -> JdbcCheckpointStore.open(
                            "orders",
                            new JdbcCheckpointSettings(url, "keeper", "wr0ng!", "checkpoints", Duration.ofSeconds(6))))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("the login is refused")
                    .hasMessageNotContaining("wr0ng!");
        }
    }
}
