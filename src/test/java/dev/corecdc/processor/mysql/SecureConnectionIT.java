package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import dev.corecdc.testing.BuildFolder;
import dev.corecdc.testing.CertificateAuthority;
import dev.corecdc.testing.CertificateAuthority.Issued;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** TLS of both connections to a server, in every mode, with certificates that are right and wrong. */
class SecureConnectionIT {

    private static final String PASSWORD = "cert-secret-1";

    private static final Path FOLDER = BuildFolder.resolve("certificates");
    private static final Map<ServerKind, DatabaseServer> SERVERS = new EnumMap<>(ServerKind.class);
    private static final DefaultSslBundleRegistry BUNDLES = new DefaultSslBundleRegistry();

    private static CertificateAuthority authority;
    private static Issued right;
    private static Issued otherName;
    private static Issued client;
    private static Issued strangeClient;

    @BeforeAll
    static void makeCertificates() throws Exception {
        BuildFolder.delete(FOLDER);
        authority = CertificateAuthority.in(FOLDER.resolve("known"));
        CertificateAuthority stranger = CertificateAuthority.in(FOLDER.resolve("stranger"));
        right = authority.issueFor("right", "dns:localhost,ip:127.0.0.1");
        otherName = authority.issueFor("other-name", "dns:db.example");
        client = authority.issue("reader");
        strangeClient = stranger.issue("reader");
        BUNDLES.registerBundle("trusting", bundle(authority, null));
        BUNDLES.registerBundle("wrong", bundle(stranger, null));
        BUNDLES.registerBundle("with-certificate", bundle(authority, client));
        BUNDLES.registerBundle("with-strange-certificate", bundle(authority, strangeClient));
        BUNDLES.registerBundle("old-tls", SslBundle.of(stores(authority, null), SslBundleKey.NONE, only("TLSv1.2")));
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(DatabaseServer::close);
    }

