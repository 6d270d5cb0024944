package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Positions by hand, as an operator changes them over HTTP, on real servers and with each store of checkpoints. */
class PositionsIT {

    private static final String LOGIN = "spring.security.user: { name: me, password: secret }\n";

    private final Path folder;

    PositionsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void goBackAndStepOver(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("positions");
        server.execute("CREATE TABLE %s.item (id INT PRIMARY KEY, value VARCHAR(20))".formatted(database));
        String yaml =
                LOGIN + Yaml.shopToFile(server, database + ".*") + "    picky: { type: bean }\n" + Yaml.storeIn(server);
        try (ServiceProcess service = ServiceProcess.main(PickyTargetApplication.class, folder, yaml)) {
            service.start().awaitOutput("shop is RUNNING");
            Position position = new Position(Http.of(service), "shop");
            insert(server, database, "1, 'a'", "2, 'b'");
            awaitTaken("INSERT 1 a", "INSERT 2 b");
            position.pause();
            String kept = position.get();
            String keptSet = executed(server);
            position.resume();

            insert(server, database, "3, 'c'");
            awaitTaken("INSERT 1 a", "INSERT 2 b", "INSERT 3 c");
            position.awaitOtherThan(kept);
            insert(server, database, "4, 'poison'");
            String behindPoison = executed(server);
            insert(server, database, "5, 'e'");
            awaitState(service, "FAILED");
            awaitTaken("INSERT 1 a", "INSERT 2 b", "INSERT 3 c");
            Http.Answer refused = position.put(kept, "");
            assertThat(refused.status()).as(refused.body()).isEqualTo(409);

            JsonNode tried = position.json(position.put(kept, "?dryRun=true"), 200);
            assertThat(tried.path("effect").asString()).as(kept + tried).isEqualTo("REPEATS");
            assertThat(tried.path("held").asBoolean()).isTrue();
            tried = position.json(position.put(text(behindPoison), "?dryRun=true"), 200);
            assertThat(tried.path("effect").asString()).as(behindPoison + tried).isEqualTo("SKIPS");
            assertThat(tried.path("done").asBoolean()).isFalse();
            assertThat(position.json(position.put(text("none.000001:4"), "?dryRun=true"), 200)
                            .path("held")
                            .asBoolean())
                    .isFalse();

            position.pause();
            assertThat(position.put(text("nowhere"), "").status()).isEqualTo(400);
            assertThat(position.put(text("none.000001:4"), "").status()).isEqualTo(422);
            assertThat(position.put(text("2001-01-31T10:00:00Z"), "").status()).isEqualTo(422);
            awaitTaken("INSERT 1 a", "INSERT 2 b", "INSERT 3 c");

            for (String back : List.of(kept, text(keptSet))) {
                JsonNode changed = position.json(position.put(back, ""), 200);
                JsonNode to = changed.path("to");
                if (back.equals(kept)) {
                    assertThat(changed.path("effect").asString()).isEqualTo("REPEATS");
                    assertThat(to).isEqualTo(JsonMapper.shared().readTree(kept).path("position"));
                } else {
                    assertThat(to.path("gtidSet").asString()).isEqualTo(keptSet);
                    assertThat(to.path("offset").asLong()).isGreaterThan(4);
                }
                position.resume();
                awaitState(service, "FAILED");
                position.pause();
            }
            awaitTaken("INSERT 1 a", "INSERT 2 b", "INSERT 3 c", "INSERT 3 c", "INSERT 3 c");

            JsonNode stepped = position.json(position.put(text(behindPoison), ""), 200);
            assertThat(stepped.path("effect").asString()).isEqualTo("SKIPS");
            service.kill();
            String log = service.output();
            service.startAnew().awaitOutput("shop is RUNNING");
            position = new Position(Http.of(service), "shop");
            assertThat(JsonMapper.shared().readTree(position.get()).path("position"))
                    .isEqualTo(stepped.path("to"));
            position.resume();
            awaitTaken("INSERT 1 a", "INSERT 2 b", "INSERT 3 c", "INSERT 3 c", "INSERT 3 c", "INSERT 5 e");
            insert(server, database, "6, 'f'");
            awaitTaken(
                    "INSERT 1 a", "INSERT 2 b", "INSERT 3 c", "INSERT 3 c", "INSERT 3 c", "INSERT 5 e", "INSERT 6 f");
            assertThat(WrittenChanges.withoutRepeats(folder.resolve("data/out.ndjson")))
                    .containsExactly(
                            "INSERT 1 a", "INSERT 2 b", "INSERT 3 c", "INSERT 4 poison", "INSERT 5 e", "INSERT 6 f");
            assertThat(log.lines().filter(line -> line.contains("the position was changed by me: ")))
                    .hasSize(3)
                    .allMatch(line -> line.contains("shop/picky: "));
            service.terminate();
        }
    }

