package dev.corecdc.checkpoint.mongodb;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Checkpoints in MongoDB: {@code cdc.checkpoint.mongodb}.
 *
 * @param uri the connection string of a replica set or a sharded cluster; what it says of reading and writing concerns is overruled
 * @param database the database, made when it is not there
 * @param collection the collection, with one document for each service, called like it
 * @param lease how long a service that ended without saying so keeps another of its name from starting; for two thirds of it a
 *     service goes on delivering while MongoDB is out of reach
 */
record MongoCheckpointSettings(
        @NotBlank String uri,
        @NotBlank @DefaultValue("core_cdc") String database,
        @NotBlank @DefaultValue("checkpoints") String collection,
        @NotNull @DefaultValue("15s") Duration lease) {

    /** Without the connection string, which may hold a password. */
    @Override
    public String toString() {
        return "MongoCheckpointSettings[%s.%s, lease=%s]".formatted(database, collection, lease);
    }
}
