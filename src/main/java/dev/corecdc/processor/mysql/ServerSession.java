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

/** A short connection for questions about the server and its log. Used by one thread. */
final class ServerSession implements AutoCloseable {

    /** How long an answer may take that the server has to look for. */
    private static final Duration SEARCH_TIMEOUT = Duration.ofMinutes(2);

    private final MySqlSettings settings;
    private final Connection connection;
    private final Map<String, String> variables;

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

    /** What tells this server's files from those of others. */
    String serverIdentity() {
        return ServerIdentity.of(variables);
    }

    /** @throws SourceException when it is not the one meant: an address can lead to another server each time */
    void require(String server) throws SourceException {
        if (!serverIdentity().equals(server)) {
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

    /** The end of the log. */
    BinlogPosition latest() throws SourceException {
        BinlogPosition end = end();
        return isMariaDb()
                ? new BinlogPosition(end.server(), gtidsAt(end.file(), end.offset()), end.file(), end.offset(), 0)
                : end;
    }

    /** The end of the log, without MariaDB's GTIDs, for which it would have to read the file. */
    BinlogPosition end() throws SourceException {
        Map<String, String> status = query(statusVerb()).stream()
                .findFirst()
                .orElseThrow(() -> new SourceException(
                        SourceException.Kind.UNREADABLE, "%s writes no binlog".formatted(settings.address())));
        String file = status.getOrDefault("File", "");
        long offset = Long.parseLong(status.getOrDefault("Position", "4"));
        String gtids = status.getOrDefault("Executed_Gtid_Set", "").replace("\n", "");
        boolean numbered =
                !isMariaDb() && variables.getOrDefault("gtid_mode", "").startsWith("ON");
        return new BinlogPosition(serverIdentity(), numbered ? gtids : null, file, offset, 0);
    }

    /** The beginning of the oldest log file. */
    BinlogPosition earliest() throws SourceException {
        String file = files().keySet().stream()
                .findFirst()
                .orElseThrow(() -> new SourceException(
                        SourceException.Kind.UNREADABLE, "%s writes no binlog".formatted(settings.address())));
        return isMariaDb()
                ? at(file, 4)
                : new BinlogPosition(serverIdentity(), numbersTransactions() ? purged() : null, file, 4, 0);
    }

    /** A place in the files of MariaDB, which itself tells the transactions before it. */
    BinlogPosition at(String file, long offset) throws SourceException {
        return new BinlogPosition(serverIdentity(), gtidsAt(file, offset), file, offset, 0);
    }

    /** The last transaction of each domain and server in the log of MariaDB, whichever is the last of its domain. */
    String logged() throws SourceException {
        return gtids("gtid_binlog_state");
    }

    /** The transactions that MariaDB has had from other servers; not all, when it has written others since. */
    String replicated() throws SourceException {
        return gtids("gtid_slave_pos");
    }

    /** What a replica says of each server that it follows; empty on any other server, and of MariaDB (which asks for a privilege). */
    List<Map<String, String>> replications() throws SourceException {
        return isMariaDb() ? List.of() : query(majorMinor() >= 804 ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS");
    }

    /** The transactions that MySQL's log no longer holds. */
    String purged() throws SourceException {
        return gtids("gtid_purged");
    }

    /** All transactions that MySQL has run. */
    String executed() throws SourceException {
        return gtids("gtid_executed");
    }

    private String gtids(String variable) throws SourceException {
        return query("SELECT @@GLOBAL.%s AS gtids".formatted(variable))
                .get(0)
                .getOrDefault("gtids", "")
                .replace("\n", "");
    }

    /** All transactions of the log but one, in the notation of which a dump sends that one first. */
    String allBut(String gtid) throws SourceException {
        String variable = isMariaDb() ? "gtid_binlog_pos" : "gtid_executed";
        String all =
                query("SELECT @@GLOBAL.%s AS gtids".formatted(variable)).get(0).getOrDefault("gtids", "");
        if (!isMariaDb()) {
            return subtract(all, gtid);
        }
        Gtids gtids = Gtids.mariadb(all);
        int sequence = gtid.lastIndexOf('-') + 1;
        gtids.add(gtid.substring(0, sequence)
                + Long.toUnsignedString(Long.parseUnsignedLong(gtid.substring(sequence)) - 1));
        return gtids.toString();
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

    /** MariaDB's own answer, null when the place is not the beginning of an event or before the first transaction. */
    private @Nullable String gtidsAt(String file, long offset) throws SourceException {
        return search("SELECT BINLOG_GTID_POS('%s', %d) AS gtids".formatted(file, offset))
                .get(0)
                .get("gtids");
    }

    /** The log files from the oldest, each with its size in bytes. */
    Map<String, Long> files() throws SourceException {
        Map<String, Long> files = new LinkedHashMap<>();
        for (Map<String, String> row : query("SHOW BINARY LOGS")) {
            files.put(row.getOrDefault("Log_name", ""), Long.parseLong(row.getOrDefault("File_size", "0")));
        }
        return files;
    }

    /** Those of the first transactions that the second lack, by the server's own reckoning (MySQL). */
    String subtract(String gtids, String others) throws SourceException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT GTID_SUBTRACT(?, ?)")) {
            statement.setString(1, gtids);
            statement.setString(2, others);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return String.valueOf(result.getString(1)).replace("\n", "");
            }
        } catch (SQLException e) {
            throw SourceFaults.ofQuery(settings, e);
        }
    }

    /** How this server is asked for the end of its log. */
    String statusVerb() {
        return !isMariaDb() && majorMinor() >= 804 ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
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

    private List<Map<String, String>> rows(String sql) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
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
        }
        return rows;
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
