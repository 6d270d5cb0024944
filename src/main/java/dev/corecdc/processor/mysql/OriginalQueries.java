package dev.corecdc.processor.mysql;

import dev.corecdc.event.OriginalQuery;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows the statements that the log holds beside the rows they changed (MySQL: "Rows_query_log_event"; MariaDB: "Replication Protocol,
 * ANNOTATE_ROWS_EVENT"). A statement goes until the event of rows that says that it ends with it. Used by one thread.
 */
final class OriginalQueries {

    private static final Work.Query UNKNOWN = new Work.Query(new OriginalQuery(null));

    /** Where the flags of an event of rows stand, and the one that says that the statement ends. */
    private static final int FLAGS = 6;

    private static final int STATEMENT_END = 1;

    private final GroupWork work;

    /** The event that began the group; MySQL's tells the character set of the session. */
    private @Nullable LogEvent begin;

    private boolean known;

    /** @param work gets the statements */
    OriginalQueries(GroupWork work) {
        this.work = work;
        work.ready().add(UNKNOWN);
    }

    void begin(LogEvent query) {
        begin = query;
    }

    /** A ROWS_QUERY or ANNOTATE_ROWS event. A statement of more than 1 MB is taken for unknown. */
    void take(LogEvent event) {
        int length = event.body().length;
        // MySQL writes one byte for a length before the text, too short for most; 9.7 leaves it 0.
        int from = event.type() == EventTypes.ROWS_QUERY ? 1 : 0;
        known = length > from && length <= LogEventDeserializer.LONGEST_TEXT;
        work.add(known ? new Work.Query(new OriginalQuery(text(event.body(), from))) : UNKNOWN);
    }

    private String text(byte[] body, int from) {
        return QueryEvent.text(Arrays.copyOfRange(body, from, body.length), charset());
    }

    private CharacterSet charset() {
        LogEvent first = begin;
        return first == null ? CharacterSets.UTF8 : QueryEvent.charsetOf(first.body());
    }

    /** An event of rows, taken already. */
    void rows(LogEvent event) {
        if (known && event.body().length > FLAGS && (event.body()[FLAGS] & STATEMENT_END) != 0) {
            work.add(UNKNOWN);
            known = false;
        }
    }

    /** The group has ended. */
    void end() {
        begin = null;
        if (known) {
            work.ready().add(UNKNOWN);
            known = false;
        }
    }
}
