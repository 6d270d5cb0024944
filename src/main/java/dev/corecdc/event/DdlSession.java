package dev.corecdc.event;

import org.jspecify.annotations.Nullable;

/**
 * The session that sent a DDL statement, as far as the log tells.
 *
 * @param database its default database, in which the names are that have none; null when there was none, or it is not known
 * @param sqlMode its {@code sql_mode}, as the bits that MySQL and MariaDB have in common in the log; null when it is not known
 * @param timeZone its {@code time_zone}, which is in the log where the statement made use of it; null when it is not
 */
public record DdlSession(
        @Nullable String database,
        @Nullable Long sqlMode,
        @Nullable String timeZone) {

    /** Of which nothing is known. */
    public static final DdlSession UNKNOWN = new DdlSession(null, null, null);
}