    @OnEveryServer
    void encryptsInEveryModeThatSaysSo(ServerKind kind) throws Exception {
        Connecting known = known(kind).with(BUNDLES);
        for (Mode mode : Mode.values()) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                long before = encrypted(kind);

                known.with(mode, "trusting").at(host).succeeds();

                assertThat(encrypted(kind) - before)
                        .as("%s at %s", mode, host)
                        .isEqualTo(mode == Mode.DISABLED ? 0 : 2);
            }
        }
    }

    @OnEveryServer
    void trustsOnlyTheAuthoritiesOfTheBundle(ServerKind kind) throws Exception {
        Connecting known = known(kind).with(BUNDLES);
        for (Mode mode : List.of(Mode.VERIFY_CA, Mode.VERIFY_IDENTITY)) {
            assertThat(known.with(mode, "wrong").isRefused()).contains("authority", "ssl.bundle");
            assertThat(known.with(mode, null).isRefused()).contains("authority", "ssl.bundle");
        }
        for (Mode mode : List.of(Mode.PREFERRED, Mode.REQUIRED)) {
            known.with(mode, "wrong").succeeds();
            known.with(mode, null).succeeds();
        }
    }

    @OnEveryServer
    void comparesTheNameOnlyWhereTheModeSaysSo(ServerKind kind) throws Exception {
        Connecting known = known(kind).with(BUNDLES);
        present(kind, otherName);
        for (String host : List.of("localhost", "127.0.0.1")) {
            assertThat(known.with(Mode.VERIFY_IDENTITY, "trusting").at(host).isRefused())
                    .contains("not for this host", host, "verify-ca");
            known.with(Mode.VERIFY_CA, "trusting").at(host).succeeds();
        }
        present(kind, right);
    }

    /** MySQL itself takes no certificate that has expired already. */
    @OnEveryServer
    void refusesACertificateThatHasExpired(ServerKind kind) throws Exception {
        Connecting known = known(kind).with(BUNDLES);
        present(
                kind,
                authority.issueExpiring("short-" + kind.type(), "dns:localhost,ip:127.0.0.1", Duration.ofSeconds(8)));
        for (Mode mode : List.of(Mode.VERIFY_CA, Mode.VERIFY_IDENTITY)) {
            await().atMost(FollowedServer.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(known.with(mode, "trusting").isRefused()).contains("expired", "Renew"));
        }
        known.with(Mode.REQUIRED, "trusting").succeeds();
        present(kind, right);
        known.with(Mode.VERIFY_IDENTITY, "trusting").succeeds();
    }

    @OnEveryServer
    void takesTheBundleThatThereIsAtTheTime(ServerKind kind) throws Exception {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("reloaded", BUNDLES.getBundle("wrong"));
        Connecting known = known(kind);
        Tls tls = new Tls(new MySqlSettings.Ssl(Mode.VERIFY_CA, "reloaded"), bundles);
        assertThat(Connecting.failure(() -> ServerSession.open(known.settings(), tls)))
                .hasMessageContaining("authority");

        bundles.updateBundle("reloaded", BUNDLES.getBundle("trusting"));

        ServerSession.open(known.settings(), tls).close();
        BinlogConnection connection = BinlogConnection.onePass(known.settings(), tls, known.from(), false);
        connection.open("cdc-test-binlog");
        connection.close();
    }

    @OnEveryServer
    void trustsAJavaKeyStore(ServerKind kind) throws Exception {
        Path store = FOLDER.resolve(kind.type() + ".jks");
        KeyStore trusted = KeyStore.getInstance("JKS");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(authority.certificate());
                OutputStream out = Files.newOutputStream(store)) {
            trusted.setCertificateEntry(
                    "known", CertificateFactory.getInstance("X.509").generateCertificate(in));
            trusted.store(out, CertificateAuthority.PASSWORD.toCharArray());
        }
        JksSslStoreDetails details =
                new JksSslStoreDetails("JKS", null, store.toUri().toString(), CertificateAuthority.PASSWORD);
        known(kind)
                .with(new DefaultSslBundleRegistry("jks", SslBundle.of(new JksSslStoreBundle(null, details))))
                .with(Mode.VERIFY_IDENTITY, "jks")
                .succeeds();
    }

    @OnEveryServer
    void showsItsOwnCertificate(ServerKind kind) throws Exception {
        DatabaseServer server = server(kind);
        user(server, "any_certificate", "X509");
        user(server, "its_certificate", "SUBJECT '/CN=reader'");
        user(server, "other_certificate", "SUBJECT '/CN=somebody'");
        Connecting known = known(kind).with(BUNDLES);
        for (Mode mode : List.of(Mode.REQUIRED, Mode.VERIFY_IDENTITY)) {
            Connecting showing = known.with(mode, "with-certificate");
            showing.as("any_certificate", PASSWORD).succeeds();
            showing.as("its_certificate", PASSWORD).succeeds();
            assertThat(showing.as("other_certificate", PASSWORD).isRefused()).contains("Access denied");

            assertThat(known.with(mode, "trusting")
                            .as("any_certificate", PASSWORD)
                            .isRefused())
                    .contains("Access denied", "client certificate");
        }
    }

    /** A server may hang up so fast that its words are lost. */
    @OnEveryServer
    void saysThatTheServerDoesNotKnowItsCertificate(ServerKind kind) throws Exception {
        Connecting strange = known(kind).with(BUNDLES).with(Mode.VERIFY_CA, "with-strange-certificate");
        for (int i = 0; i < 10; i++) {
            for (SourceException unknown :
                    List.of(Connecting.failure(strange::ask), Connecting.failure(strange::read))) {
                assertThat(unknown).hasMessageContainingAll("TLS handshake", "ssl.bundle", "ssl_ca");
            }
        }
    }

    @OnEveryServer
    void saysThatTheAccountAsksForTls(ServerKind kind) throws Exception {
        user(server(kind), "only_tls", "SSL");
        Connecting plain = known(kind).as("only_tls", PASSWORD);
        assertThat(plain.with(Mode.DISABLED, null).isRefused()).contains("Access denied", "TLS");
        plain.with(Mode.PREFERRED, null).succeeds();
    }

    @OnEveryServer
    void speaksTheNewestTlsAndWhatTheBundleSays(ServerKind kind) throws Exception {
        try (DatabaseServer newest = kind.start(options(kind).with("--tls-version=TLSv1.3"))) {
            Connecting known = Connecting.to(FollowedServer.of(newest)).with(BUNDLES);
            known.with(Mode.VERIFY_IDENTITY, "trusting").at("localhost").succeeds();
            assertThat(known.with(Mode.REQUIRED, "old-tls").isRefused()).contains("TLS handshake", "protocol_version");
        }
    }

    @OnEveryServer
    void asksForTlsOnlyWhereTheServerMayBeWithout(ServerKind kind) throws Exception {
        String none = kind == ServerKind.MYSQL ? "--tls-version=" : "--skip-ssl";
        try (DatabaseServer plain = kind.start(ServerOptions.DEFAULT.with(none))) {
            Connecting known = Connecting.to(FollowedServer.of(plain)).with(BUNDLES);
            known.with(Mode.PREFERRED, "trusting").succeeds();
            for (Mode mode : List.of(Mode.REQUIRED, Mode.VERIFY_CA, Mode.VERIFY_IDENTITY)) {
                assertThat(known.with(mode, "trusting").isRefused()).contains("no TLS", "ssl.mode");
            }
        }
    }

    private static Connecting known(ServerKind kind) throws Exception {
        return Connecting.to(FollowedServer.of(server(kind)));
    }

    private static DatabaseServer server(ServerKind kind) {
        return SERVERS.computeIfAbsent(kind, missing -> {
            copy(missing, right);
            return missing.start(options(missing));
        });
    }

    private static ServerOptions options(ServerKind kind) {
        copy(kind, right);
        return ServerOptions.DEFAULT.with(
                kind.isMariaDb() ? "--ssl" : "--loose-ssl",
                "--ssl-ca=" + authority.certificate(),
                "--ssl-cert=" + file(kind, ".crt"),
                "--ssl-key=" + file(kind, ".key"));
    }

    /** Gives the server another certificate while it runs. */
    private static void present(ServerKind kind, Issued certificate) {
        copy(kind, certificate);
        server(kind).execute(kind == ServerKind.MYSQL ? "ALTER INSTANCE RELOAD TLS" : "FLUSH SSL");
    }

    private static void copy(ServerKind kind, Issued certificate) {
        try {
            Files.copy(certificate.certificate(), file(kind, ".crt"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(certificate.key(), file(kind, ".key"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(ServerKind kind, String suffix) {
        return FOLDER.resolve(kind.type() + suffix).toAbsolutePath();
    }

    private static long encrypted(ServerKind kind) {
        return Long.parseLong(server(kind).value("SHOW GLOBAL STATUS LIKE 'Ssl_finished_accepts'", 2));
    }

    private static void user(DatabaseServer server, String name, String requirement) {
        server.execute(
                "CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED BY '%s' REQUIRE %s"
                        .formatted(name, PASSWORD, requirement),
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '%s'@'%%'".formatted(name));
    }

    private static SslOptions only(String protocol) {
        return SslOptions.of(null, new String[] {protocol});
    }

    private static SslBundle bundle(CertificateAuthority trusted, @Nullable Issued own) {
        return SslBundle.of(stores(trusted, own));
    }

    private static SslStoreBundle stores(CertificateAuthority trusted, @Nullable Issued own) {
        PemSslStoreDetails keys = own == null
                ? null
                : PemSslStoreDetails.forCertificate(own.certificate().toUri().toString())
                        .withPrivateKey(own.key().toUri().toString());
        return new PemSslStoreBundle(
                keys,
                PemSslStoreDetails.forCertificate(trusted.certificate().toUri().toString()));
    }
}
