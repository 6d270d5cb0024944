package dev.corecdc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseServersIT {

    private static final String CREATE_TABLE = "CREATE TABLE %s.person (id INT PRIMARY KEY, name VARCHAR(50))";

    @OnEveryServer
    void writesRowsWithTheirMetadataToItsLog(ServerKind kind) {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("logged");
        server.execute(CREATE_TABLE.formatted(database), "INSERT INTO " + database + ".person VALUES (1, 'Ada')");

        assertThat(server.value("SELECT @@log_bin")).isEqualTo("1");
        assertThat(server.value("SELECT @@binlog_format")).isEqualTo("ROW");
        assertThat(server.value("SELECT @@binlog_row_image")).isEqualTo("FULL");
        assertThat(server.value("SELECT @@binlog_row_metadata")).isEqualTo("FULL");
        assertThat(server.value("SELECT COUNT(*) FROM " + database + ".person")).isEqualTo("1");
    }

    @OnEveryServer
    void givesTheCdcAccountTheLogAndNoMore(ServerKind kind) throws SQLException {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("guarded");

        try (Connection client = connectAsCdcClient(server)) {
            assertThat(namesInLog(client)).isNotEmpty().allMatch(name -> name.startsWith("bin."));
            assertThatThrownBy(() -> client.createStatement().execute(CREATE_TABLE.formatted(database)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("denied");
        }
    }

    @OnEveryServer
    void isOneServerForAllTestsOfAKind(ServerKind kind) {
        assertThat(kind.server()).isSameAs(kind.server());
        assertThat(kind.server().createDatabase("own"))
                .isNotEqualTo(kind.server().createDatabase("own"));
    }

    @OnEveryServer
    void keepsDataAndAddressThroughRestartAndKill(ServerKind kind) {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            int port = server.port();
            String id = server.value("SELECT @@server_id");
            server.execute("CREATE DATABASE shop", CREATE_TABLE.formatted("shop"));
            server.execute("INSERT INTO shop.person VALUES (1, 'Ada')");

            server.restart();
            server.execute("INSERT INTO shop.person VALUES (2, 'Grace')");
            server.kill();
            assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
            server.kill();
            server.start();
            server.start();

            assertThat(server.port()).isEqualTo(port);
            assertThat(server.value("SELECT @@server_id")).isEqualTo(id);
            assertThat(server.value("SELECT GROUP_CONCAT(name ORDER BY id) FROM shop.person"))
                    .isEqualTo("Ada,Grace");
        }
    }

    @OnEveryServer
    void takesSettingsOfItsOwn(ServerKind kind) {
        ServerOptions options = ServerOptions.DEFAULT.with("--binlog-row-metadata=MINIMAL");
        try (DatabaseServer server = kind.start(options)) {
            assertThat(server.value("SELECT @@binlog_row_metadata")).isEqualTo("MINIMAL");
            assertThat(server.port()).isNotEqualTo(kind.server().port());
        }
    }

    @Test
    void writesGtidsOnMySqlUnlessToldNotTo() {
        assertThat(DatabaseServers.mysql().value("SELECT @@gtid_mode")).isEqualTo("ON");
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            assertThat(server.value("SELECT @@gtid_mode")).isEqualTo("OFF");
        }
    }

    private static Connection connectAsCdcClient(DatabaseServer server) throws SQLException {
        String url = "jdbc:mysql://%s:%d/?sslMode=DISABLED&allowPublicKeyRetrieval=true"
                .formatted(server.host(), server.port());
        return DriverManager.getConnection(url, server.user(), server.password());
    }

    private static List<String> namesInLog(Connection client) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet logs = client.createStatement().executeQuery("SHOW BINARY LOGS")) {
            while (logs.next()) {
                names.add(logs.getString(1));
            }
        }
        return names;
    }
}
