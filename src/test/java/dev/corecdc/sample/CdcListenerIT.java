package dev.corecdc.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.TargetStatus;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The sample, on a server. */
class CdcListenerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @OnEveryServer
    void listenersAreTargetsOfTheirOwn(ServerKind kind, @TempDir Path folder) {
        DatabaseServer server = kind.server();
        String shop = server.createDatabase("listened");
        server.execute("USE " + shop, """
                CREATE TABLE orders (id BIGINT UNSIGNED PRIMARY KEY, customer_name VARCHAR(50), status ENUM('OPEN', 'PAID'),
                total DECIMAL(10,2), ordered_on DATE, changed_at TIMESTAMP(3) NULL, ship_to JSON, labels SET('gift', 'new'))
                """, "CREATE TABLE customer (id INT PRIMARY KEY)");
        try (ConfigurableApplicationContext service = start(server, shop, folder)) {
            await().atMost(PATIENCE).until(() -> service.getBean(StreamControl.class)
                    .status("shop")
                    .state()
                    .name()
                    .equals("RUNNING"));
            server.execute(
                    "USE " + shop,
                    "SET time_zone = '+00:00'",
                    "INSERT INTO customer VALUES (1), (2)",
                    """
                    INSERT INTO orders VALUES (1, 'Ada', 'OPEN', 12.50, '2026-11-03', '2026-11-03 10:15:30.5',
                    '{"street": "Main 1", "city": "London"}', 'gift,new'), (2, 'Grace', 'OPEN', 7.00, '2026-11-03', NULL, NULL, '')
                    """,
                    "UPDATE orders SET status = 'PAID', changed_at = '2026-11-03 11:00:00' WHERE id = 1",
                    "DELETE FROM orders WHERE id = 2",
                    "INSERT INTO orders VALUES (3, 'Eve', 'OPEN', -1.00, '2026-11-04', NULL, NULL, '')",
                    "INSERT INTO orders VALUES (4, 'Bob', 'OPEN', 1.00, '2026-11-04', NULL, NULL, '')");

            OrderIndex index = service.getBean(OrderIndex.class);
            await().atMost(PATIENCE).until(() -> index.orders.containsKey(4L));
            awaitCounts(service, "order-mails-on-order", 6, 2, 0);
            awaitCounts(service, "order-index", 4, 3, 1);
            awaitCounts(service, "order-index-remove", 1, 7, 0);
            awaitCounts(service, "counting", 8, 0, 0);
            assertThat(service.getBean(OrderMails.class).sent)
                    .containsExactly("Dear Ada, your order 1 is PAID, not OPEN any more.");
            assertThat(index.largest).hasValue(new BigDecimal("7.00"));
            assertThat(index.orders)
                    .containsOnlyKeys(1L, 2L, 4L)
                    .containsEntry(
                            1L,
                            new Order(
                                    1,
                                    "Ada",
                                    Order.Status.PAID,
                                    new BigDecimal("12.50"),
                                    LocalDate.of(2026, 11, 3),
                                    Instant.parse("2026-11-03T11:00:00Z"),
                                    new Order.Address("Main 1", "London"),
                                    Set.of("gift", "new")));
        }
    }

    private static ConfigurableApplicationContext start(DatabaseServer server, String shop, Path folder) {
        return new SpringApplicationBuilder(CoreCdcApplication.class, SampleApplication.class)
                .run(
                        "--server.port=0",
                        "--shop=" + shop,
                        "--cdc.checkpoint.file.directory=" + folder.resolve("checkpoints"),
                        "--cdc.checkpoint.file.dead-letters=" + folder.resolve("dead-letters"),
                        "--cdc.processors.shop.type=mysql",
                        "--cdc.processors.shop.include=" + shop + ".*",
                        "--cdc.processors.shop.mysql.port=" + server.port(),
                        "--cdc.processors.shop.mysql.username=" + server.user(),
                        "--cdc.processors.shop.mysql.password=" + server.password(),
                        "--cdc.targets.order-index.type=bean",
                        "--cdc.targets.order-index.on-failure=dead-letter");
    }

    /** What became of the changes for a target; DDL statements are filtered. */
    private static void awaitCounts(
            ConfigurableApplicationContext service, String target, int delivered, int filtered, int dead) {
        StreamControl streams = service.getBean(StreamControl.class);
        await(target).atMost(PATIENCE).untilAsserted(() -> {
            TargetStatus status = streams.status("shop").targets().stream()
                    .filter(one -> one.name().equals(target))
                    .findFirst()
                    .orElseThrow();
            assertThat(status.counts())
                    .isEqualTo(new TargetStatus.Counts(
                            delivered, filtered, dead, status.counts().retried()));
        });
    }
}
