package dev.corecdc.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A running MySQL or MariaDB with a binlog. Host and port stay the same through {@link #stop}, {@link #kill} and
 * {@link #start}, and so does the data. Not for use from several threads, but for {@link #connect} and what is built on
 * it.
 */
public interface DatabaseServer extends AutoCloseable {

    ServerKind kind();

    default boolean isMariaDb() {
        return kind().isMariaDb();
    }

    String host();

    int port();

    /** The account of a CDC client: exactly the grants that one needs. */
    default String user() {
        return Accounts.CDC_USER;
    }

    default String password() {
        return Accounts.CDC_PASSWORD;
    }

    /** A client program that came with the server, by the first of these names that is there. */
    default Optional<Path> program(String... names) {
        return Optional.empty();
    }

    /** A new connection that may do everything, for the test's own writes; without a current database. */
    Connection connect() throws SQLException;

    /** Runs statements one after the other on one new connection, each in a transaction of its own unless they say. */
    default void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(kind() + ": " + e.getMessage(), e);
        }
    }

    /** The first column of the first row, as text. */
    default @Nullable String value(String query) {
        return value(query, 1);
    }

    /** A column, counted from 1, of the first row, as text. */
    default @Nullable String value(String query, int column) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new IllegalStateException(kind() + ": no row from " + query);
            }
            return rows.getString(column);
        } catch (SQLException e) {
            throw new IllegalStateException(kind() + ": " + e.getMessage(), e);
        }
    }

    /** Creates a database that no other test has; the name begins with {@code prefix}. */
    default String createDatabase(String prefix) {
        String name = prefix + "_" + Databases.COUNT.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return name;
    }

    /** Shuts the server down in order; does nothing when it is down. */
    void stop();

    /** Kills the server as {@code kill -9} does and leaves it down; does nothing when it is down. */
    void kill();

    /** Starts the server on the same data and port and waits until it answers; does nothing when it is up. */
    void start();

    default void restart() {
        stop();
        start();
    }

    /** Ends the server and removes its data. */
    @Override
    void close();

    /** Counts the databases made in this JVM. */
    final class Databases {
        private static final AtomicInteger COUNT = new AtomicInteger();

        private Databases() {}
    }
}
