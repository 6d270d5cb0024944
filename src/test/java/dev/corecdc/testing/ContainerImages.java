package dev.corecdc.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** The images that the container engine of this machine has or can pull. */
public final class ContainerImages {

    private static final long PULL_MINUTES = 10;

    private ContainerImages() {}

    /**
     * Asks once: left to Testcontainers, an engine without a way to the image's registry costs minutes a test run.
     *
     * @throws ServerNotAvailableException if there is no engine or it cannot have the image
     */
    public static void provide(String image) throws ServerNotAvailableException {
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
}
