package dev.corecdc.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The two accounts of a test server: root for the test's writes, and one with what a CDC client needs. */
final class Accounts {

    static final String CDC_USER = "cdc";
    static final String CDC_PASSWORD = "cdc-secret";

    private Accounts() {}

    static Connection connectAsRoot(String host, int port, String rootPassword) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "root");
        properties.setProperty("password", rootPassword);
        properties.setProperty("sslMode", "DISABLED");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("connectTimeout", "2000");
        return DriverManager.getConnection("jdbc:mysql://" + host + ":" + port + "/", properties);
    }

    /** MariaDB tells everybody which XA transactions are prepared; MySQL does not. */
    private static boolean knowsXaPrivilege(Connection root) throws SQLException {
        return !root.getMetaData().getDatabaseProductVersion().contains("MariaDB");
    }

    /** Creates the CDC client's account, outside the log; does nothing when it is there. */
    static void createCdcAccount(Connection root) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute("SET SESSION sql_log_bin = 0");
            statement.execute(
                    "CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED BY '%s'".formatted(CDC_USER, CDC_PASSWORD));
            statement.execute(
                    "GRANT REPLICATION SLAVE, REPLICATION CLIENT, SELECT ON *.* TO '%s'@'%%'".formatted(CDC_USER));
            if (knowsXaPrivilege(root)) {
                statement.execute("GRANT XA_RECOVER_ADMIN ON *.* TO '%s'@'%%'".formatted(CDC_USER));
            }
        }
    }
}
