package dev.corecdc.processor.mysql;

import java.time.Instant;
import java.util.regex.Pattern;
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

    /**
     * The beginning of a comment that not every server runs: those of MySQL's up to 5.7, and without a version, are run by all that there
     * are. Whether a column is invisible, as MySQL itself writes it of the keys that it generates, changes nothing here.
     */
    private static final Pattern SOME_RUN = Pattern.compile(
            "/\\*(?:M!|!(?!0?[1-4]\\d{4}(?!\\d)|0?50[0-7]\\d\\d(?!\\d)|80023 INVISIBLE \\*/|(?![\\d])))");

    static LoggedStatement of(LogEvent event, QueryEvent query, Statement statement, LogPlace place) {
        return new LoggedStatement(
                query,
                statement,
                QueryEvent.errorOf(event.body()),
                QueryEvent.serverCharsetOf(event.body()),
                place,
                event.instant());
    }

    /** Refuses a statement of which it is not certain by its words what it has done. */
    void requireCertain() throws NotFollowedException {
        if (error != 0) {
            throw new NotFollowedException("it failed with error %d".formatted(error));
        }
        if (SOME_RUN.matcher(query.sql()).find()) {
            throw new NotFollowedException("which server runs its comments is not certain");
        }
        if (query.sql().indexOf('\ufffd') >= 0) {
            throw new NotFollowedException("its text is damaged");
        }
    }

    /** The statement for people, and what is the matter with it. */
    String shown(String why) {
        return "the statement at %s of %s (%s): %s".formatted(place, timestamp, SchemaFollower.quote(query.sql()), why);
    }
}
