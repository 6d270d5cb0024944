package dev.corecdc.processor.mysql;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Tells why TLS failed, where a person has to mend it, from what the Java runtime says. */
final class TlsFaults {

    private static final String ALERT = "Received fatal alert: ";

    /** What a server says that could not say more: it ends the connection so too when it is in trouble. */
    private static final String INTERNAL = "internal_error";

    /** In the words of the Java runtime when it does not go on with a handshake. */
    private static final Pattern IN_COMMON = Pattern.compile("protocol|cipher", Pattern.CASE_INSENSITIVE);

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
        String failed = find(failure, SSLException.class);
        if (failed == null) {
            return Optional.empty();
        }
        if (failed.contains(ALERT)) {
            return failed.contains(INTERNAL) ? Optional.empty() : Optional.of(alert(failed));
        }
        return find(failure, SSLHandshakeException.class) != null
                        && IN_COMMON.matcher(failed).find()
                ? Optional.of(nothingInCommon(failed))
                : Optional.empty();
    }

    private static String alert(String failed) {
        return "it ended the TLS handshake (%s). Look at the certificate of 'ssl.bundle', which the server's 'ssl_ca' must know, and at the"
                        .formatted(failed.substring(failed.indexOf(ALERT) + ALERT.length()))
                + " versions and ciphers of both sides";
    }

    private static String nothingInCommon(String failed) {
        return ("there is no version of TLS, or no cipher, that both sides take (%s). Look at the server's 'tls_version', at the options of 'ssl.bundle',"
                        + " and at what the Java runtime disables (jdk.tls.disabledAlgorithms)")
                .formatted(failed);
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
