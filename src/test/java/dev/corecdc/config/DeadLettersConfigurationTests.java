package dev.corecdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.stream.DeadLetterControl;
import dev.corecdc.stream.DeadLetterStatus;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class DeadLettersConfigurationTests {

    private final Path folder;
    private final ApplicationContextRunner context;

    DeadLettersConfigurationTests(@TempDir Path folder) {
        this.folder = folder;
        context = new ApplicationContextRunner()
                .withUserConfiguration(CoreCdcApplication.class, OwnBeans.class)
                .withPropertyValues(
                        "cdc.checkpoint.file.directory=" + folder.resolve("checkpoints"),
                        "cdc.checkpoint.file.dead-letters=" + folder.resolve("letters"),
                        "cdc.processors.own-log.type=bean",
                        "cdc.processors.own-log.start-at=earliest",
                        "cdc.targets.picky.type=bean",
                        "cdc.targets.picky.on-failure=dead-letter");
    }

    /** A processor, and a target that takes nothing with the id 1. */
    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        ScriptedProcessor ownLog() {
            return new ScriptedProcessor();
        }

        @Bean
        Target picky() {
            CollectingTarget taken = new CollectingTarget();
            return records -> {
                if (records.stream().anyMatch(record -> ScriptedProcessor.idOf(record) == 1)) {
                    throw new RejectedRecordException("not 1", null);
                }
                taken.save(records);
            };
        }
    }

    /** A store that keeps no dead letters. */
    @Configuration(proxyBeanMethods = false)
    static class PlainStore {

        @Bean
        CheckpointStore plainStore() {
            return new CheckpointStore() {
                @Override
                public Map<String, Checkpoint> load(String processor) {
                    return Map.of();
                }

                @Override
                public void save(String processor, String target, Checkpoint checkpoint) {}

                @Override
                public boolean loadPaused(String processor) {
                    return false;
                }

                @Override
                public void savePaused(String processor, boolean paused) {}

                @Override
                public Set<String> loadPausedTargets(String processor) {
                    return Set.of();
                }

                @Override
                public void savePaused(String processor, String target, boolean paused) {}
            };
        }
    }

    @Test
    void keepsDeadLettersInFilesBesideTheCheckpoints() {
        context.run(running -> {
            running.getBean(ScriptedProcessor.class).append(3);
            await().until(() -> letters(running.getBean(StreamControl.class)).size() == 1);
        });
        context.run(running -> assertThat(letters(running.getBean(StreamControl.class)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.target()).isEqualTo("picky");
                    assertThat(letter.error()).isEqualTo("not 1");
                }));
        try (Stream<Path> files = Files.walk(folder.resolve("letters"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<DeadLetterStatus> letters(StreamControl streams) {
        return streams.deadLetters()
                .list(new DeadLetterControl.Filter(null, null, null), 0, 10)
                .letters();
    }

    @Test
    void refusesToStartWhereTheStoreKeepsNone() {
        context.withUserConfiguration(PlainStore.class).run(failed -> assertThat(failed)
                .getFailure()
                .rootCause()
                .hasMessageContaining("'on-failure: dead-letter' needs a checkpoint store that keeps dead letters"));
        context.withUserConfiguration(PlainStore.class)
                .withPropertyValues("cdc.targets.picky.on-failure=halt")
                .run(running -> assertThat(running).hasNotFailed());
    }
}
