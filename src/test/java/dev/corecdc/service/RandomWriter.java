package dev.corecdc.service;

import dev.corecdc.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes random changes of a table in transactions of 1 to 50, and knows what it has committed, in order. A change is named
 * as {@code INSERT 7 v3}: what was done, the row's id, its value.
 */
final class RandomWriter {

    private static final int LARGEST_TRANSACTION = 50;

    /** Writing goes on while the service is started again. */
    private static final long PAUSE_NANOS_A_ROW = 3_000_000;

    private final DatabaseServer server;
    private final Random random;
    private final List<String> committed = new ArrayList<>();
    private final List<Integer> alive = new ArrayList<>();
    private final ReentrantLock writing = new ReentrantLock(true);
    private int lastId;
    private int lastValue;

    RandomWriter(DatabaseServer server, Random random) {
        this.server = server;
        this.random = random;
        server.execute("CREATE DATABASE shop", "CREATE TABLE shop.item (id INT PRIMARY KEY, value VARCHAR(20))");
    }

    /** Writes at least so many rows. */
    void write(int rows) {
        while (progress() < rows) {
            int before = progress();
            writing.lock();
            try {
                writeTransaction();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                writing.unlock();
            }
            LockSupport.parkNanos((progress() - before) * PAUSE_NANOS_A_ROW);
        }
    }

    private void writeTransaction() throws SQLException {
        List<String> changes = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int left = 1 + random.nextInt(LARGEST_TRANSACTION); left > 0; left--) {
                changes.add(change(statement));
            }
            connection.commit();
        }
        synchronized (committed) {
            committed.addAll(changes);
        }
    }

    private String change(Statement statement) throws SQLException {
        String value = "v" + ++lastValue;
        int kind = alive.isEmpty() ? 0 : random.nextInt(4);
        if (kind <= 1) {
            int id = ++lastId;
            alive.add(id);
            statement.execute("INSERT INTO shop.item VALUES (%d, '%s')".formatted(id, value));
            return "INSERT %d %s".formatted(id, value);
        }
        int index = random.nextInt(alive.size());
        int id = alive.get(index);
        if (kind == 2) {
            statement.execute("UPDATE shop.item SET value = '%s' WHERE id = %d".formatted(value, id));
            return "UPDATE %d %s".formatted(id, value);
        }
        alive.remove(index);
        statement.execute("UPDATE shop.item SET value = '%s' WHERE id = %d".formatted(value, id));
        statement.execute("DELETE FROM shop.item WHERE id = %d".formatted(id));
        return "UPDATE %d %s\nDELETE %d %s".formatted(id, value, id, value);
    }

    /** How many changes have been committed. */
    int progress() {
        synchronized (committed) {
            return committed.size();
        }
    }

    /** Everything that has been committed, in order; no change is like another. */
    List<String> committed() {
        synchronized (committed) {
            return committed.stream().flatMap(String::lines).toList();
        }
    }

    /** Does something between two transactions. */
    void pauseWhile(Runnable interlude) {
        writing.lock();
        try {
            interlude.run();
        } finally {
            writing.unlock();
        }
    }
}
