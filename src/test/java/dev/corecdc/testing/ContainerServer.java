package dev.corecdc.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.core.NestedExceptionUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A server in a container. Its port on this machine is chosen here, so that it stays when the container restarts. */
final class ContainerServer implements DatabaseServer {

    private static final int INNER_PORT = 3306;
    private static final String ROOT_PASSWORD = "root-secret";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final ServerKind kind;
    private final int port;
    private final GenericContainer<?> container;

    private ContainerServer(ServerKind kind, ServerOptions options, int port) {
        this.kind = kind;
        this.port = port;
        this.container = new GenericContainer<>(DockerImageName.parse(kind.image()))
                .withEnv(kind == ServerKind.MYSQL ? "MYSQL_ROOT_PASSWORD" : "MARIADB_ROOT_PASSWORD", ROOT_PASSWORD)
                .withCommand(arguments(kind, options))
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withPortBindings(new PortBinding(Ports.Binding.bindPort(port), ExposedPort.tcp(INNER_PORT))))
                .withExposedPorts(INNER_PORT)
                .waitingFor(new AnswerWaitStrategy());
        AtExit.close(this);
    }

    private static String[] arguments(ServerKind kind, ServerOptions options) {
        int serverId = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        // The address of a client behind a bridge has no name to be looked up.
        return Stream.concat(Stream.of("--skip-name-resolve"), options.logArguments(kind, serverId).stream())
                .toArray(String[]::new);
    }

    /** A failure here says that this engine cannot run this image, whatever the reason: another origin may do. */
    static ContainerServer start(ServerKind kind, ServerOptions options) throws ServerNotAvailableException {
        ContainerServer server;
        try {
            server = new ContainerServer(kind, options, FreePort.find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            server.container.start();
            try (Connection root = server.connect()) {
                Accounts.createCdcAccount(root);
            }
            return server;
        } catch (RuntimeException | SQLException e) {
            server.close();
            throw new ServerNotAvailableException(
                    "cannot start " + kind.image() + ", "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    e);
        }
    }

    @Override
    public ServerKind kind() {
        return kind;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Connection connect() throws SQLException {
        return Accounts.connectAsRoot(host(), port, ROOT_PASSWORD);
    }

    @Override
    public void stop() {
        if (container.isRunning()) {
            engine().stopContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public void kill() {
        if (container.isRunning()) {
            engine().killContainerCmd(container.getContainerId()).exec();
            Awaitility.await("end of " + this).until(() -> !container.isRunning());
        }
    }

    @Override
    public void start() {
        if (!container.isRunning()) {
            engine().startContainerCmd(container.getContainerId()).exec();
            awaitAnswer();
        }
    }

    private void awaitAnswer() {
        Awaitility.await(toString())
                .atMost(START_TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection = connect()) {
                        return connection.isValid(2);
                    }
                });
    }

    @Override
    public void close() {
        container.stop();
    }

    private static DockerClient engine() {
        return DockerClientFactory.lazyClient();
    }

    @Override
    public String toString() {
        return kind + " in a container on port " + port;
    }

    /** The image's entry point first runs a server without network: only an answer over the network counts. */
    private final class AnswerWaitStrategy extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            awaitAnswer();
        }
    }
}
