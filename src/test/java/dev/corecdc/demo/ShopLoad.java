package dev.corecdc.demo;

import dev.corecdc.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Customers at work: a transaction every few hundred milliseconds, and every now and then a change of a table. */
final class ShopLoad implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShopLoad.class);
    private static final long STEP_MILLIS = 400;
    private static final int STEPS_BETWEEN_ALTERS = 50;

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "shop-load"));
    private final Random random = new Random();
    private final Connection connection;
    private final ScheduledFuture<?> timer;
    private int steps;
    private boolean hasNote;

    private ShopLoad(Connection connection) {
        this.connection = connection;
        this.timer = executor.scheduleWithFixedDelay(this::step, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    static ShopLoad start(DatabaseServer server) {
        try {
            Connection connection = server.connect();
            connection.setCatalog("shop");
            connection.setAutoCommit(false);
            return new ShopLoad(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The shop cannot open", e);
        }
    }

    private void step() {
        try (Statement shop = connection.createStatement()) {
            steps++;
            if (steps % STEPS_BETWEEN_ALTERS == 0) {
                alterCustomers(shop);
            } else {
                trade(shop);
            }
            connection.commit();
        } catch (SQLException e) {
            if (!executor.isShutdown()) {
                LOG.warn("The shop closes: {}", e.getMessage());
                executor.shutdown();
            }
        }
    }

    private void trade(Statement shop) throws SQLException {
        switch (random.nextInt(8)) {
            case 0 ->
                shop.execute(
                        "INSERT INTO customers (name, email, joined) VALUES ('Customer %1$d', 'c%1$d@example.com', CURDATE())"
                                .formatted(steps));
            case 1 -> shop.execute("UPDATE products SET price = price * 1.01 WHERE id = 1 + " + random.nextInt(5));
            case 2 -> shop.execute("UPDATE orders SET status = 'paid' WHERE status = 'placed' ORDER BY id LIMIT 2");
            case 3 -> shop.execute("UPDATE orders SET status = 'shipped' WHERE status = 'paid' ORDER BY id LIMIT 1");
            case 4 -> cancelOldestOrder(shop);
            default -> placeOrder(shop);
        }
    }

    private void placeOrder(Statement shop) throws SQLException {
        int product = 1 + random.nextInt(5);
        int quantity = 1 + random.nextInt(3);
        shop.execute("INSERT INTO orders (customer_id) SELECT id FROM customers ORDER BY RAND() LIMIT 1");
        shop.execute("INSERT INTO order_lines VALUES (LAST_INSERT_ID(), %d, %d)".formatted(product, quantity));
        shop.execute("UPDATE products SET stock = stock - %d WHERE id = %d".formatted(quantity, product));
    }

    private void cancelOldestOrder(Statement shop) throws SQLException {
        shop.execute("SET @oldest = (SELECT MIN(id) FROM orders)");
        shop.execute("DELETE FROM order_lines WHERE order_id = @oldest");
        shop.execute("DELETE FROM orders WHERE id = @oldest");
    }

    private void alterCustomers(Statement shop) throws SQLException {
        shop.execute(
                hasNote
                        ? "ALTER TABLE customers DROP COLUMN note"
                        : "ALTER TABLE customers ADD COLUMN note VARCHAR(40) NOT NULL DEFAULT 'welcome'");
        hasNote = !hasNote;
    }

    @Override
    public void close() throws SQLException {
        timer.cancel(false);
        executor.shutdown();
        connection.close();
    }
}
