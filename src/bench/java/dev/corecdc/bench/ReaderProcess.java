package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** A process of its own that reads a workload, in a folder of its own. Killed when it is closed, and what it has written is deleted. */
final class ReaderProcess implements AutoCloseable {

    /** 512 MB of heap from the start, and besides what the JVM chooses by itself in a container of 1 GB. */
    private static final List<String> AS_IN_A_POD =
            List.of("-Xms512m", "-Xmx512m", "-XX:MaxRAM=1g", "-XX:+UseSerialGC");

    private static final String OUTPUT = "output";

    private final Process process;
    private final Path folder;

    private ReaderProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts one in an empty folder. */
    static ReaderProcess start(Class<?> main, DatabaseServer server, Workload workload, String variant)
            throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Report.FOLDER), main.getSimpleName().toLowerCase(Locale.ROOT));
        List<String> command = new ArrayList<>(List.of(Jvm.java()));
        command.addAll(AS_IN_A_POD);
        command.addAll(Jvm.options());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path", ""),
                main.getName(),
                server.host(),
                Integer.toString(server.port()),
                server.user(),
                server.password(),
                workload.file(),
                workload.gtids(),
                workload.tables(),
                Long.toString(workload.rows()),
                variant));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(OUTPUT).toFile())
                .start();
        return new ReaderProcess(process, folder);
    }

    /** Waits until it has written a line that begins with {@code word}. */
    void await(String word, Duration most) throws IOException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (output().lines().noneMatch(line -> line.startsWith(word))) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                throw new IllegalStateException("it has not come to %s:%n%s".formatted(word, output()));
            }
        }
    }

    /** Waits for its end; all that it has written. */
    String await(Duration most) throws IOException, InterruptedException {
        if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it has not ended:%n%s".formatted(output()));
        }
        return output();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve(OUTPUT));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        FileSystemUtils.deleteRecursively(folder);
    }
}
