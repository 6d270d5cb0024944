package dev.corecdc.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.target.Target;
import dev.corecdc.target.TargetException;
import dev.corecdc.testing.CertificateAuthority;
import dev.corecdc.testing.CertificateAuthority.Issued;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** A broker that is only there for those with a certificate, and hangs up on them. */
@Timeout(60)
class KafkaTargetTlsTests {

    private static SslBundle server;
    private static SslBundle ours;
    private static SslBundle nameless;
    private static SslBundle strangers;

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    private final SSLServerSocket broker;

    KafkaTargetTlsTests() throws IOException {
        this.broker = (SSLServerSocket) server.createSslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        broker.setNeedClientAuth(true);
        bundles.registerBundle("ours", ours);
        bundles.registerBundle("nameless", nameless);
        bundles.registerBundle("strangers", strangers);
    }

    @BeforeAll
    static void issueCertificates(@TempDir Path folder) throws IOException {
        CertificateAuthority authority = CertificateAuthority.in(Files.createDirectory(folder.resolve("ours")));
        CertificateAuthority stranger = CertificateAuthority.in(Files.createDirectory(folder.resolve("strangers")));
        Issued client = authority.issue("client");
        server = bundle(authority, authority.issueFor("server", "dns:localhost"));
        ours = bundle(authority, client);
        nameless = bundle(authority, null);
        strangers = bundle(stranger, client);
    }

    private static SslBundle bundle(CertificateAuthority trusted, @Nullable Issued own) {
        PemSslStoreDetails keys = own == null
                ? null
                : PemSslStoreDetails.forCertificate(own.certificate().toUri().toString())
                        .withPrivateKey(own.key().toUri().toString());
        return SslBundle.of(new PemSslStoreBundle(
                keys,
                PemSslStoreDetails.forCertificate(trusted.certificate().toUri().toString())));
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    /** Who has spoken first to the broker. */
    private CompletableFuture<String> guest() {
        return CompletableFuture.supplyAsync(() -> {
            try (SSLSocket socket = (SSLSocket) broker.accept()) {
                assertThat(socket.getInputStream().read()).isNotNegative();
                return socket.getSession().getPeerPrincipal().getName();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Target target(String bundle) {
        return new KafkaTargetFactory("orders", bundles)
                .create(
                        "events",
                        new NumberFormat(),
                        Kafka.settings(Map.of(
                                "bootstrap-servers",
                                "localhost:" + broker.getLocalPort(),
                                "ssl-bundle",
                                bundle,
                                "timeout",
                                "3s")));
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        CompletableFuture<String> guest = guest();
        assertThatThrownBy(() -> target("ours").save(Changes.inserts(1, 1))).isInstanceOf(IOException.class);
        assertThat(guest.get(10, TimeUnit.SECONDS)).isEqualTo("CN=client");
    }

    @Test
    void isNotTakenWithoutOne() {
        CompletableFuture<String> guest = guest();
        assertThatThrownBy(() -> target("nameless").save(Changes.inserts(1, 1))).isInstanceOf(IOException.class);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> guest.get(10, TimeUnit.SECONDS));
    }

    @Test
    void sendsNothingToWhomItDoesNotTrust() {
        CompletableFuture<String> guest = guest();
        assertThatThrownBy(() -> target("strangers").save(Changes.inserts(1, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SSL handshake failed");
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> guest.get(10, TimeUnit.SECONDS));
    }

    @Test
    void takesUpABundleThatIsLoadedAgain() throws Exception {
        Target target = target("nameless");
        bundles.updateBundle("nameless", ours);
        CompletableFuture<String> guest = guest();
        assertThatThrownBy(() -> target.save(Changes.inserts(1, 1))).isInstanceOf(IOException.class);
        assertThat(guest.get(10, TimeUnit.SECONDS)).isEqualTo("CN=client");
    }

    @Test
    void refusesABundleThatIsNotThere() {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> target("lost"))
                .withMessageContaining("ssl-bundle 'lost' is not one of spring.ssl.bundle");
    }
}
