package dev.corecdc.management.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;

/** A key of somebody who issues tokens. */
final class SigningKey {

    private final KeyPair keys;

    SigningKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the public half to a file, as {@code public-key-location} takes it. */
    Path writePublic(Path file) {
        String encoded = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        try {
            return Files.writeString(
                    file, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(encoded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header of a login of {@code jane} with a token that is good for a minute. */
    String login(Map<String, ?> claims) {
        return login(Instant.now().plusSeconds(60), claims);
    }

    String login(Instant expiry, Map<String, ?> claims) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder().subject("jane").expirationTime(Date.from(expiry));
        claims.forEach(set::claim);
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), set.build());
        try {
            token.sign(new RSASSASigner(keys.getPrivate()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return "Authorization: Bearer " + token.serialize();
    }
}
