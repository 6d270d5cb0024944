package dev.corecdc.checkpoint.jdbc;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Checkpoints in a relational database: {@code cdc.checkpoint.jdbc}.
 *
 * @param url the JDBC URL of a database of MySQL or MariaDB ({@code jdbc:mysql:}), PostgreSQL or H2, without a password. Not one
 *     whose log is followed, unless {@code exclude} leaves the tables out
 * @param username the user, who may create the tables or finds them there
 * @param password the user's password
 * @param table the table of the checkpoints, made when it is not there, and the beginning of the names of the others
 * @param lease how long a service that ended without saying so keeps another of its name from starting; for two thirds of it a
 *     service goes on delivering while the database is out of reach
 */
record JdbcCheckpointSettings(
        @NotBlank String url,
        @Nullable String username,
        @Nullable String password,
        @NotBlank @DefaultValue("core_cdc_checkpoints") String table,
        @NotNull @DefaultValue("15s") Duration lease) {

    /** Without the URL and the password. */
    @Override
    public String toString() {
        return "JdbcCheckpointSettings[%s, lease=%s]".formatted(table, lease);
    }
}
