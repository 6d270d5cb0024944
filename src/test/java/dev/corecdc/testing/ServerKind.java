package dev.corecdc.testing;

/** The kinds of server whose log the tests follow. */
public enum ServerKind {
    MYSQL("MySQL", "CDC_TEST_MYSQL_BIN", "mysql:9.7"),
    MARIADB("MariaDB", "CDC_TEST_MARIADB_BIN", "mariadb:11.8");

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

    /** What {@code type} is in the configuration of a processor for this server. */
    public String type() {
        return this == MYSQL ? "mysql" : "mariadb";
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
