package dev.corecdc.target.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listeners in a service, from a log in memory. */
class CdcListenerTests {

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
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(all).containsExactly(heard));
        }
    }

    static class EveryShape extends Heard {

        @CdcListener(schema = "shop", table = "orders")
        void onChange(Change<Order> change) {
            all.add("%s %s -> %s %s".formatted(change.type(), change.before(), change.after(), change.changed()));
        }
    }

    @Test
    void takesAChangeWithWhatWasBeforeAndAfterIt() {
        context.withBean(EveryShape.class).run(running -> {
            append(running, insert(1, "Ada"), update(1, "Ada", "Grace"), delete(1, "Grace"));

            running.getBean(EveryShape.class)
                    .await(
                            "INSERT null -> Order[id=1, customerName=Ada] [id, customer_name]",
                            "UPDATE Order[id=1, customerName=Ada] -> Order[id=1, customerName=Grace] [customer_name]",
                            "DELETE Order[id=1, customerName=Grace] -> null [id, customer_name]");
        });
    }

    @SafeVarargs
    static void append(ApplicationContext running, Function<Origin, ChangeEvent>... events) {
        List.of(events).forEach(running.getBean(ScriptedProcessor.class)::append);
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
}
