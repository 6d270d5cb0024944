package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The jar that the build has made, unpacked and started as the image does. */
final class PackagedService {

    private static final String RUNNING = " is RUNNING";
    private static final List<String> AS_IN_THE_IMAGE = List.of("-Xms256m", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    private final Path folder;
    private final Path jar;
    private final Path cache;

    /** One that reads the server and hands what it reads to the log. */
    PackagedService(DatabaseServer server) throws IOException, InterruptedException {
        this.folder = Files.createTempDirectory(Files.createDirectories(Report.FOLDER), "startup");
        Path unpacked = folder.resolve("service");
        this.jar = unpacked.resolve("core-cdc.jar");
        this.cache = folder.resolve("core-cdc.aot");
        run(List.of(
                "-Djarmode=tools",
                "-jar",
                packaged().toString(),
                "extract",
                "--application-filename",
                jar.getFileName().toString(),
                "--destination",
                unpacked.toString()));
        Files.writeString(folder.resolve("application.yml"), """
                server.port: 0
                cdc:
                  processors:
                    bench:
                      type: mysql
                      mysql:
                        host: %s
                        port: %d
                        username: %s
                        password: %s
                        ssl.mode: disabled
                        allow-public-key-retrieval: true
                  targets:
                    console.type: log
                """.formatted(
                        server.host(), server.port(), server.user(), server.password()));
    }

    private static Path packaged() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target"), "core-cdc-*.jar")) {
            return jars.iterator().next().toAbsolutePath();
        }
    }

    /** Makes a cache as the Dockerfile does; false where this Java has none. */
    boolean train() throws IOException, InterruptedException {
        if (Jvm.feature() < 25) {
            return false;
        }
        run(List.of(
                "-XX:AOTCacheOutput=" + cache,
                "-Xlog:aot=error",
                "-Dspring.context.exit=onRefresh",
                "-jar",
                jar.toString()));
        return true;
    }

    private void run(List<String> options) throws IOException, InterruptedException {
        Path output = folder.resolve("preparation");
        Process process = start(options).redirectOutput(output.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(output));
        }
    }

    private ProcessBuilder start(List<String> options) {
        List<String> command = new ArrayList<>(List.of(Jvm.java()));
        command.addAll(AS_IN_THE_IMAGE);
        command.addAll(Jvm.options());
        command.addAll(options);
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    }

    /**
     * Starts it, waits until its processor runs, and ends it.
     *
     * @param trained whether it uses what {@link #train} has made
     */
    Start start(boolean trained) throws IOException {
        List<String> options = new ArrayList<>();
        if (trained) {
            options.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache));
        }
        options.addAll(List.of("-jar", jar.toString()));
        StringBuilder told = new StringBuilder();
        long begin = System.nanoTime();
        Process process = start(options).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(RUNNING)) {
                    Duration took = Duration.ofNanos(System.nanoTime() - begin);
                    return new Start(
                            took,
                            process.info().totalCpuDuration().orElse(Duration.ZERO),
                            Meter.peakMegabytes(process.pid()));
                }
                told.append(line).append('\n');
            }
            throw new IllegalStateException("it has ended:\n" + told);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * How it came to run.
     *
     * @param took from the beginning of the process
     * @param cpu what it took of the processors meanwhile
     * @param megabytes the most that was resident meanwhile
     */
    record Start(Duration took, Duration cpu, long megabytes) {}
}
