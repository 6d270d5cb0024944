package dev.corecdc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/** A server that is a process of this machine, with data of its own below {@code target/servers}. */
final class LocalServer implements DatabaseServer {

    private static final String HOST = "127.0.0.1";
    private static final int ATTEMPTS = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final ServerPrograms programs;
    private final ServerOptions options;
    private final int port;
    private final int serverId = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    private final Path home;
    private final Path data;
    private final Path log;
    private volatile @Nullable Process process;
    private boolean closed;

    private LocalServer(ServerPrograms programs, ServerOptions options, int port) throws IOException {
        this.programs = programs;
        this.options = options;
        this.port = port;
        Path servers = Files.createDirectories(BuildFolder.resolve("servers"));
        this.home = Files.createTempDirectory(servers, programs.kind().type() + "-");
        this.data = home.resolve("data");
        this.log = Files.createDirectories(servers.resolve("logs")).resolve(home.getFileName() + ".log");
        programs.createData(data);
        AtExit.close(this);
    }

    /** Another process may take the free port before the server does; then it is tried again with another. */
    static LocalServer start(ServerPrograms programs, ServerOptions options) {
        for (int attempt = 1; ; attempt++) {
            LocalServer server = prepare(programs, options);
            try {
                server.startForTheFirstTime();
                return server;
            } catch (PortTakenException e) {
                server.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        }
    }

    private static LocalServer prepare(ServerPrograms programs, ServerOptions options) {
        try {
            return new LocalServer(programs, options, FreePort.find());
        } catch (IOException e) {
            throw new UncheckedIOException(programs.kind() + " could not be prepared", e);
        }
    }

    private void startForTheFirstTime() {
        start();
        try (Connection root = connect()) {
            Accounts.createCdcAccount(root);
        } catch (SQLException e) {
            throw new IllegalStateException(kind() + " refused the CDC account: " + e.getMessage(), e);
        }
    }

    @Override
    public ServerKind kind() {
        return programs.kind();
    }

    @Override
    public String host() {
        return HOST;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Optional<Path> program(String... names) {
        return Stream.of(names)
                .map(name -> programs.program().resolveSibling(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public Connection connect() throws SQLException {
        return Accounts.connectAsRoot(HOST, port, "");
    }

    @Override
    public void start() {
        if (isUp()) {
            return;
        }
        try {
            awaitAnswer(launch());
        } catch (IOException e) {
            throw new UncheckedIOException(kind() + " could not be started", e);
        }
    }

    /** Never after a close, which the end of the JVM may call while this starts. */
    private synchronized Process launch() throws IOException {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
        Process started = programs.launch(log, arguments());
        started.getOutputStream().close();
        process = started;
        return started;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--datadir=" + data,
                // Relative to the data folder: a path of more than a hundred characters cannot be a socket.
                "--socket=sock",
                "--pid-file=" + home.resolve("pid"),
                // A MariaDB that starts removes the temporary tables of others from a folder that they share.
                "--tmpdir=" + home,
                "--port=" + port,
                "--bind-address=" + HOST,
                // Enough for kill -9, and quick: the operating system has the data, the disk need not.
                "--sync-binlog=0",
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-buffer-pool-size=64M",
                "--performance-schema=OFF"));
        if (isMariaDb()) {
            // Without a certificate it makes one at each start, which takes up to a minute; a test of TLS brings one.
            arguments.add("--skip-ssl");
        }
        arguments.addAll(options.logArguments(kind(), serverId));
        return arguments;
    }

    private void awaitAnswer(Process started) throws IOException {
        try {
            Awaitility.await(kind() + " on port " + port)
                    .atMost(START_TIMEOUT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .failFast("the server's process ended", () -> !started.isAlive())
                    .until(() -> {
                        try (Connection connection = connect()) {
                            return connection.isValid(2);
                        }
                    });
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            started.destroyForcibly();
            String said = Files.readString(log, StandardCharsets.UTF_8);
            String message = kind() + " on port " + port + " did not start; it said:\n" + said;
            throw said.contains("Address already in use")
                    ? new PortTakenException(message, e)
                    : new IllegalStateException(message, e);
        }
    }

    @Override
    public void stop() {
        end(Process::destroy);
    }

    @Override
    public void kill() {
        end(Process::destroyForcibly);
    }

    private void end(Consumer<Process> how) {
        @Nullable Process running = process;
        if (running == null) {
            return;
        }
        how.accept(running);
        try {
            if (!running.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
                throw new IllegalStateException(kind() + " did not stop in " + STOP_TIMEOUT + " and was killed");
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    private boolean isUp() {
        @Nullable Process running = process;
        return running != null && running.isAlive();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        kill();
        BuildFolder.delete(home);
    }

    @Override
    public String toString() {
        return kind() + " on port " + port;
    }

    /** The port that was free is not free any more. */
    private static final class PortTakenException extends IllegalStateException {

        private static final long serialVersionUID = 1;

        PortTakenException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
