package dev.corecdc.target.http;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names a request by what is in it and where that stands in its log, so that it has the same name whenever it is sent again, and two
 * requests never have the same.
 */
final class IdempotencyKey {

    private IdempotencyKey() {}

    static String of(String target, List<? extends ChangeEvent> events, byte[] body) {
        MessageDigest digest = sha256();
        add(digest, target);
        events.forEach(event -> {
            Origin origin = event.origin();
            add(
                    digest,
                    "%s %s %s %d %s %d"
                            .formatted(
                                    origin.globalId(),
                                    origin.entry().id(),
                                    origin.source(),
                                    origin.position(),
                                    origin.timestamp(),
                                    event.sequence()));
        });
        digest.update(body);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
