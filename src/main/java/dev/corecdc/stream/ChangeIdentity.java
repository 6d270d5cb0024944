package dev.corecdc.stream;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What names a change for ever, so that it is known again when it is read a second time. */
final class ChangeIdentity {

    private ChangeIdentity() {}

    /** Null where the log gives it no name. */
    static @Nullable String of(ChangeEvent change) {
        Origin origin = change.origin();
        String place;
        if (origin.globalId() != null) {
            place = origin.globalId();
        } else if (origin.source() != null) {
            place = origin.source() + ":" + origin.position();
        } else {
            Json event = origin.event();
            return event == null ? null : digest(event.text());
        }
        return place + ":" + change.sequence() + ":" + origin.timestamp().getEpochSecond();
    }

    /** An event may be as large as a document; it has an id of its own, so that two never have the same text. */
    private static String digest(String event) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(event.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
