package dev.corecdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.processor.Processor;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamStatus;
import dev.corecdc.stream.TargetStatus;
import dev.corecdc.target.BulkTarget;
import dev.corecdc.target.Target;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.transform.RecordTransform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class CdcAutoConfigurationTests {

    private static final String[] SHOP = {
        "cdc.processors.shop.type=mysql",
        "cdc.processors.shop.auto-startup=false",
        "cdc.processors.shop.mysql.username=cdc"
    };

    private final ApplicationContextRunner context;

    CdcAutoConfigurationTests(@TempDir Path folder) {
        context = new ApplicationContextRunner()
                .withUserConfiguration(CoreCdcApplication.class)
                .withPropertyValues("cdc.checkpoint.file.directory=" + folder.resolve("checkpoints"));
    }

    @Test
    void everyEntryIsABeanOfItsName() {
        context.withPropertyValues(SHOP)
                .withPropertyValues(
                        "cdc.processors.second-shop.type=mariadb",
                        "cdc.processors.second-shop.auto-startup=false",
                        "cdc.processors.second-shop.mariadb.username=cdc",
                        "cdc.targets.console.type=log",
                        "cdc.targets.mongo.type=log")
                .run(running -> {
                    assertThat(running.getBeanNamesForType(Processor.class))
                            .containsExactly("cdcProcessor.shop", "cdcProcessor.second-shop");
                    assertThat(running.getBeanNamesForType(Target.class))
                            .containsExactly("cdcTarget.console", "cdcTarget.mongo");
                    assertThat(statuses(running)).extracting(StreamStatus::name).containsExactly("shop", "second-shop");
                });
    }

    @Test
    void aProcessorHasEveryTargetUnlessItNamesSome() {
        context.withPropertyValues(SHOP)
                .withPropertyValues(
                        "cdc.processors.other.type=mysql",
                        "cdc.processors.other.auto-startup=false",
                        "cdc.processors.other.mysql.username=cdc",
                        "cdc.processors.other.targets=second",
                        "cdc.targets.first.type=log",
                        "cdc.targets.second.type=log")
                .run(running -> {
                    assertThat(targets(running, "shop")).containsExactly("first", "second");
                    assertThat(targets(running, "other")).containsExactly("second");
                });
    }

    @Test
    void aProcessorThatDoesNotStartByItselfIsStopped() {
        context.withPropertyValues(SHOP)
                .withPropertyValues("cdc.targets.console.type=log")
                .run(running -> assertThat(statuses(running))
                        .extracting(StreamStatus::state)
                        .containsExactly(ProcessorState.STOPPED));
    }

    @Test
    void whatTheSystemEnvironmentHoldsForOthersIsNoMistake() {
        context.withPropertyValues(SHOP)
                .withPropertyValues("cdc.targets.console.type=log")
                .withSystemProperties("cdc.test.something=else")
                .run(running -> assertThat(running).hasNotFailed());
    }

    /** A target of a user's own: this is all it takes. */
    @Configuration(proxyBeanMethods = false)
    static class OwnTarget {

        final List<ChangeRecord> received = new ArrayList<>();

        @Bean
        Target archive() {
            return received::addAll;
        }
    }

    @Test
    void aTargetBeanIsATargetUnderItsBeanName() {
        context.withPropertyValues(SHOP)
                .withUserConfiguration(OwnTarget.class)
                .run(running -> assertThat(targets(running, "shop")).containsExactly("archive"));
    }

    /** A processor and a target of a user's own, and a store. */
    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        ScriptedProcessor ownLog() {
            return new ScriptedProcessor();
        }

        @Bean
        CollectingTarget ownTarget() {
            return new CollectingTarget();
        }

        @Bean
        CheckpointStore ownStore() {
            return new InMemoryCheckpointStore();
        }
    }

    @Test
    void changesGoFromAProcessorBeanToATargetBean() {
        context.withUserConfiguration(OwnBeans.class)
                .withPropertyValues("cdc.processors.own-log.type=bean", "cdc.processors.own-log.start-at=earliest")
                .run(running -> {
                    running.getBean(ScriptedProcessor.class).append(3);
                    CollectingTarget target = running.getBean(CollectingTarget.class);
                    target.awaitRecords(3);
                    assertThat(target.ids()).containsExactly(0L, 1L, 2L);
                    assertThat(running).hasSingleBean(CheckpointStore.class);
                });
    }

    @Test
    void settingsOfATargetBeanStandUnderItsName() {
        context.withUserConfiguration(OwnBeans.class)
                .withPropertyValues(
                        "cdc.processors.own-log.type=bean",
                        "cdc.processors.own-log.start-at=earliest",
                        "cdc.targets.ownTarget.type=bean",
                        "cdc.targets.ownTarget.send-data=false",
                        "cdc.targets.spy.type=log")
                .run(running -> {
                    running.getBean(ScriptedProcessor.class).append(2);
                    await().until(() -> statuses(running).get(0).targets().stream()
                            .anyMatch(target -> target.counts().filtered() == 2));
                    assertThat(running.getBean(CollectingTarget.class).attempts())
                            .isZero();
                });
    }

    @Test
    void aTargetThatLikesManyChangesIsGivenThoseThatWait() {
        Bulk target = new Bulk();
        context.withBean("bulk", Bulk.class, () -> target)
                .withBean(ScriptedProcessor.class, () -> new ScriptedProcessor().batchesOf(2))
                .run(running -> {
                    await().until(() -> statuses(running).get(0).state() == ProcessorState.RUNNING);
                    target.hang();
                    running.getBean(ScriptedProcessor.class).append(20);
                    await().until(() -> statuses(running)
                                    .get(0)
                                    .targets()
                                    .get(0)
                                    .conservation()
                                    .inFlight()
                            == 20);
                    target.heal();
                    target.awaitRecords(20);
                    assertThat(target.largest).isEqualTo(6);
                });
    }

    /** Takes up to six changes at a time. */
    private static final class Bulk extends CollectingTarget implements BulkTarget {

        private volatile int largest;

        @Override
        public void save(List<ChangeRecord> records) throws Exception {
            largest = Math.max(largest, records.size());
            super.save(records);
        }

        @Override
        public int bulk() {
            return 6;
        }
    }

    @Test
    void aTargetBeanThatAllowsItIsCalledByAsManyThreadsAsAsked() {
        context.withUserConfiguration(OwnConcurrentTarget.class)
                .withBean(ScriptedProcessor.class, ScriptedProcessor::new)
                .withPropertyValues("cdc.targets.several.type=bean", "cdc.targets.several.parallelism=3")
                .run(running -> {
                    CollectingTarget target = running.getBean(CollectingTarget.class);
                    target.hang();
                    await().until(() -> statuses(running).get(0).state() == ProcessorState.RUNNING);
                    running.getBean(ScriptedProcessor.class).append(10);
                    await().until(() -> target.callers() == 3);
                    target.heal();
                    target.awaitRecords(10);
                });
    }

    @Test
    void aTargetThatTakesOneCallAtATimeRefusesParallelism() {
        context.withPropertyValues(SHOP)
                .withPropertyValues("cdc.targets.out.type=log", "cdc.targets.out.parallelism=2")
                .run(failed -> assertThat(failed).hasFailed());
        context.withUserConfiguration(OwnBeans.class)
                .withPropertyValues("cdc.targets.ownTarget.type=bean", "cdc.targets.ownTarget.parallelism=2")
                .run(failed -> assertThat(failed)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("cdc.targets.ownTarget")
                        .hasMessageContaining("takes one call at a time"));
    }

    /** A target of a user's own that several threads may call. */
    @Configuration(proxyBeanMethods = false)
    static class OwnConcurrentTarget {

        @Bean
        CollectingTarget several() {
            return new CollectingTarget.Concurrent();
        }
    }

    /** A transform of a user's own. */
    @Configuration(proxyBeanMethods = false)
    static class OwnTransform {

        @Bean
        RecordTransform evenOnly() {
            return record -> ScriptedProcessor.idOf(record) % 2 == 0 ? record : null;
        }
    }

    @Test
    void transformBeansAreUsedWhereTheyAreNamed() {
        context.withUserConfiguration(OwnBeans.class, OwnTransform.class)
                .withPropertyValues(
                        "cdc.processors.own-log.type=bean",
                        "cdc.processors.own-log.start-at=earliest",
                        "cdc.targets.ownTarget.type=bean",
                        "cdc.targets.ownTarget.transforms.beans=evenOnly",
                        "cdc.targets.ownTarget.transforms.filter=record['id'] > 0",
                        "cdc.targets.ownTarget.transforms.include=shop.orders",
                        "cdc.targets.ownTarget.transforms.rename[0].table=shop.orders",
                        "cdc.targets.ownTarget.transforms.rename[0].to=copies",
                        "cdc.targets.ownTarget.transforms.add-fields[0].name=region",
                        "cdc.targets.ownTarget.transforms.add-fields[0].value=eu")
                .run(running -> {
                    running.getBean(ScriptedProcessor.class).append(5);
                    CollectingTarget target = running.getBean(CollectingTarget.class);
                    target.awaitRecords(2);
                    assertThat(target.ids()).containsExactly(2L, 4L);
                    ChangeRecord record = (ChangeRecord) target.events().get(0);
                    assertThat(record.columns().table()).isEqualTo("copies");
                    assertThat(record.row().get(1)).isEqualTo("eu");
                    assertThat(statuses(running)
                                    .get(0)
                                    .targets()
                                    .get(0)
                                    .counts()
                                    .filtered())
                            .isEqualTo(3);
                });
    }

    private static List<StreamStatus> statuses(ApplicationContext running) {
        return running.getBean(StreamControl.class).statuses();
    }

    private static List<String> targets(ApplicationContext running, String processor) {
        return running.getBean(StreamControl.class).status(processor).targets().stream()
                .map(TargetStatus::name)
                .toList();
    }
}
