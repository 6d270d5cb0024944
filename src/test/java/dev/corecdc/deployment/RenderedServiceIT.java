package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamStatus;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/** The service starts with what the chart gives it, and answers where Kubernetes and Prometheus are told to ask. */
@HelmTest
class RenderedServiceIT {

    private static final InMemoryReplicaSet REPLICA_SET = InMemoryReplicaSet.start();

    @TempDir
    static Path folder = Path.of("");

    private static HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void makeCertificates() throws Exception {
        SSLContext trust = Certificates.write(folder.resolve("certs"));
        client = HttpClient.newBuilder().sslContext(trust).build();
    }

    @AfterAll
    static void closeReplicaSet() {
        REPLICA_SET.close();
    }

    @ParameterizedTest
    @MethodSource("dev.corecdc.deployment.Chart#valuesFiles")
    void startsAndAnswers(String values) throws Exception {
        Manifests manifests = Chart.render(values);
        RenderedService rendered = new RenderedService(manifests, podFolder(values));
        assumeThat(rendered.configuration().missingFeatures())
                .as("features that were left out")
                .isEmpty();

        try (ConfigurableApplicationContext service = rendered.start(databases(rendered))) {
            assertThat(service.getBean(StreamControl.class).statuses())
                    .extracting(StreamStatus::name)
                    .containsExactlyInAnyOrderElementsOf(
                            rendered.configuration().processors())
                    .isNotEmpty();
            assertThat(service.getBean(StreamControl.class).statuses())
                    .extracting(StreamStatus::state)
                    .containsOnly(ProcessorState.STOPPED);
            Container container = manifests.pod().getSpec().getContainers().get(0);
            assertAnswers(service, container.getStartupProbe().getHttpGet());
            assertAnswers(service, container.getLivenessProbe().getHttpGet());
            assertAnswers(service, container.getReadinessProbe().getHttpGet());
            for (ServiceMonitor monitor : manifests.every(ServiceMonitor.class)) {
                Endpoint endpoint = monitor.getSpec().getEndpoints().get(0);
                assertAnswers(service, endpoint.getScheme(), endpoint.getPort(), endpoint.getPath());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal.yaml", "management-port.yaml"})
    void theGracePeriodIsAboveTheSumOfTheShutdownPhases(String values) throws Exception {
        Manifests manifests = Chart.render(values);
        List<ApplicationContext> contexts = new CopyOnWriteArrayList<>();

        try (ConfigurableApplicationContext service = new RenderedService(manifests, podFolder(values))
                .start(Map.of(), (ApplicationListener<WebServerInitializedEvent>)
                        event -> contexts.add(event.getApplicationContext()))) {
            Duration phase = service.getEnvironment()
                    .getProperty("spring.lifecycle.timeout-per-shutdown-phase", Duration.class, Duration.ofSeconds(30));
            // One context after the other is stopped, and in each one phase after the other.
            long phases = contexts.stream()
                    .mapToLong(context -> context.getBeansOfType(SmartLifecycle.class).values().stream()
                            .mapToInt(SmartLifecycle::getPhase)
                            .distinct()
                            .count())
                    .sum();
            assertThat(contexts).hasSize(values.equals("minimal.yaml") ? 1 : 2);
            assertThat(manifests.pod().getSpec().getTerminationGracePeriodSeconds())
                    .isGreaterThan(phases * phase.toSeconds());
        }
    }

    /** What has to be there when the service starts: a source need not, a store of checkpoints must. */
    private static Map<String, String> databases(RenderedService rendered) {
        return rendered.configuration().store().equals("mongodb")
                ? Map.of("cdc.checkpoint.mongodb.uri", REPLICA_SET.uri())
                : Map.of();
    }

    /** A folder for one pod, with the certificates that a Secret would bring. */
    private static Path podFolder(String values) throws IOException {
        Path pod = Files.createTempDirectory(folder, values);
        Files.createSymbolicLink(pod.resolve("certs"), folder.resolve("certs"));
        return pod;
    }

    private static void assertAnswers(ConfigurableApplicationContext service, HTTPGetAction probe) throws Exception {
        assertAnswers(
                service,
                probe.getScheme().toLowerCase(Locale.ROOT),
                probe.getPort().getStrVal(),
                probe.getPath());
    }

    private static void assertAnswers(ConfigurableApplicationContext service, String scheme, String port, String path)
            throws Exception {
        String local = port.equals("management") ? "local.management.port" : "local.server.port";
        URI address = URI.create("%s://localhost:%s%s"
                .formatted(
                        scheme, Objects.requireNonNull(service.getEnvironment().getProperty(local)), path));
        HttpResponse<Void> answer =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).as(address.toString()).isEqualTo(200);
    }
}
