package dev.corecdc.target.http;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where and how a target of type {@code http} posts records.
 *
 * @param url where each batch is posted
 * @param body how the records of a batch stand in the body of a request: {@code ndjson}, a record a line, or {@code array}, one JSON
 *     array
 * @param gzip whether bodies are compressed
 * @param headers headers of each request besides those that the target sets
 * @param bearerToken sent as {@code Authorization: Bearer}
 * @param username sent with {@code password} as {@code Authorization: Basic}
 * @param password the user's password
 * @param signatureSecret a secret shared with the receiver: with it each request is signed as the Standard Webhooks have it. Base64 behind
 *     {@code whsec_}, or any text
 * @param sslBundle a {@code spring.ssl.bundle} with the authorities to trust and, for mutual TLS, the own certificate
 * @param connectTimeout how long making a connection may take
 * @param timeout how long a request may take until all of the answer is there
 * @param retryOn further statuses after which a batch is tried again: 401 while a token is renewed, for instance
 */
public record HttpTargetSettings(
        @NotBlank String url,
        @NotNull @DefaultValue("ndjson") BodyLayout body,
        boolean gzip,
        @DefaultValue Map<String, String> headers,
        @Nullable String bearerToken,
        @Nullable String username,
        @Nullable String password,
        @Nullable String signatureSecret,
        @Nullable String sslBundle,
        @NotNull @DefaultValue("10s") Duration connectTimeout,
        @NotNull @DefaultValue("30s") Duration timeout,
        @DefaultValue List<Integer> retryOn) {

    /** How the records of a batch stand in a body. */
    public enum BodyLayout {
        /** A record a line. */
        NDJSON,
        /** One JSON array. */
        ARRAY
    }

    public HttpTargetSettings {
        headers = Map.copyOf(headers);
        retryOn = List.copyOf(retryOn);
        if (bearerToken != null && username != null) {
            throw new IllegalArgumentException("only one of bearer-token and username can be set");
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("connect-timeout and timeout must be greater than 0");
        }
    }

    /** Without anything that may hold a secret. */
    @Override
    public String toString() {
        return "HttpTargetSettings[body=%s, gzip=%s]".formatted(body, gzip);
    }
}
