package dev.corecdc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Signs certificates that hold for the time of a test. They are made by the Java runtime's keytool, which takes a second for each. */
public final class CertificateAuthority {

    /** Of every key store. */
    public static final String PASSWORD = "changeit";

    private static final String OWN = "authority";

    private final Path folder;
    private final Path store;

    private CertificateAuthority(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("keys.p12");
    }

    /** A new one, which keeps its files in a folder of its own. */
    public static CertificateAuthority in(Path folder) {
        CertificateAuthority authority = new CertificateAuthority(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        authority.generate(OWN, "-dname", "CN=" + folder.getFileName(), "-ext", "bc:c");
        return authority;
    }

    /** Its own certificate, in PEM. */
    public Path certificate() {
        return write(OWN + ".crt", pem("CERTIFICATE", entry(OWN, false)));
    }

    /** The certificate of a client, whose distinguished name is CN and the name. */
    public Issued issue(String name) {
        return issue(name, "-ext", "eku=clientAuth");
    }

    /** The certificate of a server, for names such as {@code dns:localhost}. */
    public Issued issueFor(String name, String hosts) {
        return issue(name, "-ext", "san=" + hosts);
    }

    /** The certificate of a server, which is good for some seconds yet. */
    public Issued issueExpiring(String name, String hosts, Duration in) {
        return issue(name, "-ext", "san=" + hosts, "-startdate", "-1d+%dS".formatted(in.toSeconds()), "-validity", "1");
    }

    private Issued issue(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-dname", "CN=" + name, "-signer", OWN));
        all.addAll(List.of(arguments));
        generate(name, all.toArray(String[]::new));
        return new Issued(
                write(name + ".crt", pem("CERTIFICATE", entry(name, false))),
                write(name + ".key", pem("PRIVATE KEY", entry(name, true))));
    }

    private void generate(String alias, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("keytool.log");
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(log, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private byte[] entry(String alias, boolean key) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            Certificate certificate = keys.getCertificate(alias);
            return key ? keys.getKey(alias, PASSWORD.toCharArray()).getEncoded() : certificate.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded), what);
    }

    /**
     * Two files in PEM.
     *
     * @param certificate a certificate
     * @param key its private key, PKCS#8 and unencrypted
     */
    public record Issued(Path certificate, Path key) {}
}
