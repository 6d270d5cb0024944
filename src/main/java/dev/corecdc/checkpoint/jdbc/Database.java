package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.CheckpointException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The store's own connections. Each statement is a transaction of its own, so that nothing stays locked when this process or the network
 * between ends in the middle.
 *
 * <p>No more connections are open than were in use at once. One that failed is closed. Safe for use by several threads.
 */
final class Database implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private static final Pattern SECRET = Pattern.compile("(?i)password\\s*=|//[^/?]*:[^/?]*@");
    private static final Pattern WITHOUT_SETTINGS = Pattern.compile("jdbc:(?:\\w+:)?([^?;]*).*", Pattern.DOTALL);

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private final JdbcFaults faults;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /**
     * Without connecting.
     *
     * @param connect how long connecting may take
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     */
    Database(JdbcCheckpointSettings settings, Dialect dialect, Duration connect) {
        this.url = settings.url();
        if (SECRET.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "'jdbc.url' holds a password; set 'jdbc.password' instead, which is never shown");
        }
        try {
            this.driver = DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new IllegalArgumentException("there is no driver on the class path for what 'jdbc.url' names");
        }
        this.properties = dialect.properties(connect);
        if (settings.username() != null) {
            properties.setProperty("user", settings.username());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        this.faults = new JdbcFaults(
                "%s (%s)".formatted(WITHOUT_SETTINGS.matcher(url).replaceFirst("$1"), settings.table()),
                settings.password());
    }

    JdbcFaults faults() {
        return faults;
    }

    /**
     * Asks the database. An interrupt of the thread waits until it has answered.
     *
     * @param timeout how long each answer may take, where the driver can bound it
     * @throws CheckpointException when it failed; what was to be written may then be written or not
     */
    <T extends @Nullable Object> T call(Duration timeout, Function<JdbcClient, T> request) {
        boolean interrupted = Thread.interrupted();
        try {
            Connection connection = borrow();
            boolean whole = false;
            try {
                connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
                T answer = request.apply(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
                whole = true;
                return answer;
            } finally {
                giveBack(connection, whole);
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            throw faults.of(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Connection borrow() throws SQLException {
        if (closed) {
            throw new CheckpointException("The checkpoint store in %s is closed.".formatted(faults.where()), null);
        }
        for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            if (connection.isValid(1)) {
                return connection;
            }
            close(connection);
        }
        Connection connection;
        try {
            connection = driver.connect(url, properties);
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("no connection", e);
        }
        if (connection == null) {
            throw new SQLException("the driver does not take the URL");
        }
        try {
            // What a statement waits for is to be seen by it.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
    }

    private void giveBack(Connection connection, boolean whole) {
        if (whole && !closed) {
            idle.addFirst(connection);
        } else {
            close(connection);
        }
        if (closed) {
            close();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("a connection could not be closed", e);
        }
    }

    /** Closes the connections that are not in use; the others follow. */
    @Override
    public void close() {
        closed = true;
        for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            close(connection);
        }
    }
}
