package dev.corecdc.service;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database that a target of type {@code jdbc} writes to, and what is asked of both it and the source. */
record CopyDatabase(
        String url, @Nullable String user, @Nullable String password) {

    static CopyDatabase onPostgreSql() {
        return new CopyDatabase(PostgresServer.newDatabase(), PostgresServer.USER, "postgres");
    }

    /** A new file of that name, which only this process can open as long as it does. */
    static CopyDatabase onDuckDb(Path file) {
        return new CopyDatabase("jdbc:duckdb:" + file, null, null);
    }

    /** A server that nobody else uses. */
    static CopyDatabase on(DatabaseServer server) {
        server.execute("CREATE USER IF NOT EXISTS copier IDENTIFIED BY 'copier pass'", "GRANT ALL ON *.* TO copier");
        return new CopyDatabase(
                "jdbc:mysql://%s:%d/?allowPublicKeyRetrieval=true".formatted(server.host(), server.port()),
                "copier",
                "copier pass");
    }

    /** The same server, by a URL that names a database. */
    CopyDatabase in(String database) {
        return new CopyDatabase(url.replace("/?", "/" + database + "?"), user, password);
    }

    /** The settings under {@code jdbc}, and more of them. */
    String settings(String more) {
        String login = user == null ? "" : ", username: %s, password: \"%s\"".formatted(user, password);
        return "{ url: \"%s\"%s%s }".formatted(url, login, more);
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

    /** The rows of a table, as texts in an order that does not depend on the database. */
    List<String> rows(String table) {
        try (Connection connection = connect()) {
            return rows(connection, table);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same of a source. */
    static List<String> rows(DatabaseServer server, String table) {
        try (Connection connection = server.connect()) {
            return rows(connection, table);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<@Nullable String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(values.toString());
            }
            rows.sort(null);
            return rows;
        }
    }
}
