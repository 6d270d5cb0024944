package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.AtExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The service as a process of its own, in a folder with an {@code application.yml}. Can be killed and started again on what
 * it left there.
 */
final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Path log;
    private final List<String> program;
    private @Nullable Process process;

    private ServiceProcess(Path folder, List<String> program) {
        this.folder = folder;
        this.log = folder.resolve("log");
        this.program = program;
    }

    /** The jar, with {@code yaml} beside it. */
    static ServiceProcess jar(Path folder, String yaml, String... jvmOptions) {
        return configured(folder, yaml, jvmOptions, List.of("-jar", jarFile().toString()));
    }

    /** A main class of the tests, with the test class path and {@code yaml} beside it. */
    static ServiceProcess main(Class<?> main, Path folder, String yaml, String... jvmOptions) {
        return configured(
                folder, yaml, jvmOptions, List.of("-cp", System.getProperty("java.class.path", ""), main.getName()));
    }

    private static ServiceProcess configured(Path folder, String yaml, String[] jvmOptions, List<String> what) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("application.yml"), "server.port: 0\n" + yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A start takes half of the processor's time so, and most of what tests do with a service is to start it.
        program.add("-XX:TieredStopAtLevel=1");
        program.addAll(List.of(jvmOptions));
        program.addAll(what);
        return new ServiceProcess(folder, program);
    }

    private static Path jarFile() {
        try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("core-cdc-.*\\.jar"))
                    .toList();
            assertThat(jars).as("the jar that the build has made").hasSize(1);
            return jars.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it; returns at once. What it prints is added to the log. */
    ServiceProcess start() {
        try {
            Process started = new ProcessBuilder(program)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            AtExit.close(started::destroyForcibly);
            process = started;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again, with an empty log. */
    ServiceProcess startAnew() {
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start();
    }

    /** All it has printed so far. */
    String output() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed {@code text}; ends early, with its output, when the process does. */
    ServiceProcess awaitOutput(String text) {
        return awaitOutput(text, PATIENCE);
    }

    /** The same, at most for so long. */
    ServiceProcess awaitOutput(String text, Duration patience) {
        await("'%s' in the output".formatted(text)).atMost(patience).until(() -> {
            boolean there = output().contains(text);
            assertThat(there || running().isAlive()).as(output()).isTrue();
            return there;
        });
        return this;
    }

    /** Waits until it has ended by itself; its exit code. */
    int awaitExit() throws InterruptedException {
        assertThat(running().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        return running().exitValue();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** Ends it as Kubernetes does, by SIGTERM; its exit code. */
    int terminate() throws InterruptedException {
        running().destroy();
        return awaitExit();
    }

    /** Lets it stand still, as a machine does that is too busy, until {@link #thaw}. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", name, String.valueOf(running().pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("it was never started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
