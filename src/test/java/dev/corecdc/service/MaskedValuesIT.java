package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** What is masked or left out is in nothing that the service says or writes. */
class MaskedValuesIT {

    private final Path folder;

    MaskedValuesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void areNowhereInTheOutput(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("masked");
        server.execute("CREATE TABLE %s.users (id INT PRIMARY KEY, email VARCHAR(50))".formatted(database));
        String settings = """
                cdc.processors.shop.transforms.mask:
                  - { columns: ["%s.users.email"], with: redact }
                """.formatted(database) + Yaml.shopToFile(server, database + ".*");
        try (ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, settings)) {
            service.start().awaitOutput("shop is RUNNING");
            server.execute("INSERT INTO %s.users VALUES (1, 'canary@x')".formatted(database));
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(out()) && Files.size(out()) > 0);

            assertThat(Files.readString(out())).contains("\"email\":\"***\"").doesNotContain("canary");
        }
    }

    private Path out() {
        return folder.resolve("data/out.ndjson");
    }
}
