package dev.corecdc.target.jdbc;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The copy of a target of type {@code jdbc}.
 *
 * @param url the JDBC URL of a MySQL or MariaDB ({@code jdbc:mysql:}), a PostgreSQL, a DuckDB, a Snowflake or an H2, without a password
 * @param username the user, who may write the tables
 * @param password the user's password
 * @param table where the rows of a table go, with {@code {schema}} and {@code {table}} for its names: with a dot a table of that schema,
 *     which is a database on MySQL and MariaDB, without one a table of the URL's
 * @param letterCase how the names of tables and columns are written there
 * @param withoutKey what becomes of changes of a table without a primary key: {@code append}, where updates and deletes look for one row
 *     that is the same in all columns, or {@code refuse}
 * @param zeroDates what becomes of zero and partly zero dates, and those of the year 0, where the database knows none
 * @param addEventTimestamp whether each row has a column {@code event_timestamp}: when its last change happened, in seconds since the epoch; it is made
 *     where it is missing
 * @param schemaEvolution whether missing tables and columns are made, as the records' own columns tell: {@code none} or {@code basic}
 * @param untranslatableDdl what becomes of a DDL statement, with {@code execute-ddl}, that this kind of database cannot be told: {@code halt}, or
 *     {@code skip}, which logs it
 * @param exactlyOnce whether the position is saved in the transaction of the changes, so that the copy gets each change once whatever happens; the URL has
 *     to name a database then, for the table {@code core_cdc_positions}; not for a Snowflake
 * @param connectTimeout how long connecting may take
 * @param timeout how long the answer to one statement may take, DDL statements apart
 */
record JdbcTargetSettings(
        @NotBlank String url,
        @Nullable String username,
        @Nullable String password,
        @NotBlank @DefaultValue("{schema}.{table}") String table,
        @NotNull @DefaultValue("as-is") LetterCase letterCase,
        @NotNull @DefaultValue("append") WithoutKey withoutKey,
        @NotNull @DefaultValue("null-value") ZeroDates zeroDates,

        @DefaultValue("false") boolean addEventTimestamp,
        @NotNull @DefaultValue("none") Evolution schemaEvolution,

        @NotNull @DefaultValue("halt") UntranslatableDdl untranslatableDdl,

        @DefaultValue("false") boolean exactlyOnce,

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

    /** Whether missing tables and columns are made. */
    enum Evolution {
        NONE,
        BASIC
    }

    /** What becomes of DDL statements that cannot be translated. */
    enum UntranslatableDdl {
        HALT,
        SKIP
    }

    /** What becomes of changes of a table without a primary key. */
    enum WithoutKey {
        APPEND,
        REFUSE
    }

    /** What becomes of dates that are none. */
    enum ZeroDates {
        /** SQL's NULL. */
        NULL_VALUE,
        /** The first of January 1970. */
        EPOCH,
        /** The target never takes the change. */
        REFUSE
    }

    /** Without the URL and the password. */
    @Override
    public String toString() {
        return "JdbcTargetSettings[%s, username=%s]".formatted(table, username);
    }
}
