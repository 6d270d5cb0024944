package dev.corecdc.target.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as the Standard Webhooks have it: an HMAC-SHA256 over the request's id, its time and its body, with a full stop between
 * each. Safe for use by several threads.
 */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    /** What stands before a secret in Base64. */
    private static final String BASE64 = "whsec_";

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException when the secret is empty, or is not Base64 although it says so */
    Signature(String secret) {
        byte[] bytes = secret.startsWith(BASE64)
                ? Base64.getDecoder().decode(secret.substring(BASE64.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** @param seconds when it is sent, since the epoch */
    String of(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update("%s.%d.".formatted(id, seconds).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
