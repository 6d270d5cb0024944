package dev.corecdc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** The PostgreSQL that all tests of this JVM share: use databases of your own. Ended with the JVM. */
public final class PostgresServer {

    public static final String USER = "postgres";

    private static @Nullable EmbeddedPostgres server;
    private static int databases;

    private PostgresServer() {}

    /**
     * The URL of a new database. Where there are no programs of PostgreSQL for this machine the test is skipped, unless {@code
     * CDC_TEST_REQUIRE} lists {@code postgresql}.
     */
    public static synchronized String newDatabase() {
        EmbeddedPostgres running = shared();
        String name = "test_" + ++databases;
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "jdbc:postgresql://localhost:%d/%s".formatted(running.getPort(), name);
    }

    private static EmbeddedPostgres shared() {
        EmbeddedPostgres running = server;
        if (running == null) {
            try {
                running = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
                server = running;
            } catch (IOException | IllegalStateException e) {
                String message = "No PostgreSQL for this test (" + e.getMessage() + ")";
                String required = System.getenv("CDC_TEST_REQUIRE");
                if (required != null && required.contains("postgresql")) {
                    throw new IllegalStateException(message, e);
                }
                throw new TestAbortedException(message, e);
            }
        }
        return running;
    }
}
