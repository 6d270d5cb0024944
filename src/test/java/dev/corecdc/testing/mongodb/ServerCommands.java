package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The commands by which a server says who it is. */
final class ServerCommands {

    private static final int MAX_BSON_SIZE = 16 * 1024 * 1024;
    private static final int MAX_MESSAGE_SIZE = 48_000_000;
    private static final int MAX_WRITE_BATCH = 100_000;
    private static final int SESSION_MINUTES = 30;

    private final ReplicaSetOptions options;
    private final BooleanSupplier primary;
    private final ChangeLog log;
    private String address = "";

    ServerCommands(ReplicaSetOptions options, BooleanSupplier primary, ChangeLog log) {
        this.options = options;
        this.primary = primary;
        this.log = log;
    }

    void listensAt(String hostAndPort) {
        address = hostAndPort;
    }

    Document hello() {
        boolean isPrimary = primary.getAsBoolean();
        Document hello = new Document("helloOk", true)
                .append("isWritablePrimary", isPrimary)
                .append("ismaster", isPrimary);
        if (!options.standalone()) {
            hello.append("setName", options.setName())
                    .append("setVersion", 1)
                    .append("secondary", !isPrimary)
                    .append("hosts", List.of(address))
                    .append("me", address)
                    .append(
                            "lastWrite",
                            new Document("opTime", new Document("ts", log.latest()).append("t", 1L))
                                    .append("lastWriteDate", options.clock().instant()));
            if (isPrimary) {
                hello.append("primary", address);
            }
            hello.append("logicalSessionTimeoutMinutes", SESSION_MINUTES);
        }
        return hello.append("maxBsonObjectSize", MAX_BSON_SIZE)
                .append("maxMessageSizeBytes", MAX_MESSAGE_SIZE)
                .append("maxWriteBatchSize", MAX_WRITE_BATCH)
                .append("localTime", Instant.now())
                .append("minWireVersion", 0)
                .append("maxWireVersion", options.version().wireVersion())
                .append("readOnly", false)
                .append("ok", 1.0);
    }

    Document buildInfo() {
        return new Document("version", options.version().toString())
                .append("versionArray", options.version().toList())
                .append("gitVersion", "stand-in")
                .append("modules", List.of())
                .append("maxBsonObjectSize", MAX_BSON_SIZE)
                .append("ok", 1.0);
    }

    Document replSetGetConfig() {
        refuseStandalone();
        Document member = new Document("_id", 0).append("host", address);
        Document config = new Document("_id", options.setName())
                .append("version", 1)
                .append("term", 1L)
                .append("members", List.of(member))
                .append(
                        "settings",
                        new Document(
                                "replicaSetId",
                                new de.bwaldvogel.mongo.bson.ObjectId(
                                        options.replicaSetId().toByteArray())));
        return new Document("config", config).append("ok", 1.0);
    }

    Document replSetGetStatus() {
        refuseStandalone();
        Document member = new Document("_id", 0)
                .append("name", address)
                .append("health", 1.0)
                .append("state", primary.getAsBoolean() ? 1 : 2)
                .append("stateStr", primary.getAsBoolean() ? "PRIMARY" : "SECONDARY")
                .append("self", true);
        return new Document("set", options.setName())
                .append("date", options.clock().instant())
                .append("myState", primary.getAsBoolean() ? 1 : 2)
                .append("members", List.of(member))
                .append("ok", 1.0);
    }

    private void refuseStandalone() {
        if (options.standalone()) {
            throw ServerError.NO_REPLICATION_ENABLED.because("not running with --replSet");
        }
    }
}
