package dev.corecdc.target.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where requests are posted. Safe for use by several threads. */
final class Receiver {

    private final Supplier<HttpClient> client;
    private final HttpRequest model;
    private final Duration timeout;
    private final @Nullable Signature signature;
    private final InstantSource clock;

    /**
     * @param client how to reach it
     * @param model a request with everything that all have
     * @param timeout until all of the answer is there
     * @param signature null when requests are not signed
     */
    Receiver(
            Supplier<HttpClient> client,
            HttpRequest model,
            Duration timeout,
            @Nullable Signature signature,
            InstantSource clock) {
        this.client = client;
        this.model = model;
        this.timeout = timeout;
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * Posts a body and waits for the answer.
     *
     * @param id the same whenever the same is sent
     * @throws IOException when there was no answer in time
     * @throws InterruptedException when the thread is interrupted while it waits; one that was interrupted before stays so
     */
    HttpResponse<String> post(byte[] body, String id) throws IOException, InterruptedException {
        boolean interrupted = Thread.interrupted();
        CompletableFuture<HttpResponse<String>> answer =
                client.get().sendAsync(request(body, id), info -> new AnswerHead());
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("%s has not answered within %s".formatted(place(), timeout), e);
        } catch (ExecutionException e) {
            throw new IOException("%s was not reached: %s".formatted(place(), reason(e)), e);
        } finally {
            answer.cancel(true);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private HttpRequest request(byte[] body, String id) {
        HttpRequest.Builder request = HttpRequest.newBuilder(model, (name, value) -> true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Idempotency-Key", id);
        if (signature != null) {
            long seconds = clock.instant().getEpochSecond();
            request.header("webhook-id", id)
                    .header("webhook-timestamp", Long.toString(seconds))
                    .header("webhook-signature", signature.of(id, seconds, body));
        }
        return request.build();
    }

    /** Without what may hold a secret. */
    private String place() {
        URI uri = model.uri();
        return "%s://%s".formatted(uri.getScheme(), uri.getAuthority());
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
