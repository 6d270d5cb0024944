package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a processor without a checkpoint begins. */
sealed interface StartAt {

    /** Asks the server for the place. */
    BinlogPosition locate(ServerSession session, MySqlSettings settings) throws SourceException;

    /** The end of the log. */
    record Latest() implements StartAt {

        @Override
        public BinlogPosition locate(ServerSession session, MySqlSettings settings) throws SourceException {
            return session.latest();
        }
    }

    /** The beginning of the oldest log file. */
    record Earliest() implements StartAt {

        @Override
        public BinlogPosition locate(ServerSession session, MySqlSettings settings) throws SourceException {
            return session.earliest();
        }
    }

    /** A place in the files. */
    record Place(String file, long offset) implements StartAt {

        private static final Pattern NOTATION = Pattern.compile("(\\S+\\.\\d+):(\\d{1,10})");

        @Override
        public BinlogPosition locate(ServerSession session, MySqlSettings settings) throws SourceException {
            Long size = session.files().get(file);
            if (size == null || size < offset) {
                throw new SourceException(
                        SourceException.Kind.UNREADABLE,
                        "start-at %s:%d is not in the log of %s, which has %s"
                                .formatted(file, offset, settings.address(), session.files()));
            }
            return session.at(file, offset);
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
            default ->
                throw new IllegalArgumentException(
                        "start-at '%s' is none of latest, earliest or a place such as binlog.000012:4".formatted(text));
        };
    }
}
