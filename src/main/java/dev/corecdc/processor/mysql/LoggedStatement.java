package dev.corecdc.processor.mysql;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A statement and where it stands in the log.
 *
 * @param error what the server said of it; 0 when it succeeded
 * @param serverCharset in what character set databases are that name none; null when that is not known
 * @param place where its group begins
 */
record LoggedStatement(
        QueryEvent query,
        Statement statement,
        int error,
        @Nullable String serverCharset,
        LogPlace place,
        Instant timestamp) {

    static LoggedStatement of(LogEvent event, QueryEvent query, Statement statement, LogPlace place) {
        return new LoggedStatement(
                query,
                statement,
                QueryEvent.errorOf(event.body()),
                QueryEvent.serverCharsetOf(event.body()),
                place,
                event.instant());
    }

    /** The statement for people, and what is the matter with it. */
    String shown(String why) {
        return "the statement at %s of %s (%s): %s".formatted(place, timestamp, SchemaFollower.quote(query.sql()), why);
    }
}
