package dev.corecdc.processor.mysql;

import dev.corecdc.event.LogEntry;
import dev.corecdc.event.OriginalQuery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A piece of the log that is ready to be decoded and handed over. */
sealed interface Work {

    /** What a piece takes beside what it holds. */
    int OVERHEAD = 100;

    /** A piece within a group. */
    sealed interface Change extends Work {

        EventGroup group();

        /** Its number among the events of the group, from 1. */
        int number();

        /** About how many bytes of memory it takes. */
        int bytes();
    }

    /**
     * An event of rows of a wanted table.
     *
     * @param end offset of the event's end in the file
     */
    record Rows(EventGroup group, int number, LogEvent event, long end, TableMap table) implements Change {

        @Override
        public int bytes() {
            return OVERHEAD + event.body().length;
        }
    }

    /**
     * A wanted DDL statement.
     *
     * @param end offset of the event's end in the file
     * @param whole whether nothing of what it works on is unwanted
     * @param entry what else is known of its event
     */
    record Ddl(
            EventGroup group,
            int number,
            Instant timestamp,
            long end,
            QueryEvent query,
            Statement statement,
            boolean whole,
            LogEntry entry)
            implements Change {

        @Override
        public int bytes() {
            return OVERHEAD + 2 * query.sql().length();
        }
    }

    /**
     * Events of rows and statements that are not wanted.
     *
     * @param number the number of the last one
     * @param count how many they are
     */
    record Excluded(EventGroup group, int number, int count) implements Change {

        /** A single one. */
        Excluded(EventGroup group, int number) {
            this(group, number, 1);
        }

        @Override
        public int bytes() {
            return OVERHEAD;
        }
    }

    /** The statement that the following rows come from, until the next one. */
    record Query(OriginalQuery query) implements Work {

        /** About how many bytes of memory it takes. */
        int bytes() {
            String text = query.text();
            return OVERHEAD + (text == null ? 0 : 2 * text.length());
        }
    }

    /** The end of a group: up to here the log is done with. */
    record GroupEnd(EventGroup group, long end) implements Work {}

    /**
     * A place between two groups.
     *
     * @param numbered all transactions before it that have a GTID; null where the log does not say that there (MySQL)
     */
    record Place(String file, long offset, @Nullable String numbered) implements Work {

        /** One of which only the place is known. */
        Place(String file, long offset) {
            this(file, offset, null);
        }
    }
}
