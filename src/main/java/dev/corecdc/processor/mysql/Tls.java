package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * How connections to a server are encrypted, those for questions and those for the log alike. Safe for use by several threads.
 *
 * <p>Whom to trust and the service's own certificate come from the bundle as it is when a connection is made, and without one from the
 * Java runtime's trust store.
 */
final class Tls {

    private final Mode mode;
    private final @Nullable String name;
    private final @Nullable SslBundles bundles;

    /**
     * @param bundles where to look for the bundle that the settings name
     * @throws IllegalArgumentException when it is not there, or cannot be read
     */
    Tls(MySqlSettings.Ssl ssl, @Nullable SslBundles bundles) {
        this.mode = ssl.mode();
        this.name = ssl.bundle() == null || ssl.bundle().isBlank() ? null : ssl.bundle();
        this.bundles = bundles;
        try {
            SSLEngine trial = context().createSSLEngine();
            trial.setSSLParameters(parameters(trial.getSSLParameters()));
        } catch (NoSuchSslBundleException e) {
            throw new IllegalArgumentException(
                    "ssl.bundle '%s' is not one of spring.ssl.bundle: %s".formatted(name, known()), e);
        } catch (GeneralSecurityException | IllegalStateException | IllegalArgumentException e) {
            throw new IllegalArgumentException("ssl.bundle '%s' cannot be read: %s".formatted(name, rootMessage(e)), e);
        }
    }

    /** Whether a server that can is asked for it. */
    boolean isWanted() {
        return mode != Mode.DISABLED;
    }

    /** Whether a server that cannot is refused. */
    boolean isRequired() {
        return isWanted() && mode != Mode.PREFERRED;
    }

    /**
     * Puts TLS on a connection. The handshake, which makes sure who is at its other end as far as the mode asks for it, is the caller's.
     * Closing what comes back closes the connection.
     *
     * @param host the name by which the server was meant, never one that an address was looked up for
     */
    SSLSocket over(Socket connection, String host, int port) throws IOException {
        try {
            SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(connection, host, port, true);
            socket.setSSLParameters(parameters(socket.getSSLParameters()));
            return socket;
        } catch (GeneralSecurityException
                | NoSuchSslBundleException
                | IllegalStateException
                | IllegalArgumentException e) {
            throw new IOException("ssl.bundle '%s' cannot be read: %s".formatted(name, rootMessage(e)), e);
        }
    }

    /** The end of a connection in its handshake: a server that does not know the service's certificate may hang up before it has said so. */
    IOException hungUp(SocketException end) {
        SslBundle bundle = bundle();
        return bundle == null || bundle.getStores().getKeyStore() == null
                ? end
                : new IOException(
                        "%s in the TLS handshake. If it goes on, the server's 'ssl_ca' does not know the certificate of 'ssl.bundle'"
                                .formatted(end.getMessage()));
    }

    private SSLParameters parameters(SSLParameters parameters) {
        SslBundle bundle = bundle();
        if (bundle != null) {
            SslOptions options = bundle.getOptions();
            if (options.getCiphers() != null) {
                parameters.setCipherSuites(options.getCiphers());
            }
            if (options.getEnabledProtocols() != null) {
                parameters.setProtocols(options.getEnabledProtocols());
            }
        }
        if (mode == Mode.VERIFY_IDENTITY) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    private SSLContext context() throws GeneralSecurityException {
        SslBundle bundle = bundle();
        KeyManager @Nullable [] keys =
                bundle == null ? null : bundle.getManagers().getKeyManagers();
        TrustManager @Nullable [] trusted =
                bundle == null ? null : bundle.getManagers().getTrustManagers();
        SSLContext context = SSLContext.getInstance(bundle == null ? "TLS" : bundle.getProtocol());
        boolean verifies = mode == Mode.VERIFY_CA || mode == Mode.VERIFY_IDENTITY;
        context.init(keys, verifies ? trusted : new TrustManager[] {new TrustsAnyone()}, null);
        return context;
    }

    private @Nullable SslBundle bundle() {
        if (name == null) {
            return null;
        }
        if (bundles == null) {
            throw new NoSuchSslBundleException(name, "there are no bundles");
        }
        return bundles.getBundle(name);
    }

    private String known() {
        return bundles == null || bundles.getBundleNames().isEmpty()
                ? "there is none"
                : "there is " + String.join(", ", bundles.getBundleNames());
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
