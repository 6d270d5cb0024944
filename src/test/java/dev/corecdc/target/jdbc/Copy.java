package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.JdbcTargetSettings.Evolution;
import dev.corecdc.target.jdbc.JdbcTargetSettings.LetterCase;
import dev.corecdc.target.jdbc.JdbcTargetSettings.UntranslatableDdl;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import dev.corecdc.testing.AtExit;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A new database for a target.
 *
 * @param url without a schema
 * @param schema the schema, or database, that the tables of the test are in
 */
record Copy(
        String url,
        @Nullable String user,
        @Nullable String password,
        String schema,
        String quote,
        boolean asSnowflake) {

    private Copy(String url, @Nullable String user, @Nullable String password, String schema, String quote) {
        this(url, user, password, schema, quote, false);
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    static Copy onH2() {
        String url = "jdbc:h2:mem:copy" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
        return new Copy(url, "sa", "", "shop", "\"").withSchema();
    }

    static Copy onPostgreSql() {
        return new Copy(PostgresServer.newDatabase(), PostgresServer.USER, "postgres", "shop", "\"").withSchema();
    }

    /** An H2 that is written to in the words of a Snowflake. */
    static Copy onH2AsSnowflake() {
        Copy h2 = onH2();
        h2.execute(SnowflakeOnH2.WORDS.toArray(String[]::new));
        return new Copy(h2.url, h2.user, h2.password, h2.schema, h2.quote, true);
    }

    /** A new file, which is kept open for this process. */
    static Copy onDuckDb() {
        try {
            Path folder = Files.createTempDirectory("duckdb");
            String url = "jdbc:duckdb:" + folder.resolve("copy.db");
            Connection open = DriverManager.getConnection(url);
            AtExit.close(() -> {
                open.close();
                FileSystemUtils.deleteRecursively(folder);
            });
            return new Copy(url, null, null, "shop", "\"").withSchema();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new database on a server that others may use too. */
    static Copy on(DatabaseServer server) {
        String schema = server.createDatabase("copy");
        server.execute(
                "CREATE USER IF NOT EXISTS copier IDENTIFIED BY 'copier pass'", "GRANT ALL ON `copy\\_%`.* TO copier");
        String url = "jdbc:mysql://%s:%d/?allowPublicKeyRetrieval=true".formatted(server.host(), server.port());
        return new Copy(url, "copier", "copier pass", schema, "`");
    }

    /** By a URL that names the database. */
    Copy inDatabase() {
        return new Copy(url.replace("/?", "/" + schema + "?"), user, password, schema, quote);
    }

    private Copy withSchema() {
        execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + '"');
        return this;
    }

    /** Foreign keys, and texts of a limited length, are none there that a target could use. */
    boolean isDuckDb() {
        return url.startsWith("jdbc:duckdb:");
    }

    /** The definition of a text of at most so many characters. */
    String text(String column, int length) {
        String name = quote + column + quote;
        return name + " VARCHAR(" + length + ")"
                + (isDuckDb() ? " CHECK (length(" + name + ") <= " + length + ")" : "");
    }

    /** The rows of all schemas go to this one. */
    JdbcTargetSettings settings() {
        return settings(WithoutKey.APPEND, ZeroDates.NULL_VALUE);
    }

    JdbcTargetSettings settings(WithoutKey withoutKey, ZeroDates zeroDates) {
        return settings(withoutKey, zeroDates, false, Evolution.NONE);
    }

    JdbcTargetSettings settingsExactlyOnce() {
        return settings(WithoutKey.APPEND, ZeroDates.NULL_VALUE, false, Evolution.NONE, true);
    }

    JdbcTargetSettings settings(
            WithoutKey withoutKey, ZeroDates zeroDates, boolean eventTimestamp, Evolution evolution) {
        return settings(withoutKey, zeroDates, eventTimestamp, evolution, false);
    }

    private JdbcTargetSettings settings(
            WithoutKey withoutKey, ZeroDates zeroDates, boolean eventTimestamp, Evolution evolution, boolean once) {
        return new JdbcTargetSettings(
                url,
                user,
                password,
                schema + ".{table}",
                LetterCase.AS_IS,
                withoutKey,
                zeroDates,
                eventTimestamp,
                evolution,
                UntranslatableDdl.HALT,
                once,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1));
    }

    Dialect dialect() {
        Dialect dialect = Dialects.of(asSnowflake ? "jdbc:snowflake:" : url, ZeroDates.NULL_VALUE);
        return asSnowflake ? new SnowflakeOnH2(dialect) : dialect;
    }

    JdbcTarget open() {
        return open(settings());
    }

    JdbcTarget open(JdbcTargetSettings settings) {
        return JdbcTarget.open("copy", settings, dialect());
    }

    /** A table's name in statements. */
    String name(String table) {
        return quote + schema + quote + "." + quote + table + quote;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows as texts, the values separated by a bar. */
    List<String> rows(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                StringJoiner values = new StringJoiner("|");
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    @Nullable String value = row.getString(i);
                    values.add(String.valueOf(value));
                }
                rows.add(values.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
