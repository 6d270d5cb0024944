package dev.corecdc.target.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamListener;
import dev.corecdc.stream.StreamSettings;
import dev.corecdc.target.TargetException;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.SimpleTransactionStatus;

/** How listeners are found on beans of every kind, and what stops the start. */
class ListenerStartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(CoreCdcApplication.class, Log.class)
            .withPropertyValues("cdc.processors.log.type=bean", "cdc.processors.log.start-at=earliest");

    @Configuration(proxyBeanMethods = false)
    static class Log {

        @Bean
        ScriptedProcessor log() {
            return new ScriptedProcessor();
        }

        @Bean
        CheckpointStore store() {
            return new InMemoryCheckpointStore();
        }
    }

    record Order(int id) {}

    static class NoParameter {
        @CdcListener
        void on() {}
    }

    static class TwoParameters {
        @CdcListener
        void on(Order before, Order after) {}
    }

    static class Static {
        @CdcListener
        static void on(Order order) {}
    }

    static class Private {
        @CdcListener
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
        private void on(Order order) {}
    }

    static class Returns {
        @CdcListener
        CompletableFuture<Void> on(Order order) {
            return new CompletableFuture<>();
        }
    }

    static class Asynchronous {
        @Async
        @CdcListener
        void on(Order order) {}
    }

    static class Synchronous {
        @CdcListener
        void on(Order order) {}
    }

    @Async
    static class AsynchronousBean extends Synchronous {}

    static class Text {
        @CdcListener
        void on(String row) {}
    }

    static class Numbers {
        @CdcListener
        void on(List<Long> rows) {}
    }

    static class Anything {
        @CdcListener
        void on(Object row) {}
    }

    static class Untyped {
        @CdcListener
        void on(Change<?> row) {}
    }

    static class Nested {
        @CdcListener
        void on(List<List<Order>> rows) {}
    }

    static class Statements {
        @CdcListener
        void on(List<DdlEvent> statements) {}
    }

    static class StatementsOfRows {
        @CdcListener(events = EventType.INSERT)
        void on(DdlEvent statement) {}
    }

    static class RowsOfStatements {
        @CdcListener(events = {EventType.INSERT, EventType.QUERY})
        void on(Order order) {}
    }

    static class WrongName {
        @CdcListener(name = "Orders!")
        void on(Order order) {}
    }

    static class DottedSchema {
        @CdcListener(schema = "shop.orders")
        void on(Order order) {}
    }

    static class BlankTable {
        @CdcListener(table = "")
        void on(Order order) {}
    }

    static class Overloaded {
        @CdcListener
        void on(Order order) {}

        @CdcListener
        void on(ChangeRecord change) {}
    }

    static Stream<Arguments> misuses() {
        return Stream.of(
                arguments(NoParameter.class, "it has 0 parameters"),
                arguments(TwoParameters.class, "it has 2 parameters"),
                arguments(Static.class, "it is static"),
                arguments(Private.class, "it is private"),
                arguments(Returns.class, "it returns a java.util.concurrent.CompletableFuture"),
                arguments(Asynchronous.class, "it is @Async"),
                arguments(Text.class, "a row cannot be a java.lang.String"),
                arguments(Numbers.class, "a row cannot be a java.lang.Long"),
                arguments(Anything.class, "it does not say what type a row is"),
                arguments(Untyped.class, "it does not say what type a row is"),
                arguments(Nested.class, "a row cannot be a java.util.List"),
                arguments(Statements.class, "DDL statements come one at a time"),
                arguments(StatementsOfRows.class, "takes DDL statements, and names events of rows"),
                arguments(RowsOfStatements.class, "takes rows, and names QUERY"),
                arguments(WrongName.class, "is called 'Orders!'"),
                arguments(DottedSchema.class, "names the schema 'shop.orders'"),
                arguments(BlankTable.class, "names a schema or table without a name"),
                arguments(Overloaded.class, "are both called 'overloaded-on'"));
    }

    @Test
    void aBeanWhoseMethodsAreAsynchronousStopsTheStart() {
        context.withBean(AsynchronousBean.class).run(failed -> assertThat(fault(failed.getStartupFailure()))
                .hasMessageContaining(Synchronous.class.getName() + ".on cannot be called: it is @Async"));
        context.withBean(Synchronous.class)
                .withUserConfiguration(ByOtherMeans.class)
                .run(failed -> assertThat(fault(failed.getStartupFailure()))
                        .hasMessageContaining(Synchronous.class.getName() + ".on cannot be called: it is @Async"));
    }

    @Configuration(proxyBeanMethods = false)
    static class ByOtherMeans {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            DefaultAdvisorAutoProxyCreator proxies = new DefaultAdvisorAutoProxyCreator();
            proxies.setProxyTargetClass(true);
            return proxies;
        }

        @Bean
        static Advisor asynchronous() {
            NameMatchMethodPointcut on = new NameMatchMethodPointcut();
            on.setMappedName("on");
            return new DefaultPointcutAdvisor(on, new AsyncExecutionInterceptor(null));
        }
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void misuseStopsTheStartWithWhatToDo(Class<?> bean, String problem) {
        context.withBean(bean).run(failed -> {
            TargetException fault = fault(failed.getStartupFailure());
            assertThat(fault.problem()).contains(bean.getName() + ".on", problem);
            assertThat(fault.action()).isNotBlank();
        });
    }

    private static TargetException fault(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TargetException fault) {
                return fault;
            }
        }
        throw new AssertionError("the start did not fail as it should", failure);
    }

    /** Keeps what every bean is told. */
    static class Heard {

        final List<Object> all = Collections.synchronizedList(new ArrayList<>());
    }

    interface Orders {

        void onOrder(Order order);
    }

    /** A bean whose methods are called through a proxy. */
    @Transactional
    static class TransactionalOrders implements Orders {

        final Heard heard;
        final AtomicInteger begun;

        TransactionalOrders(Heard heard, Transactions transactions) {
            this.heard = heard;
            this.begun = transactions.begun;
        }

        @Override
        @CdcListener(name = "orders")
        public void onOrder(Order order) {
            heard.all.add("in transaction " + begun + ": " + order.id());
        }
    }

    static class Transactions implements PlatformTransactionManager {

        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger committed = new AtomicInteger();

        @Override
        public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
            begun.incrementAndGet();
            return new SimpleTransactionStatus();
        }

        @Override
        public void commit(TransactionStatus status) {
            committed.incrementAndGet();
        }

        @Override
        public void rollback(TransactionStatus status) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxied {

        @Bean
        Transactions transactions() {
            return new Transactions();
        }

        @Bean
        Heard heard() {
            return new Heard();
        }

        @Bean
        TransactionalOrders orders(Heard heard, Transactions transactions) {
            return new TransactionalOrders(heard, transactions);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProxiedBeanIsCalledThroughItsProxy(boolean bySubclass) {
        context.withUserConfiguration(Proxied.class, WithTransactions.class)
                .withPropertyValues("spring.aop.proxy-target-class=" + bySubclass)
                .run(running -> {
                    assertThat(AopUtils.isJdkDynamicProxy(running.getBean("orders")))
                            .isNotEqualTo(bySubclass);
                    running.getBean(ScriptedProcessor.class).append(2);

                    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(running.getBean(Heard.class).all)
                            .containsExactly("in transaction 1: 0", "in transaction 2: 1"));
                    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                    running.getBean(Transactions.class).committed)
                            .hasValue(2));
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class WithTransactions {}

    @Transactional
    static class NotOfItsInterface extends TransactionalOrders {

        NotOfItsInterface(Heard heard, Transactions transactions) {
            super(heard, transactions);
        }

        @CdcListener(name = "more")
        public void onMore(Order order) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class WithMore {

        @Bean
        NotOfItsInterface more(Heard heard, Transactions transactions) {
            return new NotOfItsInterface(heard, transactions);
        }
    }

    @Transactional
    static class Final {

        @CdcListener(name = "final")
        public final void on(Order order) {}
    }

    @Test
    void whatAProxyDoesNotLetThroughStopsTheStart() {
        context.withUserConfiguration(WithMore.class)
                .withBean(Heard.class)
                .withBean(Transactions.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(failed -> assertThat(fault(failed.getStartupFailure()))
                        .hasMessageContaining("proxied by its interfaces, which do not have the method"));
        context.withUserConfiguration(WithTransactions.class)
                .withBean(Transactions.class)
                .withBean(Final.class)
                .run(failed -> assertThat(fault(failed.getStartupFailure()))
                        .hasMessageContaining("the bean is proxied, and the method is final"));
    }

    static class Quiet implements Runnable {

        @Override
        public void run() {}

        @CdcListener(name = "quiet")
        void on(Order order) {}
    }

    /** Its bean is declared as something else. */
    @Configuration(proxyBeanMethods = false)
    static class Hidden {

        @Bean
        Runnable quiet(StreamControl streams) {
            return new Quiet();
        }

        @Bean
        dev.corecdc.target.Target other() {
            return records -> {};
        }
    }

    @Test
    void aListenerThatWasNotSeenInTimeStopsTheStart() {
        context.withUserConfiguration(Hidden.class).run(failed -> assertThat(fault(failed.getStartupFailure()))
                .hasMessageContaining("the bean 'quiet' could not be seen before the bean was made")
                .hasMessageContaining("return its class"));
    }

    @Configuration(proxyBeanMethods = false)
    static class HiddenAndLate {

        @Bean
        @Lazy
        Runnable late() {
            return new Quiet();
        }

        @Bean
        @Scope("prototype")
        Runnable again() {
            return new Quiet();
        }

        @Bean
        dev.corecdc.target.Target other() {
            return records -> {};
        }
    }

    @Test
    void aListenerThatWasNotSeenInTimeIsRefusedWhenItsBeanIsMadeLater() {
        context.withUserConfiguration(HiddenAndLate.class).run(running -> {
            for (String bean : List.of("late", "again", "again")) {
                assertThat(fault(catchThrowable(() -> running.getBean(bean))))
                        .hasMessageContaining("the bean '%s' could not be seen before the bean was made", bean);
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStreams {

        @Bean
        StreamControl streams(CheckpointStore store, StreamSettings settings) {
            return new StreamControl(List.of(), store, settings, new StreamListener() {});
        }
    }

    @Test
    void aListenerThatNobodyAsksForStopsTheStart() {
        context.withBean(OfOrders.class).withUserConfiguration(OwnStreams.class).run(failed -> assertThat(
                        fault(failed.getStartupFailure()))
                .hasMessageContaining("is no target, because nobody has asked for listeners")
                .hasMessageContaining("StreamControl"));
    }

    static class Counted {

        static final AtomicInteger MADE = new AtomicInteger();
        final Heard heard;
        final int number = MADE.incrementAndGet();

        Counted(Heard heard) {
            this.heard = heard;
        }

        @CdcListener(name = "counted")
        void on(List<Order> orders) {
            heard.all.add("by bean " + number + ": " + orders.size());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototype {

        @Bean
        @Scope("prototype")
        Counted counted(Heard heard) {
            return new Counted(heard);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedProxy {

        @Bean
        @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        ScopedCounted counted(Heard heard) {
            return new ScopedCounted(heard);
        }
    }

    static class ScopedCounted extends Counted {

        ScopedCounted(Heard heard) {
            super(heard);
        }

        @Override
        @CdcListener(name = "counted")
        public void on(List<Order> orders) {
            super.on(orders);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LateBean {

        @Bean
        @Lazy
        Counted counted(Heard heard) {
            return new Counted(heard);
        }
    }

    @Test
    void aPrototypeIsMadeForEachBatchAndALazyBeanForTheFirst() {
        for (Class<?> beans : List.of(Prototype.class, ScopedProxy.class, LateBean.class)) {
            Counted.MADE.set(0);
            context.withUserConfiguration(beans).withBean(Heard.class).run(running -> {
                int before = Counted.MADE.get();
                deliver(running, 1);
                deliver(running, 2);
                List<Object> heard = running.getBean(Heard.class).all;
                assertThat(Counted.MADE.get() - before).as(beans.getName()).isEqualTo(beans == LateBean.class ? 1 : 2);
                assertThat(heard.get(0).equals(heard.get(1))).isEqualTo(beans == LateBean.class);
            });
        }
    }

    private static void deliver(ApplicationContext running, int batches) {
        running.getBean(ScriptedProcessor.class).append(1);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> running.getBean(Heard.class).all.size() == batches);
    }

    abstract static class Generic<T> {

        final List<T> heard = Collections.synchronizedList(new ArrayList<>());

        @CdcListener(name = "generic")
        void on(T order) {
            heard.add(order);
        }
    }

    static class OfOrders extends Generic<Order> {}

    @Test
    void aListenerIsInheritedWithTheTypesOfItsBean() {
        context.withBean(OfOrders.class).run(running -> {
            running.getBean(ScriptedProcessor.class).append(1);

            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(running.getBean(OfOrders.class).heard)
                    .containsExactly(new Order(0)));
        });
    }

    @Test
    void theyAreFoundWhereBeansAreMadeLazily() {
        context.withBean(OfOrders.class)
                .withInitializer(
                        lazy -> lazy.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(running -> {
                    running.getBean(ScriptedProcessor.class).append(1);
                    assertThat(running.getBean(StreamControl.class)
                                    .status("log")
                                    .targets())
                            .hasSize(1);
                });
    }
}
