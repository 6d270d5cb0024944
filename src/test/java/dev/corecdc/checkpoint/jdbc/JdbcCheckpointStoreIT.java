package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.DatabaseServers;
import dev.corecdc.testing.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** On real servers what {@link JdbcCheckpointStoreTests} shows on H2. */
class JdbcCheckpointStoreIT {

    private static final String PASSWORD = "s3cret Pass";

    /** The URL of a new database whose user {@code keeper} may do everything there. */
    private static String newDatabase(DatabaseServer server) {
        String name = server.createDatabase("checkpoints");
        server.execute(
                "CREATE USER IF NOT EXISTS keeper IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON " + name + ".* TO keeper");
        return "jdbc:mysql://%s:%d/%s?allowPublicKeyRetrieval=true".formatted(server.host(), server.port(), name);
    }

    @Nested
    @Timeout(120)
    class OnMySql extends JdbcStoreContract {

        private static String url;

        @BeforeAll
        static void start() {
            url = newDatabase(DatabaseServers.mysql());
        }

        @Override
        JdbcCheckpointSettings settings(String table, Duration lease) {
            return new JdbcCheckpointSettings(url, "keeper", PASSWORD, table, lease);
        }
    }

    @Nested
    @Timeout(120)
    class OnMariaDb extends JdbcStoreContract {

        private static String url;

        @BeforeAll
        static void start() {
            url = newDatabase(DatabaseServers.mariadb());
        }

        @Override
        JdbcCheckpointSettings settings(String table, Duration lease) {
            return new JdbcCheckpointSettings(url, "keeper", PASSWORD, table, lease);
        }
    }

    @Nested
    @Timeout(120)
    class OnPostgreSql extends JdbcStoreContract {

        private static String url;

        @BeforeAll
        static void start() {
            url = PostgresServer.newDatabase();
        }

        @Override
        JdbcCheckpointSettings settings(String table, Duration lease) {
            return new JdbcCheckpointSettings(url, PostgresServer.USER, "postgres", table, lease);
        }
    }
}
