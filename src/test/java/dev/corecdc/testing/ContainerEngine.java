package dev.corecdc.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** A container engine of this machine, if it can start the server's image: no engine will do that cannot pull it. */
final class ContainerEngine implements ServerOrigin {

    private static final long PULL_MINUTES = 10;

    @Override
    public DatabaseServer start(ServerKind kind, ServerOptions options) throws ServerNotAvailableException {
        provideImage(kind.image());
        return ContainerServer.start(kind, options);
    }

    /** Asks once: left to Testcontainers, an engine without a way to the image's registry costs minutes a test run. */
    private static void provideImage(String image) throws ServerNotAvailableException {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                throw new ServerNotAvailableException("no engine answers");
            }
            DockerClient engine = DockerClientFactory.lazyClient();
            if (!hasImage(engine, image)
                    && !engine.pullImageCmd(image)
                            .exec(new PullImageResultCallback())
                            .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
                throw new ServerNotAvailableException(image + " was not pulled within " + PULL_MINUTES + " minutes");
            }
        } catch (RuntimeException e) {
            throw new ServerNotAvailableException("cannot have " + image + ", " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerNotAvailableException("interrupted while pulling " + image, e);
        }
    }

    private static boolean hasImage(DockerClient engine, String image) {
        try {
            engine.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "container engine";
    }
}
