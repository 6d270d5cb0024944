package dev.corecdc.target.mongodb;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The copy of a target of type {@code mongodb}.
 *
 * @param uri the connection string, with everything that the driver understands in one; where it says no {@code w}, a majority has to confirm
 *     what is written
 * @param database the database where the rows of a table go, with {@code {schema}} and {@code {table}} for its names
 * @param collection the collection where they go, with {@code {table}} in it
 * @param letterCase how the names of databases, collections and fields are written there
 * @param withoutKey what becomes of changes of a table without a primary key: {@code append}, where updates and deletes look for one document
 *     that is the same in all columns, or {@code refuse}
 * @param mergeTables whether the rows of several tables may go to one collection; else the second is refused
 * @param exactlyOnce whether the position is saved in the transaction of the changes, so that the copy gets each change once whatever happens; that needs
 *     a replica set or a sharded cluster
 * @param positions where positions are saved then: a database and a collection, with a dot between
 * @param connectTimeout how long finding the server, and connecting, may each take, where the connection string does not say it
 * @param timeout how long the answer to one request may take, those of DDL statements apart
 */
record MongoTargetSettings(
        @NotBlank String uri,
        @NotBlank @DefaultValue("{schema}") String database,
        @NotBlank @DefaultValue("{table}") String collection,
        @NotNull @DefaultValue("as-is") LetterCase letterCase,
        @NotNull @DefaultValue("append") WithoutKey withoutKey,
        @DefaultValue("false") boolean mergeTables,
        @DefaultValue("false") boolean exactlyOnce,
        @NotBlank @DefaultValue("core_cdc.positions") String positions,

        @NotNull @DurationMin(millis = 250) @DefaultValue("10s")
        Duration connectTimeout,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("5m")
        Duration timeout) {

    /** How names are written. */
    enum LetterCase {
        AS_IS,
        LOWER,
        UPPER
    }

    /** What becomes of changes of a table without a primary key. */
    enum WithoutKey {
        APPEND,
        REFUSE
    }

    /** Without the connection string, which may hold a password. */
    @Override
    public String toString() {
        return "MongoTargetSettings[%s.%s]".formatted(database, collection);
    }
}
