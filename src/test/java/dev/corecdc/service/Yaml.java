package dev.corecdc.service;

import dev.corecdc.testing.DatabaseServer;

/** Configurations for tests. */
final class Yaml {

    private Yaml() {}

    /** The processor {@code shop} on the tables of {@code include}, from the end of the log, and the target {@code out}, a file. */
    static String shopToFile(DatabaseServer server, String include) {
        return """
                cdc:
                  service: test
                  processors:
                    shop:
                      type: %s
                      include: ["%s"]
                      %s
                  targets:
                    out:
                      type: file
                      file: { path: data/out.ndjson }
                """.formatted(server.kind().type(), include, connection(server));
    }

    /** The processor {@code items} on the collection {@code shop.item}, from the end of the stream, and the target {@code out}, a file. */
    static String itemsToFile(String uri) {
        return """
                cdc:
                  service: test
                  processors:
                    items:
                      type: mongodb
                      include: ["shop.item"]
                      mongodb: { uri: "%s" }
                  targets:
                    out:
                      type: file
                      file: { path: data/out.ndjson }
                """.formatted(uri);
    }

    /** The processor {@code shop} on the database of that name, from the end of the log, and the target {@code copy}. */
    static String shopToCopy(DatabaseServer server, CopyDatabase copy, String more) {
        return """
                cdc:
                  service: test
                  processors:
                    shop:
                      type: %s
                      include: ["shop.*"]
                      %s
                  targets:
                    copy:
                      type: jdbc
                      jdbc: %s
                """.formatted(server.kind().type(), connection(server), copy.settings(more));
    }

    /** The processor {@code shop} on the database of that name, from the end of the log, and the target {@code copy}, a MongoDB. */
    static String shopToMongo(DatabaseServer server, String uri, String more) {
        return """
                cdc:
                  service: test
                  processors:
                    shop:
                      type: %s
                      include: ["shop.*"]
                      %s
                  targets:
                    copy:
                      type: mongodb
                      mongodb: { uri: "%s"%s }
                """.formatted(server.kind().type(), connection(server), uri, more);
    }

    /** The processor {@code people} on the database {@code test}, from the end of the stream, and the target {@code copy}, a MongoDB. */
    static String peopleToMongo(String source, String more, String uri) {
        return """
                cdc:
                  service: test
                  processors:
                    people:
                      type: mongodb
                      include: ["test.*"]
                      mongodb: { uri: "%s"%s }
                  targets:
                    copy:
                      type: mongodb
                      execute-ddl: true
                      mongodb: { uri: "%s" }
                """.formatted(source, more, uri);
    }

    /** Where checkpoints are, as an entry of {@code cdc}: those of MySQL in the server itself, those of MariaDB in files. */
    static String storeIn(DatabaseServer server) {
        if (server.isMariaDb()) {
            return "";
        }
        server.execute(
                "CREATE DATABASE IF NOT EXISTS checkpoints",
                "CREATE USER IF NOT EXISTS holder IDENTIFIED BY 's3cret'",
                "GRANT ALL ON checkpoints.* TO holder");
        return """
                  checkpoint:
                    type: jdbc
                    jdbc: { url: "jdbc:mysql://%s:%d/checkpoints", username: holder, password: s3cret, lease: 3s }
                """.formatted(server.host(), server.port());
    }

    /** How to reach a server, as one entry of a processor. */
    static String connection(DatabaseServer server) {
        return "%s: { host: %s, port: %d, username: %s, password: %s }"
                .formatted(server.kind().type(), server.host(), server.port(), server.user(), server.password());
    }
}
