package dev.corecdc.management;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that sends just the headers it is told, like curl. */
public final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;

    public Http(int port) {
        this.port = port;
    }

    /** An answer. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        /** The first header of that name, empty when there is none. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }
    }

    /** The header of a login. */
    public static String login(String user, String password) {
        String credentials = user + ":" + password;
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** The header of the login of {@link ManagementTest}. */
    public static String login() {
        return login("admin", "secret");
    }

    /** Sends a request without a body; a header is written as {@code Name: value}. */
    public Answer send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.BodyPublishers.noBody(), method, path, headers);
    }

    /** Sends a request with a JSON text. */
    public Answer sendJson(String json, String method, String path, String... headers)
            throws IOException, InterruptedException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/json";
        return send(HttpRequest.BodyPublishers.ofString(json), method, path, all);
    }

    private Answer send(HttpRequest.BodyPublisher body, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, body);
        for (String header : headers) {
            int colon = header.indexOf(':');
            request.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return new Answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }
}
