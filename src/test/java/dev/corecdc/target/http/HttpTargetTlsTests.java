package dev.corecdc.target.http;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** A receiver that is only there for those with a certificate. */
@Timeout(60)
class HttpTargetTlsTests {

    private static SslBundle server;
    private static SslBundle ours;
    private static SslBundle nameless;
    private static SslBundle strangers;

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    private final Requests requests;

    HttpTargetTlsTests() throws IOException {
        this.requests = new Requests(server.createSslContext());
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

    @AfterEach
    void stop() {
        requests.close();
    }

    private Target target(String bundle) {
        return new HttpTargetFactory(bundles)
                .create(
                        "hook",
                        new NumberFormat(),
                        new Binder(new MapConfigurationPropertySource(
                                        Map.of("url", requests.url(), "ssl-bundle", bundle)))
                                .bindOrCreate("", HttpTargetSettings.class));
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        target("ours").save(Changes.inserts(1, 1));

        assertThat(requests.last().body()).isEqualTo("INSERT 1 name 1\n");
    }

    @Test
    void failsForNowWithoutOne() {
        assertThatThrownBy(() -> target("nameless").save(Changes.inserts(1, 1))).isExactlyInstanceOf(IOException.class);
        assertThat(requests.all()).isEmpty();
    }

    @Test
    void sendsNothingToWhomItDoesNotTrust() {
        assertThatThrownBy(() -> target("strangers").save(Changes.inserts(1, 1)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("was not reached: ");
        assertThat(requests.all()).isEmpty();
    }

    @Test
    void takesUpABundleThatIsLoadedAgain() throws Exception {
        Target target = target("nameless");

        bundles.updateBundle("nameless", ours);
        target.save(Changes.inserts(1, 1));

        assertThat(requests.all()).hasSize(1);
    }

    @Test
    void refusesABundleThatIsNotThere() {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> target("lost"))
                .withMessageContaining(
                        "ssl-bundle 'lost' is not one of spring.ssl.bundle: [nameless, ours, strangers]");
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
}
