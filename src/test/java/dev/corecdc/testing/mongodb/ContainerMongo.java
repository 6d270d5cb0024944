package dev.corecdc.testing.mongodb;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.corecdc.testing.AtExit;
import dev.corecdc.testing.ContainerImages;
import dev.corecdc.testing.FreePort;
import dev.corecdc.testing.ServerNotAvailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.springframework.core.NestedExceptionUtils;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real server in a container, a replica set of one member. It listens on the same port inside as outside, so that the member's
 * address is right for both.
 */
final class ContainerMongo implements MongoServer {

    private static final String SET_NAME = "rs0";
    private static final int ALREADY_INITIALIZED = 23;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final MongoKind kind;
    private final int port;
    private final MongoDBContainer container;

    private ContainerMongo(MongoKind kind, String image, int port) {
        this.kind = kind;
        this.port = port;
        this.container = new MongoDBContainer(DockerImageName.parse(image))
                .withCommand("--replSet", SET_NAME, "--bind_ip_all", "--port", String.valueOf(port))
                .withExposedPorts(port)
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withPortBindings(new PortBinding(Ports.Binding.bindPort(port), ExposedPort.tcp(port))))
                .waitingFor(Wait.forListeningPort().withStartupTimeout(START_TIMEOUT));
        AtExit.close(this);
    }

    /** A failure here says that this engine cannot run this image, whatever the reason. */
    static ContainerMongo start(MongoKind kind, String image) throws ServerNotAvailableException {
        ContainerImages.provide(image);
        ContainerMongo server;
        try {
            server = new ContainerMongo(kind, image, FreePort.find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            server.container.start();
            server.initiate();
            return server;
        } catch (RuntimeException e) {
            server.close();
            String cause =
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            throw new ServerNotAvailableException("cannot start " + image + ", " + cause, e);
        }
    }

    private void initiate() {
        String host = container.getHost();
        try (MongoClient client = MongoClients.create("mongodb://" + host + ":" + port + "/?directConnection=true")) {
            Document member = new Document("_id", 0).append("host", host + ":" + port);
            Document config = new Document("_id", SET_NAME).append("members", List.of(member));
            try {
                client.getDatabase("admin").runCommand(new Document("replSetInitiate", config));
            } catch (MongoCommandException e) {
                if (e.getErrorCode() != ALREADY_INITIALIZED) {
                    throw e;
                }
            }
            Awaitility.await("primary of " + this).atMost(START_TIMEOUT).until(() -> client.getDatabase("admin")
                    .runCommand(new Document("hello", 1))
                    .getBoolean("isWritablePrimary"));
        }
    }

    @Override
    public String uri() {
        return "mongodb://" + container.getHost() + ":" + port + "/?replicaSet=" + SET_NAME;
    }

    @Override
    public void close() {
        container.stop();
    }

    @Override
    public String toString() {
        return kind + " in a container on port " + port;
    }
}
