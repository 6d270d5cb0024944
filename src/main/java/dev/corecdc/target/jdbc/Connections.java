package dev.corecdc.target.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target's one connection, made anew when it is lost. An interrupt of the thread waits until the database has answered.
 */
final class Connections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private static final Pattern SECRET = Pattern.compile("(?i)password\\s*=|//[^/?]*:[^/?]*@");

    private final HikariDataSource pool;
    private final Duration timeout;

    /**
     * Without connecting.
     *
     * @param name the target's name
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     */
    Connections(String name, JdbcTargetSettings settings, Dialect dialect) {
        if (SECRET.matcher(settings.url()).find()) {
            throw new IllegalArgumentException(
                    "'jdbc.url' holds a password; set 'jdbc.password' instead, which is never shown");
        }
        try {
            var unused = DriverManager.getDriver(settings.url());
        } catch (SQLException e) {
            throw new IllegalArgumentException("there is no driver on the class path for what 'jdbc.url' names");
        }
        this.timeout = settings.timeout();
        this.pool = new HikariDataSource(config(name, settings, dialect));
    }

    private static HikariConfig config(String name, JdbcTargetSettings settings, Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("cdc-target-" + name);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.username());
        config.setPassword(settings.password());
        dialect.driverProperties(settings.connectTimeout()).forEach(config::addDataSourceProperty);
        config.setConnectionInitSql(dialect.sessionStatement());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        // The database need not be there when the service starts.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** What is done with the connection. */
    @FunctionalInterface
    interface Work {
        void with(Connection connection) throws Exception;
    }

    /** Does something in one transaction, of which nothing is left when it throws; unless that was the commit, of which it is not known then. */
    void inTransaction(Work work) throws Exception {
        use(connection -> {
            connection.setAutoCommit(false);
            try {
                work.with(connection);
                connection.commit();
            } catch (Exception | Error e) {
                rollBack(connection);
                throw e;
            }
        });
    }

    /** Does something where each statement is committed by itself. */
    void use(Work work) throws Exception {
        useWithin(timeout, work);
    }

    /** The same, where each statement may take as long as it takes. */
    void useForLong(Work work) throws Exception {
        useWithin(Duration.ZERO, work);
    }

    private void useWithin(Duration limit, Work work) throws Exception {
        boolean interrupted = Thread.interrupted();
        try (Connection connection = open()) {
            limit(connection, limit);
            work.with(connection);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A database in this process has no network. */
    private static void limit(Connection connection, Duration limit) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            log.trace("answers are waited for without a limit", e);
        }
    }

    /** What the pool tells of a failure says less than its cause. */
    private Connection open() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw e.getCause() instanceof SQLException cause ? cause : e;
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.debug("the transaction could not be rolled back; it ends with the connection", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
