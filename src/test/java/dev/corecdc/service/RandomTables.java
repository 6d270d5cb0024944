package dev.corecdc.service;

import dev.corecdc.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes the tables of a database {@code shop} at random, in transactions of 1 to 50 statements: one with a key, one with a key of two columns
 * that changes, one without a key that has rows that are the same, and two of which one refers to the other.
 */
final class RandomTables {

    /** Statements that every database understands. */
    static final List<String> DEFINITIONS = List.of(
            "CREATE TABLE shop.item (id INT PRIMARY KEY, name VARCHAR(20), note VARCHAR(20))",
            "CREATE TABLE shop.pair (a INT, b VARCHAR(10), n INT, PRIMARY KEY (a, b))",
            "CREATE TABLE shop.line (x INT, y VARCHAR(10))",
            "CREATE TABLE shop.parent (id INT PRIMARY KEY, name VARCHAR(20))",
            "CREATE TABLE shop.child (id INT PRIMARY KEY, parent INT, name VARCHAR(20),"
                    + " FOREIGN KEY (parent) REFERENCES shop.parent (id))");

    static final List<String> NAMES = List.of("item", "pair", "line", "parent", "child");

    private static final int LARGEST_TRANSACTION = 50;

    private final DatabaseServer server;
    private final Random random;
    private final long pauseNanos;
    private final AtomicInteger progress = new AtomicInteger();
    private int lastId;

    /** @param pauseNanos how long to wait for each statement */
    RandomTables(DatabaseServer server, Random random, long pauseNanos) {
        this.server = server;
        this.random = random;
        this.pauseNanos = pauseNanos;
        server.execute("CREATE DATABASE shop");
        server.execute(DEFINITIONS.toArray(String[]::new));
    }

    /** How many statements have been executed. */
    int progress() {
        return progress.get();
    }

    /** Executes at least so many statements. */
    void write(int statements) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (progress.get() < statements) {
                int size = 1 + random.nextInt(LARGEST_TRANSACTION);
                for (int i = 0; i < size; i++) {
                    statement.execute(next());
                }
                connection.commit();
                progress.addAndGet(size);
                LockSupport.parkNanos(size * pauseNanos);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String next() {
        int id = ++lastId;
        int some = 1 + random.nextInt(id);
        int few = random.nextInt(8);
        return switch (random.nextInt(13)) {
            case 0 -> "INSERT INTO shop.item VALUES (%d, 'item %d', NULL)".formatted(id, id);
            case 1 -> "UPDATE shop.item SET note = 'note %d' WHERE id >= %d ORDER BY id LIMIT 3".formatted(id, some);
            case 2 -> "DELETE FROM shop.item WHERE id >= %d ORDER BY id LIMIT 1".formatted(some);
            case 3 -> "REPLACE INTO shop.pair VALUES (%d, 'b%d', %d)".formatted(few, some % 9, id);
            case 4 -> "UPDATE IGNORE shop.pair SET b = 'b%d' WHERE a = %d LIMIT 1".formatted(some % 9, few);
            case 5 -> "UPDATE shop.pair SET n = n + 1 WHERE a = %d".formatted(few);
            case 6, 7 -> "INSERT INTO shop.line VALUES (%d, 'y%d'), (NULL, 'y')".formatted(few, some % 3);
            case 8 -> "UPDATE shop.line SET x = x + 1 WHERE x = %d LIMIT 2".formatted(few);
            case 9 -> "DELETE FROM shop.line WHERE x = %d OR x IS NULL LIMIT 1".formatted(few);
            case 10 -> "INSERT INTO shop.parent VALUES (%d, 'parent')".formatted(id);
            case 11 -> "INSERT INTO shop.child SELECT %d, MAX(id), 'child' FROM shop.parent".formatted(id);
            default ->
                random.nextBoolean()
                        ? "DELETE FROM shop.child WHERE id >= %d ORDER BY id LIMIT 1".formatted(some)
                        : ("DELETE FROM shop.parent WHERE id >= %d AND id NOT IN"
                                        + " (SELECT parent FROM shop.child WHERE parent IS NOT NULL) ORDER BY id LIMIT 1")
                                .formatted(some);
        };
    }
}
