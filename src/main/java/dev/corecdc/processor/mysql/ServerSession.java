package dev.corecdc.processor.mysql;

import com.mysql.cj.jdbc.Driver;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A short connection for questions about the server and its log. Used by one thread, but for {@link #abandon}. */
final class ServerSession implements AutoCloseable {

    /** How long an answer may take that the server has to look for. */
    private static final Duration SEARCH_TIMEOUT = Duration.ofMinutes(2);

    private final MySqlSettings settings;
    private final Connection connection;
    private final Map<String, String> variables;
    private final ServerLog log = new ServerLog(this);

    private ServerSession(MySqlSettings settings, Connection connection) throws SQLException {
        this.settings = settings;
        this.connection = connection;
        this.variables = new LinkedHashMap<>();
        for (Map<String, String> row : rows("SHOW GLOBAL VARIABLES")) {
            variables.put(
                    row.getOrDefault("Variable_name", "").toLowerCase(Locale.ROOT), row.getOrDefault("Value", ""));
        }
    }

    /** Connects. */
    static ServerSession open(MySqlSettings settings, Tls tls) throws SourceException {
        try {
            String url = "jdbc:mysql://%s/".formatted(settings.address());
            Connection connection = TlsSocketFactory.connect(new Driver(), url, properties(settings), tls);
            if (connection == null) {
                throw new SQLException("no driver for " + settings.address());
            }
            try {
                answerWithin(patience(settings), connection);
                return new ServerSession(settings, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SourceFaults.ofQuery(settings, e);
        }
    }

    private static Duration patience(MySqlSettings settings) {
        Duration silence = settings.heartbeatInterval().multipliedBy(BinlogConnection.MISSED_HEARTBEATS);
        return silence.compareTo(settings.connectTimeout()) > 0 ? silence : settings.connectTimeout();
    }

    private static void answerWithin(Duration timeout, Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
    }

    private static Properties properties(MySqlSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("user", settings.username());
        properties.setProperty("password", settings.password() == null ? "" : settings.password());
        properties.setProperty("allowPublicKeyRetrieval", Boolean.toString(settings.allowPublicKeyRetrieval()));
        String timeout = Long.toString(settings.connectTimeout().toMillis());
        properties.setProperty("connectTimeout", timeout);
        properties.setProperty("socketTimeout", timeout); // of the login
        return properties;
    }

    /** The value of a global variable of the server, cut off when it is long; null when the server does not know it. */
    @Nullable
    String variable(String name) {
        return variables.get(name);
    }

    /** All global variables, by their names in lower case; long values are cut off. */
    Map<String, String> variables() {
        return Collections.unmodifiableMap(variables);
    }

    boolean isMariaDb() {
        return variables.getOrDefault("version", "").toLowerCase(Locale.ROOT).contains("mariadb");
    }

    /** What it says of its log. */
    ServerLog log() {
        return log;
    }

    /** What tells this server's files from those of others. */
    String serverIdentity() {
        return ServerIdentity.of(variables);
    }

    /** Whether an identity is that of this server. */
    boolean is(String server) {
        return ServerIdentity.isOf(variables, server);
    }

    /** @throws SourceException when it is not the one meant: an address can lead to another server each time */
    void require(String server) throws SourceException {
        if (!is(server)) {
            throw new SourceException(
                    Kind.UNAVAILABLE,
                    "another server (%s) answers at %s than the one whose log is read (%s)"
                            .formatted(serverIdentity(), address(), server));
        }
    }

    /** Where the server is, for people. */
    String address() {
        return settings.address();
    }

    /** Whether names of databases and tables that differ in upper and lower case are one. */
    boolean ignoresCase() {
        return !"0".equals(variables.getOrDefault("lower_case_table_names", "0"));
    }

    /** Whether every transaction has a GTID, and the server can be asked for one by these. */
    boolean numbersTransactions() {
        return isMariaDb() || "ON".equalsIgnoreCase(variable("gtid_mode"));
    }

    /** What a replica says of each server that it follows; empty on any other server, and of MariaDB (which asks for a privilege). */
    List<Map<String, String>> replications() throws SourceException {
        return isMariaDb() ? List.of() : query(majorMinor() >= 804 ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS");
    }

    /** Lets MySQL list the keys among the columns that it made by itself. */
    void showGeneratedKeys() throws SourceException {
        if (variable("show_gipk_in_create_table_and_information_schema") != null) {
            try (var statement = connection.createStatement()) {
                statement.execute("SET SESSION show_gipk_in_create_table_and_information_schema = ON");
            } catch (SQLException e) {
                throw SourceFaults.ofQuery(settings, e);
            }
        }
    }

    /** The server's time, to the second. */
    Instant now() throws SourceException {
        return Instant.ofEpochSecond(Long.parseLong(
                query("SELECT UNIX_TIMESTAMP() AS seconds").get(0).getOrDefault("seconds", "0")));
    }

    /** Whether any XA transaction has been prepared since the server began. */
    boolean hasPreparedXa() throws SourceException {
        return query("SHOW GLOBAL STATUS LIKE 'Com_xa_prepare'").stream()
                .noneMatch(row -> "0".equals(row.get("Value")));
    }

    /** The XA transactions that are prepared now. MySQL asks for the privilege XA_RECOVER_ADMIN. */
    List<Xid> prepared() throws SQLException {
        List<Xid> xids = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery("XA RECOVER")) {
            while (result.next()) {
                byte[] data = result.getBytes("data");
                int gtrid = result.getInt("gtrid_length");
                int bqual = result.getInt("bqual_length");
                xids.add(Xid.of(
                        Arrays.copyOf(data, gtrid),
                        Arrays.copyOfRange(data, gtrid, gtrid + bqual),
                        result.getLong("formatID")));
            }
        }
        return xids;
    }

    /** The version as major times 100 plus minor. */
    int majorMinor() {
        String[] parts = variables.getOrDefault("version", "0.0").split("[.-]", 3);
        return Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
    }

    /** As {@link #query}, with more patience: for what the server has to look for in its files or in the definitions of all tables. */
    List<Map<String, String>> search(String sql) throws SourceException {
        try {
            answerWithin(SEARCH_TIMEOUT, connection);
            List<Map<String, String>> rows = rows(sql);
            answerWithin(patience(settings), connection);
            return rows;
        } catch (SQLException e) {
            throw SourceFaults.ofQuery(settings, e);
        }
    }

    /** Each row of the answer by the labels of its columns, without those that are NULL. */
    List<Map<String, String>> query(String sql) throws SourceException {
        try {
            return rows(sql);
        } catch (SQLException e) {
            throw SourceFaults.ofQuery(settings, e);
        }
    }

    /** As {@link #query(String)}, of a statement with a question mark for each parameter. */
    List<Map<String, String>> query(String sql, String... parameters) throws SourceException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return rows(result);
            }
        } catch (SQLException e) {
            throw SourceFaults.ofQuery(settings, e);
        }
    }

    private List<Map<String, String>> rows(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result);
        }
    }

    private static List<Map<String, String>> rows(ResultSet result) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        var labels = result.getMetaData();
        while (result.next()) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 1; i <= labels.getColumnCount(); i++) {
                String value = result.getString(i);
                if (value != null) {
                    row.put(labels.getColumnLabel(i), value);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    /** Ends the connection at once, from any thread: a question that waits for its answer fails. */
    void abandon() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it has ended already
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // a connection that does not close cleanly is closed all the same
        }
    }
}
