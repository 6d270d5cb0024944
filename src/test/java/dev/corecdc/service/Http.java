package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks to a running service as {@code me}, with the password {@code secret}. */
final class Http {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    private Http(String base) {
        this.base = base;
    }

    /** Finds the port in what the service has printed. */
    static Http of(ServiceProcess service) {
        Matcher port = PORT.matcher(service.output());
        assertThat(port.find()).as(service.output()).isTrue();
        return new Http("http://localhost:" + port.group(1));
    }

    /** The body of the answer, whatever its status. */
    String get(String path) throws IOException, InterruptedException {
        return send(request(path).build()).body();
    }

    /** The status of the answer. */
    int post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build())
                .statusCode();
    }

    /** What the service has answered. */
    record Answer(int status, String body) {}

    Answer put(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
        return new Answer(answer.statusCode(), answer.body());
    }

    void awaitText(String path, String text) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(get(path)).contains(text));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", LOGIN);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
