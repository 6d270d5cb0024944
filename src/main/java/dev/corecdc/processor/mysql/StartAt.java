package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a processor without a checkpoint begins. */
sealed interface StartAt {

    /** A date. */
    Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /**
     * Asks the server for the place.
     *
     * @param search looks into the log of the server
     */
    BinlogPosition locate(ServerSession session, LogSearch search) throws SourceException;

    /** The end of the log. */
    record Latest() implements StartAt {

        @Override
        public BinlogPosition locate(ServerSession session, LogSearch search) throws SourceException {
            return session.log().latest();
        }
    }

    /** The beginning of the oldest log file. */
    record Earliest() implements StartAt {

        @Override
        public BinlogPosition locate(ServerSession session, LogSearch search) throws SourceException {
            return session.log().earliest();
        }
    }

    /** The first transaction that was committed at a time or later, by the server's clock. */
    record Time(Instant instant) implements StartAt {

        @Override
        public BinlogPosition locate(ServerSession session, LogSearch search) throws SourceException {
            return search.firstAt(instant);
        }
    }

    /** A place in the files. */
    record Place(String file, long offset) implements StartAt {

        private static final Pattern NOTATION = Pattern.compile("(\\S+\\.\\d+):(\\d{1,10})");

        @Override
        public BinlogPosition locate(ServerSession session, LogSearch search) throws SourceException {
            return search.at(file, offset);
        }
    }

    /** Behind a set of transactions, whichever they are. */
    record Transactions(String gtids) implements StartAt {

        @Override
        public BinlogPosition locate(ServerSession session, LogSearch search) throws SourceException {
            if (!session.numbersTransactions() || Gtids.isMariaDb(gtids) != session.isMariaDb()) {
                throw new SourceException(
                        Kind.UNREADABLE,
                        "start-at %s does not suit %s, which has no such GTIDs".formatted(gtids, session.address()));
            }
            String missing = session.isMariaDb()
                    ? ""
                    : session.log().subtract(gtids, session.log().executed());
            if (!missing.isEmpty()) {
                throw new SourceException(
                        Kind.UNREADABLE,
                        "start-at %s lies ahead of %s, which has not had %s"
                                .formatted(gtids, session.address(), missing));
            }
            if (!session.isMariaDb()) {
                return search.behind(gtids);
            }
            BinlogPosition earliest = session.log().earliest();
            return new BinlogPosition(earliest.server(), gtids, earliest.file(), earliest.offset(), 0);
        }
    }

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException when {@code text} is not a place that can be begun at
     */
    static StartAt parse(String text) {
        Matcher place = Place.NOTATION.matcher(text);
        if (place.matches()) {
            return new Place(place.group(1), Math.max(4, Long.parseLong(place.group(2))));
        }
        return switch (text) {
            case "latest" -> new Latest();
            case "earliest" -> new Earliest();
            default -> isSet(text) ? new Transactions(text) : time(text);
        };
    }

    /** A date without a time looks like a GTID of MariaDB, but is one only by mistake. */
    private static boolean isSet(String text) {
        return Gtids.isMySql(text)
                || (Gtids.isMariaDb(text) && !DATE.matcher(text).matches());
    }

    private static Time time(String text) {
        try {
            return new Time(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    ("start-at '%s' is none of latest, earliest, a time such as 2026-01-31T10:00:00Z, a place such as"
                                    + " binlog.000012:4 or a set of GTIDs")
                            .formatted(text),
                    e);
        }
    }
}
