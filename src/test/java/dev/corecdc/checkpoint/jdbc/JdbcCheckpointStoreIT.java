package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.checkpoint.DeadLetterStoreContract;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.DatabaseServers;
import dev.corecdc.testing.PostgresServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Dead letters in the same three. */
    private abstract static class Letters extends DeadLetterStoreContract {

        private static final AtomicInteger TABLES = new AtomicInteger();

        private final String table = "letters_" + TABLES.incrementAndGet();

        abstract String url();

        abstract String user();

        abstract String password();

        @Override
        protected DeadLetterStore open() {
            return JdbcCheckpointStore.open(
                    "orders", new JdbcCheckpointSettings(url(), user(), password(), table, Duration.ofSeconds(30)));
        }
    }

    @Nested
    @Timeout(120)
    class LettersOnMySql extends Letters {

        private static String url;

        @BeforeAll
        static void start() {
            url = newDatabase(DatabaseServers.mysql());
        }

        @Override
        String url() {
            return url;
        }

        @Override
        String user() {
            return "keeper";
        }

        @Override
        String password() {
            return PASSWORD;
        }
    }

    @Nested
    @Timeout(120)
    class LettersOnMariaDb extends Letters {

        private static String url;

        @BeforeAll
        static void start() {
            url = newDatabase(DatabaseServers.mariadb());
        }

        @Override
        String url() {
            return url;
        }

        @Override
        String user() {
            return "keeper";
        }

        @Override
        String password() {
            return PASSWORD;
        }
    }

    @Nested
    @Timeout(120)
    class LettersOnPostgreSql extends Letters {

        private static String url;

        @BeforeAll
        static void start() {
            url = PostgresServer.newDatabase();
        }

        @Override
        String url() {
            return url;
        }

        @Override
        String user() {
            return "postgres";
        }

        @Override
        String password() {
            return "postgres";
        }
    }
}
