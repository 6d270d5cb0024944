package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a server gets that is none, and asks for the password. */
class LoginTests {

    private static final String PASSWORD = "the-secret-password";
    private static final int LONGEST_ANSWER = 100;

    @Test
    void sendsNoPasswordInClear() throws Exception {
        assertRefused("TLS", true);
        assertRefused("mysql_clear_password", false, switchTo("mysql_clear_password"));
        assertRefused("dialog", false, switchTo("dialog"));
    }

    @Test
    void sendsNoPasswordToWhoeverGivesAKey() throws Exception {
        assertRefused("public key", false, new byte[] {1, 4});
        assertRefused("public key", false, switchTo("sha256_password"));
        assertRefused("public key", false, key());
        assertRefused("public key", false, switchTo("caching_sha2_password"), key());
    }

    private static byte[] switchTo(String plugin) {
        return ("\u00fe" + plugin + "\0" + "12345678901234567890\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        String encoded = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        return "\u0001-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(encoded)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertRefused(String word, boolean needsTls, byte[]... answers) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> play(listener, answers));
            MySqlSettings settings = MySqlSettingsBuilder.of("localhost", listener.getLocalPort())
                    .user("cdc", PASSWORD)
                    .ssl(needsTls ? Mode.REQUIRED : Mode.PREFERRED, null)
                    .build();
            DumpClient client = new DumpClient(
                    settings,
                    new Tls(settings.ssl(), null),
                    1,
                    new BinlogPosition("", null, "bin.000001", 4, 0),
                    false);

            assertThatExceptionOfType(LoginRefusedException.class)
                    .isThrownBy(() -> client.connect(new LogEventDeserializer(EventSize.ofThisService())))
                    .withMessageContaining(word);
            client.abandon();

            byte[] said = heard.get(5, TimeUnit.SECONDS);
            assertThat(new String(said, StandardCharsets.ISO_8859_1)).doesNotContain(PASSWORD);
            // The name and what proves that the password is known; not what an RSA key encrypts, which is longer.
            assertThat(said).hasSizeLessThan(2 * LONGEST_ANSWER);
        }
    }

    private static byte[] play(ServerSocket listener, byte[]... answers) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            out.write(packet(0, greeting()));
            for (byte[] answer : answers) {
                int length = in.read();
                heard.write(in.readNBytes(2));
                int number = in.read();
                heard.write(in.readNBytes(length));
                out.write(packet(number + 1, answer));
            }
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                heard.write(octet);
            }
        } catch (IOException e) {
            // the client has gone
        }
        return heard.toByteArray();
    }

    /** Of a server without TLS (MySQL: "Protocol::HandshakeV10"). */
    private static byte[] greeting() {
        return ("\n9.7.4\0" + "\1\0\0\0" + "12345678\0" + "\u0000\u0082" + "-" + "\2\0" + "\u0008\0" + "\u0015"
                        + "\0".repeat(10) + "901234567890\0" + "caching_sha2_password\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] packet(int number, byte[] body) {
        byte[] packet = new byte[body.length + 4];
        packet[0] = (byte) body.length;
        packet[1] = (byte) (body.length >> 8);
        packet[3] = (byte) number;
        System.arraycopy(body, 0, packet, 4, body.length);
        return packet;
    }
}
