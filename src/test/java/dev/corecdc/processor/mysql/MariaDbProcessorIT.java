package dev.corecdc.processor.mysql;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbProcessorIT extends MySqlProcessorContract {

    private static DatabaseServer server;

    @BeforeAll
    static void startServer() {
        server = ServerKind.MARIADB.start(ServerOptions.DEFAULT);
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @Override
    DatabaseServer server() {
        return server;
    }
}
