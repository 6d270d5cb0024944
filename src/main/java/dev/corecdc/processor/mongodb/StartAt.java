package dev.corecdc.processor.mongodb;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.json.JsonParseException;

/** Where a processor without a checkpoint begins. */
sealed interface StartAt {

    /** After the last change. */
    record Latest() implements StartAt {}

    /** With the oldest change that the oplog holds. */
    record Earliest() implements StartAt {}

    /** With the first change at or after a time, to the second. */
    record Time(Instant instant) implements StartAt {}

    /** After the change that a token names. */
    record Token(ResumeToken token) implements StartAt {}

    /**
     * Reads a setting: {@code latest}, {@code earliest}, an ISO-8601 time with its zone, or a resume token as its document or the
     * hexadecimal digits in it.
     *
     * @throws IllegalArgumentException when {@code text} is not a place that can be begun at
     */
    static StartAt parse(String text) {
        return switch (text) {
            case "latest" -> new Latest();
            case "earliest" -> new Earliest();
            default -> text.startsWith("{") || text.startsWith("82") ? token(text) : time(text);
        };
    }

    private static StartAt token(String text) {
        try {
            return new Token(
                    text.startsWith("{")
                            ? ResumeToken.of(BsonDocument.parse(text))
                            : new ResumeToken(text.toUpperCase(Locale.ROOT), null));
        } catch (JsonParseException | IllegalArgumentException e) {
            throw none(text);
        }
    }

    private static StartAt time(String text) {
        try {
            return new Time(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw none(text);
        }
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "start-at '%s' is none of latest, earliest, a time such as 2026-01-31T10:00:00Z or a resume token"
                        .formatted(text));
    }
}
