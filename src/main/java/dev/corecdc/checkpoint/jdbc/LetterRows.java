package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterJson;
import dev.corecdc.lease.LeaseEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a service in the table of dead letters. Each has the epoch of its last writer, as {@link CheckpointRows} says. */
final class LetterRows {

    private static final String KEY = " WHERE service = ? AND processor = ? AND target = ? AND number = ?";

    private final Database database;
    private final StoreTables tables;
    private final JdbcLeasePlace place;
    private final Duration timeout;

    LetterRows(Database database, StoreTables tables, JdbcLeasePlace place, Duration timeout) {
        this.database = database;
        this.tables = tables;
        this.place = place;
        this.timeout = timeout;
    }

    /** Locks out all holders before. */
    void adopt(LeaseEntry held) {
        database.call(timeout, client -> client.sql(
                        "UPDATE " + tables.letters() + " SET epoch = ? WHERE service = ? AND epoch < ?")
                .params(held.epoch(), place.service(), held.epoch())
                .update());
    }

    /** The numbers of the letters of a lane in their order, provided that the lease is {@code held}; null when it is not. */
    @Nullable
    List<Long> numbers(LeaseEntry held, String processor, String target) {
        return database.<@Nullable List<Long>>call(timeout, client -> {
            List<Long> numbers = client.sql("SELECT number FROM " + tables.letters()
                            + " WHERE service = ? AND processor = ? AND target = ? ORDER BY number")
                    .params(place.service(), processor, target)
                    .query(Long.class)
                    .list();
            return place.isHeld(client, held) ? numbers : null;
        });
    }

    /** A list with the letter, or with none, provided that the lease is {@code held}; null when it is not. */
    @Nullable
    List<DeadLetter> find(LeaseEntry held, String processor, String target, long number) {
        List<String> texts = database.<@Nullable List<String>>call(timeout, client -> {
            List<String> found = client.sql("SELECT content FROM " + tables.letters() + KEY)
                    .params(place.service(), processor, target, number)
                    .query(String.class)
                    .list();
            return place.isHeld(client, held) ? found : null;
        });
        try {
            return texts == null
                    ? null
                    : texts.stream().map(DeadLetterJson::read).toList();
        } catch (IllegalArgumentException e) {
            throw database.faults()
                    .notUnderstood(
                            "The dead letter %d of %s/%s".formatted(number, processor, target),
                            String.valueOf(e.getMessage()));
        }
    }

    /** Writes a letter, provided that the lease is {@code held}; whether it was. */
    boolean put(LeaseEntry held, DeadLetter letter) {
        String content = DeadLetterJson.of(letter);
        return database.call(timeout, client -> {
            if (update(client, held, letter, content)) {
                return true;
            }
            if (!place.isHeld(client, held)) {
                return false;
            }
            try {
                return client.sql(
                                        "INSERT INTO " + tables.letters()
                                                + " (service, processor, target, number, epoch, content) VALUES (?, ?, ?, ?, ?, ?)")
                                .params(place.service(), letter.processor(), letter.target(), letter.number())
                                .params(held.epoch(), content)
                                .update()
                        == 1;
            } catch (DuplicateKeyException e) {
                return update(client, held, letter, content);
            }
        });
    }

    private boolean update(JdbcClient client, LeaseEntry held, DeadLetter letter, String content) {
        return client.sql("UPDATE " + tables.letters() + " SET epoch = ?, content = ?" + KEY + " AND epoch <= ?")
                        .params(held.epoch(), content)
                        .params(place.service(), letter.processor(), letter.target(), letter.number())
                        .params(held.epoch())
                        .update()
                == 1;
    }

    /** Deletes a letter, provided that the lease is {@code held}; whether it was. */
    boolean remove(LeaseEntry held, String processor, String target, long number) {
        return database.call(timeout, client -> {
            client.sql("DELETE FROM " + tables.letters() + KEY + " AND epoch <= ?")
                    .params(place.service(), processor, target, number, held.epoch())
                    .update();
            return place.isHeld(client, held);
        });
    }
}
