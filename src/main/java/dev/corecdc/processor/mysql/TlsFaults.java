package dev.corecdc.processor.mysql;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells why TLS failed, where a person has to mend it, from what the Java runtime says. */
final class TlsFaults {

    private static final String ALERT = "Received fatal alert: ";

    /** What a server says that could not say more: it ends the connection so too when it is in trouble. */
    private static final String INTERNAL = "internal_error";

    private TlsFaults() {}

    /** What is wrong and what to do, as the end of a sentence about the server; empty when it is something else. */
    static Optional<String> explain(Throwable failure) {
        String expired = find(failure, CertificateExpiredException.class);
        if (expired != null) {
            return Optional.of("its certificate has expired (%s). Renew it".formatted(expired));
        }
        String early = find(failure, CertificateNotYetValidException.class);
        if (early != null) {
            return Optional.of("its certificate is not valid yet (%s). Look at the clocks".formatted(early));
        }
        String unknown =
                firstOf(find(failure, CertPathBuilderException.class), find(failure, CertPathValidatorException.class));
        if (unknown != null) {
            return Optional.of(
                    "its certificate is not from an authority that is trusted (%s). Name a 'ssl.bundle' that trusts the server's authority"
                            .formatted(unknown));
        }
        String other = find(failure, CertificateException.class);
        if (other != null) {
            return Optional.of(
                    "its certificate is not for this host (%s). Use the name that the certificate has, or 'ssl.mode' verify-ca"
                            .formatted(other));
        }
        String refused = find(failure, SSLException.class);
        return refused != null && refused.contains(ALERT) && !refused.contains(INTERNAL)
                ? Optional.of(
                        "it ended the TLS handshake (%s). Look at the certificate of 'ssl.bundle', which the server's 'ssl_ca' must know, and at the"
                                        .formatted(refused.substring(refused.indexOf(ALERT) + ALERT.length()))
                                + " versions and ciphers of both sides")
                : Optional.empty();
    }

    private static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    private static @Nullable String find(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return String.valueOf(cause.getMessage());
            }
        }
        return null;
    }
}
