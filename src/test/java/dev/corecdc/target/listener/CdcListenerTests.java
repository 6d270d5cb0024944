package dev.corecdc.target.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.stream.Conservation;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.TargetState;
import dev.corecdc.stream.TargetStatus;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listeners in a service, from a log in memory. */
class CdcListenerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Columns ORDERS = new Columns(
            "shop",
            "orders",
            List.of(new Column("id", ColumnType.INT, false), new Column("customer_name", ColumnType.TEXT, false)),
            List.of(0));

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(CoreCdcApplication.class, Shop.class)
            .withPropertyValues("cdc.processors.log.type=bean", "cdc.processors.log.start-at=earliest");

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        ScriptedProcessor log() {
            return new ScriptedProcessor();
        }

        @Bean
        CheckpointStore store() {
            return new InMemoryCheckpointStore();
        }
    }

    record Order(int id, String customerName) {}

    /** Keeps what it is told. */
    static class Heard {

        final List<Object> all = Collections.synchronizedList(new ArrayList<>());

        void await(Object... heard) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(all)
                    .containsExactly(heard));
        }
    }

    static class OnChange extends Heard {

        @CdcListener(schema = "shop", table = "orders")
        void onChange(Change<Order> change) {
            all.add("%s %s -> %s %s".formatted(change.type(), change.before(), change.after(), change.changed()));
        }
    }

    @Test
    void takesAChangeWithWhatWasBeforeAndAfterIt() {
        context.withBean(OnChange.class).run(running -> {
            append(running, insert(1, "Ada"), update(1, "Ada", "Grace"), delete(1, "Grace"));

            running.getBean(OnChange.class)
                    .await(
                            "INSERT null -> Order[id=1, customerName=Ada] [id, customer_name]",
                            "UPDATE Order[id=1, customerName=Ada] -> Order[id=1, customerName=Grace] [customer_name]",
                            "DELETE Order[id=1, customerName=Grace] -> null [id, customer_name]");
        });
    }

    static class OnChangeRecord extends Heard {

        @CdcListener
        void on(Change<Map<String, Object>> change) {
            all.add("%s.%s at %d number %d: %s"
                    .formatted(
                            change.schema(),
                            change.table(),
                            change.record().origin().position(),
                            change.sequence(),
                            change.after()));
        }
    }

    @Test
    void aChangeKnowsItsPlaceInTheLog() {
        context.withBean(OnChangeRecord.class).run(running -> {
            append(running, insert(1, "Ada"), insert(2, "Grace"));

            running.getBean(OnChangeRecord.class)
                    .await(
                            "shop.orders at 0 number 1: {id=1, customer_name=Ada}",
                            "shop.orders at 1 number 1: {id=2, customer_name=Grace}");
        });
    }

    static class OnRow extends Heard {

        @CdcListener(table = "orders")
        void onOrder(Order order) {
            all.add(order);
        }
    }

    static class OnGone extends Heard {

        @CdcListener(table = "orders", events = EventType.DELETE)
        void onOrder(Order order) {
            all.add(order);
        }
    }

    @Test
    void aRowAloneIsThatAfterAnInsertOrUpdateUnlessDeletesAreNamed() {
        context.withBean(OnRow.class).withBean(OnGone.class).run(running -> {
            append(running, insert(1, "Ada"), update(1, "Ada", "Grace"), delete(1, "Grace"));

            running.getBean(OnRow.class).await(new Order(1, "Ada"), new Order(1, "Grace"));
            running.getBean(OnGone.class).await(new Order(1, "Grace"));
            awaitCounts(running, "on-row-on-order", 2, 1, 0);
            awaitCounts(running, "on-gone-on-order", 1, 2, 0);
        });
    }

    static class OnBatch extends Heard {

        @CdcListener(name = "orders-of-a-batch")
        void onOrders(List<Order> orders) {
            all.add(orders);
        }

        @CdcListener(name = "changes-of-a-batch", events = EventType.UPDATE)
        void onChanges(Collection<Change<Order>> changes) {
            all.add(changes.size() + " changes");
        }

        @CdcListener(name = "records-of-a-batch", events = EventType.DELETE)
        void onRecords(List<ChangeRecord> records) {
            all.add(records.get(0).row().get(1));
        }
    }

    @Test
    void aListIsTheBatchAndABeanMayHaveSeveralListeners() {
        context.withBean(OnBatch.class).run(running -> {
            append(running, insert(1, "Ada"), insert(2, "Grace"));
            running.getBean(OnBatch.class).await(List.of(new Order(1, "Ada"), new Order(2, "Grace")));
            append(running, delete(2, "Grace"));
            running.getBean(OnBatch.class).await(List.of(new Order(1, "Ada"), new Order(2, "Grace")), "Grace");
            assertThat(targets(running)).contains("changes-of-a-batch", "orders-of-a-batch", "records-of-a-batch");
        });
    }

    static class OnStatement extends Heard {

        @CdcListener(name = "statements", schema = "shop", table = "orders")
        void onStatement(DdlEvent statement) {
            all.add(statement.statement());
        }

        @CdcListener(name = "rows")
        void onRow(Order order) {
            all.add(order);
        }

        @CdcListener(name = "others", table = "other")
        void onOther(DdlEvent statement) {
            all.add("not for me: " + statement.statement());
        }
    }

    @Test
    void statementsComeToWhoTakesThemAndAreFilteredElsewhere() {
        context.withBean(OnStatement.class).run(running -> {
            ScriptedProcessor log = running.getBean(ScriptedProcessor.class);
            log.appendDdl("ALTER TABLE orders COMMENT 'x'");
            append(running, insert(1, "Ada"));

            awaitCounts(running, "statements", 1, 1, 0);
            awaitCounts(running, "rows", 1, 1, 0);
            awaitCounts(running, "others", 0, 2, 0);
            assertThat(running.getBean(OnStatement.class).all)
                    .containsExactlyInAnyOrder("ALTER TABLE orders COMMENT 'x'", new Order(1, "Ada"));
        });
    }

    @Test
    void aStatementOnADatabaseComesToWhoTakesTheDatabase() {
        context.withBean(OnStatement.class).run(running -> {
            append(running, dropped("archive"), dropped("shop"));

            awaitCounts(running, "statements", 1, 1, 0);
            assertThat(running.getBean(OnStatement.class).all)
                    .contains("DROP DATABASE shop")
                    .doesNotContain("DROP DATABASE archive");
        });
    }

    private static Function<Origin, ChangeEvent> dropped(String database) {
        return origin ->
                new DdlEvent(DdlKind.DROP_DATABASE, database, List.of(), true, "DROP DATABASE " + database, origin, 1);
    }

    static class OnPatterns extends Heard {

        @CdcListener(
                name = "of-both",
                schema = "sh?p",
                table = {"ord*", "customer"})
        void both(ChangeRecord change) {}

        @CdcListener(name = "of-none", schema = "${nowhere}")
        void none(ChangeRecord change) {}
    }

    @Test
    void tablesAreChosenByPatternsAndTheRestIsFiltered() {
        context.withBean(OnPatterns.class).withPropertyValues("nowhere=archive").run(running -> {
            append(running, insert(1, "Ada"), insert(2, "Grace"), otherTable(3));

            awaitCounts(running, "of-both", 2, 1, 0);
            awaitCounts(running, "of-none", 0, 3, 0);
        });
    }

    static class Stubborn extends Heard {

        int failures = 3;

        @CdcListener(name = "stubborn")
        void onOrder(Order order) {
            all.add(order.id());
            if (failures-- > 0) {
                throw new IllegalStateException("not now");
            }
        }
    }

    @Test
    void whatItThrowsIsTriedAgainFromTheBeginningOfTheBatch() {
        context.withBean(Stubborn.class)
                .withPropertyValues(
                        "cdc.targets.stubborn.type=bean",
                        "cdc.targets.stubborn.batch-size=1",
                        "cdc.targets.stubborn.retry.first-delay=1ms")
                .run(running -> {
                    append(running, insert(1, "Ada"), insert(2, "Grace"));

                    running.getBean(Stubborn.class).await(1, 1, 1, 1, 2);
                    awaitCounts(running, "stubborn", 2, 0, 0);
                    assertThat(status(running, "stubborn").counts().retried()).isEqualTo(3);
                });
    }

    static class Choosy extends Heard {

        @CdcListener(name = "choosy")
        void onOrder(Order order) throws RejectedRecordException {
            if (order.id() % 2 == 0) {
                throw new RejectedRecordException("an even one", null);
            }
            all.add(order.id());
        }
    }

    @Test
    void whatItRejectsGoesToTheDeadLetters() {
        context.withBean(Choosy.class)
                .withPropertyValues("cdc.targets.choosy.type=bean", "cdc.targets.choosy.on-failure=dead-letter")
                .run(running -> {
                    append(running, insert(1, "Ada"), insert(2, "Grace"), insert(3, "Eve"), delete(9, "Bob"));

                    awaitCounts(running, "choosy", 2, 1, 1);
                    assertThat(Set.copyOf(running.getBean(Choosy.class).all)).isEqualTo(Set.<Object>of(1, 3));
                });
    }

    @Test
    void whatCannotBeBoundHaltsItAndNobodyElse() {
        context.withBean(OnRow.class)
                .withBean(OnPatterns.class)
                .withPropertyValues("nowhere=x")
                .run(running -> {
                    append(running, insert(1, "Ada"), insert(1L << 40, "Grace"), insert(3, "Eve"));

                    awaitCounts(running, "of-both", 3, 0, 0);
                    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                        assertThat(status(running, "on-row-on-order").state()).isEqualTo(TargetState.FAILED);
                        assertThat(status(running, "on-row-on-order").reason())
                                .contains("a row of shop.orders is not a Order: 'id': ");
                    });
                    running.getBean(OnRow.class).await(new Order(1, "Ada"));
                });
    }

    @Test
    void whatCannotBeBoundGoesToTheDeadLettersAlone() {
        context.withBean(OnRow.class)
                .withPropertyValues(
                        "cdc.targets.on-row-on-order.type=bean", "cdc.targets.on-row-on-order.on-failure=dead-letter")
                .run(running -> {
                    append(running, insert(1, "Ada"), insert(1L << 40, "Grace"), insert(3, "Eve"));

                    awaitCounts(running, "on-row-on-order", 2, 0, 1);
                    running.getBean(OnRow.class).await(new Order(1, "Ada"), new Order(3, "Eve"));
                });
    }

    @Test
    void aTransformOfTheTargetSeesWhatTheListenerTakes() {
        context.withBean(OnRow.class)
                .withPropertyValues(
                        "cdc.targets.on-row-on-order.type=bean",
                        "cdc.targets.on-row-on-order.transforms.filter=record['id'] > 1",
                        "cdc.targets.on-row-on-order.transforms.rename[0].table=shop.orders",
                        "cdc.targets.on-row-on-order.transforms.rename[0].to=bought")
                .run(running -> {
                    append(running, insert(1, "Ada"), insert(2, "Grace"));

                    running.getBean(OnRow.class).await(new Order(2, "Grace"));
                    awaitCounts(running, "on-row-on-order", 1, 1, 0);
                });
    }

    static class OfOneProcessor extends Heard {

        @CdcListener(name = "of-second", processor = "second")
        void on(ChangeRecord change) {
            all.add(change.row().get(0));
        }

        @CdcListener(name = "of-all")
        void onAll(ChangeRecord change) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Second {

        @Bean
        ScriptedProcessor second() {
            return new ScriptedProcessor();
        }
    }

    @Test
    void aListenerMayBeOfOneProcessor() {
        context.withBean(OfOneProcessor.class)
                .withUserConfiguration(Second.class)
                .run(running -> {
                    assertThat(targets(running)).containsExactly("of-all");
                    assertThat(running.getBean(StreamControl.class)
                                    .status("second")
                                    .targets())
                            .extracting(TargetStatus::name)
                            .containsExactly("of-all", "of-second");
                });
        context.withBean(OfOneProcessor.class)
                .run(failed -> assertProblem(failed, "changes of the processor 'second', which is not there"));
        context.withBean(OfOneProcessor.class)
                .withUserConfiguration(Second.class)
                .withPropertyValues("cdc.processors.log.targets=of-second")
                .run(failed -> assertProblem(failed, "'of-second' takes only changes of other processors"));
    }

    @Test
    void aProcessorNamesListenersAmongItsTargets() {
        context.withBean(OnRow.class)
                .withBean(OnGone.class)
                .withPropertyValues("cdc.processors.log.targets=on-gone-on-order")
                .run(running -> assertThat(targets(running)).containsExactly("on-gone-on-order"));
        context.withBean(OnRow.class)
                .withPropertyValues("cdc.processors.log.targets=on-row")
                .run(failed -> assertProblem(failed, "'cdc.processors.log.targets' is 'on-row', but there is no such"));
        context.withBean(OnRow.class)
                .withPropertyValues("cdc.targets.on-row.type=bean")
                .run(failed -> assertProblem(failed, "there is no such bean"));
    }

    @Configuration(proxyBeanMethods = false)
    static class SameName {

        @Bean(name = "on-row-on-order")
        Target other() {
            return records -> {};
        }
    }

    @Test
    void noTwoTargetsHaveOneName() {
        context.withBean(OnRow.class)
                .withUserConfiguration(SameName.class)
                .run(failed -> assertProblem(failed, "two targets are called 'on-row-on-order'"));
        context.withBean(OnRow.class)
                .withPropertyValues("cdc.targets.on-row-on-order.type=log")
                .run(failed -> assertProblem(failed, "two targets are called 'on-row-on-order'"));
        context.withBean("one.listener", OnRow.class)
                .withBean("other.listener", OnRow.class)
                .run(failed -> assertProblem(failed, "are both called 'listener-on-order'"));
    }

    @SafeVarargs
    static void append(ApplicationContext running, Function<Origin, ChangeEvent>... events) {
        ScriptedProcessor log = running.getBean(ScriptedProcessor.class);
        synchronized (log) { // nobody reads until all of them are there
            for (Function<Origin, ChangeEvent> event : events) {
                log.append(event);
            }
        }
    }

    static Function<Origin, ChangeEvent> insert(long id, @Nullable String name) {
        return origin -> new ChangeRecord(EventType.INSERT, ORDERS, Row.of(id, name), null, origin, 1);
    }

    static Function<Origin, ChangeEvent> update(long id, String before, String after) {
        return origin -> new ChangeRecord(EventType.UPDATE, ORDERS, Row.of(id, after), Row.of(id, before), origin, 1);
    }

    static Function<Origin, ChangeEvent> delete(long id, String name) {
        return origin -> new ChangeRecord(EventType.DELETE, ORDERS, Row.of(id, name), null, origin, 1);
    }

    private static Function<Origin, ChangeEvent> otherTable(long id) {
        Columns columns = new Columns("shop", "other", ORDERS.columns(), List.of(0));
        return origin -> new ChangeRecord(EventType.INSERT, columns, Row.of(id, "x"), null, origin, 1);
    }

    private static List<String> targets(ApplicationContext running) {
        return running.getBean(StreamControl.class).status("log").targets().stream()
                .map(TargetStatus::name)
                .toList();
    }

    private static TargetStatus status(ApplicationContext running, String target) {
        return running.getBean(StreamControl.class).status("log").targets().stream()
                .filter(status -> status.name().equals(target))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until so much became of the changes for a target, and holds its account against it. */
    private static void awaitCounts(
            ApplicationContext running, String target, long delivered, long filtered, long dead) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            TargetStatus status = status(running, target);
            assertThat(status.counts())
                    .isEqualTo(new TargetStatus.Counts(
                            delivered, filtered, dead, status.counts().retried()));
            assertThat(status.conservation())
                    .isEqualTo(new Conservation(delivered + filtered + dead, delivered, filtered, dead, 0, 0));
        });
    }

    private static void assertProblem(AssertableApplicationContext context, String... texts) {
        assertThat(context).hasFailed();
        assertThat(context.getStartupFailure()).rootCause().message().contains(texts);
    }
}
