package dev.corecdc.processor.mysql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;

/** Shows a server that one knows a password (MySQL: "Authentication Methods"; the nonce is what the server sent). */
final class PasswordProof {

    private static final byte[] NONE = new byte[0];

    private final byte[] password;

    PasswordProof(String password) {
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    /** For mysql_native_password: SHA1(password) XOR SHA1(nonce, SHA1(SHA1(password))). */
    byte[] ofNative(byte[] nonce) {
        byte[] once = digest("SHA-1", password);
        return password.length == 0 ? NONE : xor(once, digest("SHA-1", nonce, digest("SHA-1", once)));
    }

    /** For caching_sha2_password: SHA256(password) XOR SHA256(SHA256(SHA256(password)), nonce). */
    byte[] ofCachingSha2(byte[] nonce) {
        byte[] once = digest("SHA-256", password);
        return password.length == 0 ? NONE : xor(once, digest("SHA-256", digest("SHA-256", once), nonce));
    }

    /** The password itself, to be sent over TLS only. */
    byte[] inClear() {
        return Arrays.copyOf(password, password.length + 1);
    }

    /**
     * The password for the owner of a key.
     *
     * @param key in PEM
     */
    byte[] encrypted(byte[] nonce, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, publicKey(new String(key, StandardCharsets.US_ASCII)));
        return cipher.doFinal(xor(inClear(), nonce));
    }

    private static PublicKey publicKey(String pem) throws GeneralSecurityException {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] xor(byte[] bytes, byte[] others) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= others[i % others.length];
        }
        return result;
    }

    private static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(ByteBuffer.wrap(part));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