    @Test
    void goBackAndStepOverInAChangeStream() throws Exception {
        try (InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start();
                MongoClient client = MongoClients.create(replicaSet.uri());
                ServiceProcess service =
                        ServiceProcess.main(PickyTargetApplication.class, folder, LOGIN + items(replicaSet.uri()))) {
            service.start().awaitOutput("items is RUNNING");
            Position position = new Position(Http.of(service), "items");
            MongoCollection<Document> items = client.getDatabase("shop").getCollection("item");
            items.insertOne(new Document("_id", 1));
            awaitTakenCount(1);
            position.pause();
            String kept = position.get();
            position.resume();
            items.insertOne(new Document("_id", 2));
            awaitTakenCount(2);
            position.awaitOtherThan(kept);
            items.insertOne(new Document("_id", 3).append("value", "poison"));
            awaitState(service, "items", "FAILED");
            items.insertOne(new Document("_id", 4));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.readString(folder.resolve("data/out.ndjson"))
                                    .lines()
                                    .filter(line -> line.contains("\"INSERT\""))
                                    .count()
                            == 4);
            List<String> tokens = Files.readString(folder.resolve("data/out.ndjson"))
                    .lines()
                    .map(JsonMapper.shared()::readTree)
                    .filter(record -> record.path("event_type").asString().equals("INSERT"))
                    .map(record ->
                            record.path("record").path("_id").path("_data").asString())
                    .toList();

            assertThat(position.put(kept, "").status()).isEqualTo(409);
            position.pause();
            assertThat(position.put(text("nowhere"), "").status()).isEqualTo(400);
            assertThat(position.put(text("82FFFFFFFF000000012B0429296E1404"), "")
                            .status())
                    .isEqualTo(422);
            assertThat(position.json(position.put(kept, ""), 200).path("effect").asString())
                    .isEqualTo("REPEATS");
            position.resume();
            awaitTakenCount(3);
            awaitState(service, "items", "FAILED");
            position.pause();

            assertThat(position.json(position.put(text(tokens.get(2)), ""), 200)
                            .path("effect")
                            .asString())
                    .isEqualTo("SKIPS");
            service.kill();
            service.startAnew().awaitOutput("items is RUNNING");
            new Position(Http.of(service), "items").resume();
            awaitTakenCount(4);
            items.insertOne(new Document("_id", 5));
            awaitTakenCount(5);
            assertThat(taken().get(3)).contains("\"_id\": 4");
            assertThat(taken().get(4)).contains("\"_id\": 5");
            service.terminate();
        }
    }

    private static String items(String uri) {
        return Yaml.itemsToFile(uri) + """
                    picky: { type: bean }
                  checkpoint:
                    type: mongodb
                    mongodb: { uri: "%s", lease: 3s }
                """.formatted(uri);
    }

    /** The position of the target {@code picky}. */
    private record Position(Http http, String processor) {

        private String path(String what) {
            return "/api/processors/%s/targets/picky/%s".formatted(processor, what);
        }

        String get() throws Exception {
            return http.get(path("position"));
        }

        /** Waits until all that was taken is reached, too. */
        void awaitOtherThan(String kept) {
            JsonNode before = JsonMapper.shared().readTree(kept).path("position");
            await().atMost(Duration.ofSeconds(30)).until(() -> !JsonMapper.shared()
                    .readTree(get())
                    .path("position")
                    .equals(before));
        }

        Http.Answer put(String body, String query) throws Exception {
            return http.put(path("position") + query, body);
        }

        JsonNode json(Http.Answer answer, int status) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            return JsonMapper.shared().readTree(answer.body());
        }

        void pause() throws Exception {
            assertThat(http.post(path("pause"))).isEqualTo(202);
            http.awaitText("/api/processors/" + processor, "\"name\":\"picky\",\"state\":\"PAUSED\"");
        }

        void resume() throws Exception {
            assertThat(http.post(path("resume"))).isEqualTo(202);
        }
    }

    private static String text(String place) {
        return "{\"position\": \"%s\"}".formatted(place);
    }

    private static void insert(DatabaseServer server, String database, String... rows) {
        for (String row : rows) {
            server.execute("INSERT INTO %s.item VALUES (%s)".formatted(database, row));
        }
    }

    /** All transactions that the server has run, as {@code start-at} takes them. */
    private static String executed(DatabaseServer server) {
        String query = server.isMariaDb() ? "SELECT @@gtid_binlog_pos" : "SELECT @@gtid_executed";
        return Objects.requireNonNull(server.value(query)).replace("\n", "");
    }

    private List<String> taken() throws IOException {
        Path file = folder.resolve(PickyTargetApplication.FILE);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void awaitTaken(String... names) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(taken()).containsExactly(names));
    }

    private void awaitTakenCount(int count) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(taken()).hasSize(count));
    }

    private static void awaitState(ServiceProcess service, String state) {
        awaitState(service, "shop", state);
    }

    private static void awaitState(ServiceProcess service, String processor, String state) {
        Http.of(service)
                .awaitText("/api/processors/" + processor, "\"name\":\"picky\",\"state\":\"%s\"".formatted(state));
    }
}
