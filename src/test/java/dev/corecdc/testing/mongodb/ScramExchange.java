package dev.corecdc.testing.mongodb;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The server's side of one SCRAM-SHA-256 exchange (RFC 5802, RFC 7677), for one user. */
final class ScramExchange {

    private static final int ITERATIONS = 4096;
    private static final int SALT_BYTES = 28;
    private static final int KEY_BITS = 256;

    private final String user;
    private final String password;
    private final byte[] salt = new byte[SALT_BYTES];
    private @Nullable String clientFirst;
    private @Nullable String serverFirst;

    ScramExchange(String user, String password) {
        this.user = user;
        this.password = password;
        new SecureRandom().nextBytes(salt);
    }

    /** Takes the client's first message and gives the challenge. */
    byte[] challenge(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        String bare = text.substring(text.indexOf(',', text.indexOf(',') + 1) + 1);
        Map<String, String> fields = fields(bare);
        if (!user.equals(fields.get("n"))) {
            throw failed();
        }
        byte[] nonce = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(nonce);
        clientFirst = bare;
        serverFirst = "r=" + fields.get("r") + base64(nonce) + ",s=" + base64(salt) + ",i=" + ITERATIONS;
        return serverFirst.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes the client's proof and gives the server's own signature. */
    byte[] verify(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        String withoutProof = text.substring(0, text.lastIndexOf(",p="));
        String proof = fields(text).get("p");
        if (proof == null || clientFirst == null || serverFirst == null) {
            throw failed();
        }
        try {
            byte[] salted = salted();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            String all = clientFirst + "," + serverFirst + "," + withoutProof;
            byte[] expected = xor(clientKey, hmac(storedKey, all));
            if (!MessageDigest.isEqual(expected, Base64.getDecoder().decode(proof))) {
                throw failed();
            }
            String signature = base64(hmac(hmac(salted, "Server Key"), all));
            return ("v=" + signature).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static CommandFailure failed() {
        return ServerError.AUTHENTICATION_FAILED.because("Authentication failed.");
    }

    private byte[] salted() throws GeneralSecurityException {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(key)
                .getEncoded();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] xor(byte[] left, byte[] right) {
        byte[] result = new byte[left.length];
        for (int i = 0; i < left.length; i++) {
            result[i] = (byte) (left[i] ^ right[i]);
        }
        return result;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> fields(String message) {
        Map<String, String> fields = new HashMap<>();
        for (String field : message.split(",", -1)) {
            int equals = field.indexOf('=');
            if (equals == 1) {
                fields.put(field.substring(0, 1), field.substring(2));
            }
        }
        return fields;
    }
}
