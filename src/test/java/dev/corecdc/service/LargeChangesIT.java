package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes much larger than most, and a small heap. */
class LargeChangesIT {

    private static final int ROWS = 2_000_000;
    private static final int BYTES = 60_000_000;

    private final Path folder;

    LargeChangesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void aTransactionOfTwoMillionRowsFits(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            server.execute(
                    "CREATE DATABASE shop",
                    "CREATE TABLE shop.digit (d INT PRIMARY KEY)",
                    "INSERT INTO shop.digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                    "CREATE TABLE shop.number (id INT AUTO_INCREMENT PRIMARY KEY)");
            String yaml = """
                    cdc.processors.shop:
                      type: %s
                      include: ["shop.number"]
                      %s
                    cdc.targets.counting.type: bean
                    """.formatted(kind.type(), Yaml.connection(server));
            try (ServiceProcess service = ServiceProcess.main(
                    CountingTargetApplication.class,
                    folder,
                    yaml,
                    "-Xms256m",
                    "-Xmx256m",
                    "-XX:+ExitOnOutOfMemoryError")) {
                service.start().awaitOutput("shop is RUNNING");
                server.execute("""
                        INSERT INTO shop.number
                        SELECT NULL
                        FROM shop.digit g, shop.digit f, shop.digit e, shop.digit d, shop.digit c, shop.digit b, shop.digit a
                        WHERE g.d < 2""");

                service.awaitOutput("delivered up to %d.".formatted(ROWS));
                service.terminate();
                assertThat(service.output()).doesNotContain("OutOfMemoryError").doesNotContain("after ");
            }
        }
    }

    @OnEveryServer
    void aRowOfSixtyMegabytesFits(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with("--max-allowed-packet=1G"))) {
            server.execute(
                    "CREATE DATABASE shop",
                    "CREATE TABLE shop.file (id INT PRIMARY KEY, content LONGBLOB, text LONGTEXT CHARACTER SET utf8mb4)");
            try (ServiceProcess service = ServiceProcess.jar(
                    folder,
                    Yaml.shopToFile(server, "shop.file"),
                    "-Xms256m",
                    "-Xmx256m",
                    "-XX:+UseSerialGC", // what a container of this size gets
                    "-XX:+ExitOnOutOfMemoryError")) {
                service.start().awaitOutput("shop is RUNNING");
                server.execute(
                        "INSERT INTO shop.file VALUES (1, REPEAT('0123456789', %d), NULL)".formatted(BYTES / 10),
                        "INSERT INTO shop.file VALUES (2, NULL, REPEAT('0123456789', %d))".formatted(BYTES / 10),
                        "UPDATE shop.file SET text = 'short' WHERE id = 2");
                // An update of a large row has it twice.
                server.execute("UPDATE shop.file SET text = 'more' WHERE id = 1");
                service.awaitOutput("-Xmx");
                service.terminate();
                assertThat(service.output()).contains("shop is FAILED").doesNotContain("OutOfMemoryError");
            }
        }
        List<String> lines = Files.readAllLines(folder.resolve("data/out.ndjson"));
        assertThat(lines).hasSize(3);
        String expected = "0123456789".repeat(BYTES / 10);
        assertThat(record(lines.get(0)).get("content").stringValue())
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(expected.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(record(lines.get(1)).get("text").stringValue()).isEqualTo(expected);
        assertThat(record(lines.get(2)).get("text").stringValue()).isEqualTo("short");
    }

    private static JsonNode record(String line) {
        return new JsonMapper().readTree(line).get("record");
    }
}
