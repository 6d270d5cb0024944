package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.lease.LeaseEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a service in the table of checkpoints.
 *
 * <p>Each row has the epoch of its last writer, and is changed only by one of that epoch or a later one. A new holder {@link #adopt adopts}
 * all rows before it reads them: the database makes that and what an older one still writes follow each other, row by row. So whatever
 * the older one could write is seen, and afterwards it can write none of them. See decision 13.
 */
final class CheckpointRows {

    /** The target in the row of a processor. */
    private static final String NONE = "";

    /** Stands for the processor itself among the names of its targets that are paused. */
    static final String PROCESSOR = "";

    private static final String PAUSED = "paused";

    /** Stands before the name of a target that is paused. */
    private static final String PAUSED_TARGET = "paused:";

    private final Database database;
    private final StoreTables tables;
    private final JdbcLeasePlace place;
    private final Duration timeout;

    CheckpointRows(Database database, StoreTables tables, JdbcLeasePlace place, Duration timeout) {
        this.database = database;
        this.tables = tables;
        this.place = place;
        this.timeout = timeout;
    }

    private record Row(String processor, String target, String savedAt, String content) {

        static Row of(ResultSet row, int number) throws SQLException {
            return new Row(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
        }
    }

    /** Locks out all holders before. */
    void adopt(LeaseEntry held) {
        database.call(timeout, client -> client.sql(
                        "UPDATE " + tables.checkpoints() + " SET epoch = ? WHERE service = ? AND epoch < ?")
                .params(held.epoch(), place.service(), held.epoch())
                .update());
    }

    /** The checkpoints of a processor by target, provided that the lease is {@code held}; null when it is not. */
    @Nullable
    Map<String, Checkpoint> checkpoints(LeaseEntry held, String processor) {
        List<Row> rows = rows(held, processor);
        if (rows == null) {
            return null;
        }
        Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
        for (Row row : rows) {
            if (!row.target().equals(NONE)) {
                checkpoints.put(row.target(), checkpoint(row));
            }
        }
        return checkpoints;
    }

    /** What of a processor is paused, by the names of targets and {@link #PROCESSOR}, provided that the lease is {@code held}; null when it is not. */
    @Nullable
    Set<String> paused(LeaseEntry held, String processor) {
        List<Row> rows = rows(held, processor);
        if (rows == null) {
            return null;
        }
        for (Row row : rows) {
            if (row.target().equals(NONE)) {
                return paused(row);
            }
        }
        return Set.of();
    }

    /** A later look at the lease says that it was held when the rows were read. */
    private @Nullable List<Row> rows(LeaseEntry held, String processor) {
        return database.<@Nullable List<Row>>call(timeout, client -> {
            List<Row> rows = client.sql("SELECT processor, target, saved_at, content FROM " + tables.checkpoints()
                            + " WHERE service = ? AND processor = ?")
                    .params(place.service(), processor)
                    .query(Row::of)
                    .list();
            return place.isHeld(client, held) ? rows : null;
        });
    }

    private Checkpoint checkpoint(Row row) {
        try {
            return new Checkpoint(PositionJson.read(row.content()), Instant.parse(row.savedAt()));
        } catch (DateTimeParseException e) {
            throw notUnderstood(row, "\"saved_at\" is not a time");
        } catch (IllegalArgumentException e) {
            throw notUnderstood(row, String.valueOf(e.getMessage()));
        }
    }

    private Set<String> paused(Row row) {
        try {
            Map<String, Object> content = PositionJson.read(row.content());
            Set<String> paused = new TreeSet<>();
            if (isSet(row, content, PAUSED)) {
                paused.add(PROCESSOR);
            }
            for (String key : content.keySet()) {
                if (key.startsWith(PAUSED_TARGET) && isSet(row, content, key)) {
                    paused.add(key.substring(PAUSED_TARGET.length()));
                }
            }
            return paused;
        } catch (IllegalArgumentException e) {
            throw notUnderstood(row, String.valueOf(e.getMessage()));
        }
    }

    private boolean isSet(Row row, Map<String, Object> content, String key) {
        if (content.get(key) instanceof Long flag && (flag == 0 || flag == 1)) {
            return flag == 1;
        }
        throw notUnderstood(row, "\"" + key + "\" is neither 0 nor 1");
    }

    private CheckpointException notUnderstood(Row row, String why) {
        return database.faults()
                .notUnderstood(
                        "The row '%s', '%s', '%s'".formatted(place.service(), row.processor(), row.target()), why);
    }

    /** Writes what of a processor is paused, under the terms of {@link #write}. */
    boolean writePaused(LeaseEntry held, String processor, Set<String> paused) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(PAUSED, paused.contains(PROCESSOR) ? 1L : 0L);
        paused.stream()
                .filter(name -> !name.equals(PROCESSOR))
                .forEach(target -> content.put(PAUSED_TARGET + target, 1L));
        return write(held, processor, NONE, Instant.now().toString(), PositionJson.of(content));
    }

    /** Writes a row, provided that the lease is {@code held}; whether it was. */
    boolean write(LeaseEntry held, String processor, String target, String savedAt, String content) {
        return database.call(timeout, client -> {
            if (update(client, held, processor, target, savedAt, content)) {
                return true;
            }
            if (!place.isHeld(client, held)) {
                return false;
            }
            try {
                return client.sql(
                                        "INSERT INTO " + tables.checkpoints()
                                                + " (service, processor, target, epoch, saved_at, content) VALUES (?, ?, ?, ?, ?, ?)")
                                .params(place.service(), processor, target, held.epoch(), savedAt, content)
                                .update()
                        == 1;
            } catch (DuplicateKeyException e) {
                // Another thread was faster, or another holder.
                return update(client, held, processor, target, savedAt, content);
            }
        });
    }

    private boolean update(
            JdbcClient client, LeaseEntry held, String processor, String target, String savedAt, String content) {
        return client.sql("UPDATE " + tables.checkpoints() + " SET epoch = ?, saved_at = ?, content = ?"
                                + " WHERE service = ? AND processor = ? AND target = ? AND epoch <= ?")
                        .params(held.epoch(), savedAt, content)
                        .params(place.service(), processor, target, held.epoch())
                        .update()
                == 1;
    }
}
