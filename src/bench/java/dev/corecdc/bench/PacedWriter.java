package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Inserts rows at a steady rate, each in a transaction of its own, with the time at which it was sent. */
final class PacedWriter {

    private static final int CONNECTIONS = 4;

    private final DatabaseServer server;

    PacedWriter(DatabaseServer server) {
        this.server = server;
        server.execute(
                "CREATE DATABASE IF NOT EXISTS bench",
                "CREATE TABLE bench.timed (id BIGINT AUTO_INCREMENT PRIMARY KEY, written_at BIGINT NOT NULL, note VARCHAR(100) NOT NULL)");
    }

    /**
     * Writes so many rows; one that could not be sent in time is sent at once. How long that took altogether.
     *
     * @param rate how many a second
     */
    Duration write(int rows, int rate) throws Exception {
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Void>> writers = new ArrayList<>();
            for (int first = 0; first < CONNECTIONS; first++) {
                writers.add(threads.submit(writer(first, rows, rate, begin)));
            }
            for (Future<Void> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private Callable<Void> writer(int first, int rows, int rate, long begin) {
        return () -> {
            try (Connection connection = server.connect();
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO bench.timed (written_at, note) VALUES (?, 'Leave it at the door')")) {
                for (long i = first; i < rows; i += CONNECTIONS) {
                    await(begin + i * 1_000_000_000 / rate);
                    write(insert);
                }
            }
            return null;
        };
    }

    private static void await(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void write(PreparedStatement insert) throws SQLException {
        insert.setLong(1, Latencies.now());
        insert.executeUpdate();
    }
}
