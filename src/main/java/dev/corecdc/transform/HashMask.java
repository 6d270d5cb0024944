package dev.corecdc.transform;

import dev.corecdc.event.ColumnType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows the HMAC-SHA-256 (RFC 2104) of a value in hexadecimal digits: of text in UTF-8, of bytes as they are, of all else as {@link
 * ValueText} writes it.
 */
final class HashMask implements Mask {

    private static final String ALGORITHM = "HmacSHA256";

    /** Ready to begin; copied for each value, as one can be used by one thread at a time. */
    private final Mac ready;

    HashMask(String secret) {
        try {
            ready = Mac.getInstance(ALGORITHM);
            ready.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    @Override
    public Object hide(Object value) {
        try {
            Mac mac = (Mac) ready.clone();
            return HexFormat.of().formatHex(mac.doFinal(ValueText.bytes(value)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's " + ALGORITHM + " cannot be copied", e);
        }
    }

    @Override
    public ColumnType type(ColumnType declared) {
        return ColumnType.TEXT;
    }

    @Override
    public boolean keepsIdentity() {
        return true;
    }
}
