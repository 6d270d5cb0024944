package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/** A server that has no version of TLS that the service speaks. */
class OldTlsTests {

    /**
     * A record with a ServerHello (RFC 5246, 7.4.1.3) that chooses TLS 1.0 and TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, which
     * every Java runtime offers, so that nothing but the version is to be refused.
     */
    private static final byte[] HELLO =
            HexFormat.of().parseHex("160301002a" + "02000026" + "0301" + "5a".repeat(32) + "00" + "c013" + "00");

    private static final int CLIENT_HELLO = 0x16;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve, "old-server");
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DISABLED")
    void isRefusedWithTheReason(Mode mode) {
        assertThat(connecting(mode, null).isRefused()).contains("version of TLS", "TLS10", "ssl.bundle");
        await().atMost(Duration.ofSeconds(5)).until(() -> heard.size() == 2);
        assertThat(heard).as("no login in clear text").noneMatch(said -> said.contains("cdc"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DISABLED")
    void isRefusedWhenTheRuntimeDisablesWhatTheBundleAsksFor(Mode mode) {
        assertThat(connecting(mode, "TLSv1.1").isRefused()).contains("version of TLS", "disabled", "ssl.bundle");
    }

    @Test
    void isNotEvenTriedWithAVersionThatIsNone() {
        Connecting connecting = connecting(Mode.PREFERRED, "TLSv9");
        assertThatIllegalArgumentException()
                .isThrownBy(connecting::tls)
                .withMessageContainingAll("ssl.bundle", "'old'", "TLSv9");
    }

    private Connecting connecting(Mode mode, @Nullable String protocol) {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
        if (protocol != null) {
            SslOptions options = SslOptions.of(null, new String[] {protocol});
            bundles.registerBundle("old", SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, options));
        }
        MySqlSettings settings = MySqlSettingsBuilder.of("localhost", listener.getLocalPort())
                .ssl(mode, protocol == null ? null : "old")
                .build();
        return new Connecting(settings, bundles, new BinlogPosition("", null, "bin.000001", 4, 0));
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                InputStream in = socket.getInputStream();
                socket.getOutputStream().write(greeting());
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                byte[] request = in.readNBytes(4 + 32);
                said.write(request);
                int type = in.read();
                if (type == CLIENT_HELLO) {
                    socket.getOutputStream().write(HELLO);
                }
                for (int octet = type; octet >= 0; octet = in.read()) {
                    said.write(octet);
                }
                heard.add(said.toString(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // the client has gone
            }
        }
    }

    /** Of a server with TLS (MySQL: "Protocol::HandshakeV10"). */
    private static byte[] greeting() {
        byte[] body = ("\n5.5.62\0" + "\1\0\0\0" + "12345678\0" + "\u0000\u008a" + "-" + "\2\0" + "\u0008\0" + "\u0015"
                        + "\0".repeat(10) + "901234567890\0" + "mysql_native_password\0")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] packet = new byte[body.length + 4];
        packet[0] = (byte) body.length;
        System.arraycopy(body, 0, packet, 4, body.length);
        return packet;
    }
}
