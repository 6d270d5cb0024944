package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ClientCapabilities;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import com.github.shyiko.mysql.binlog.network.protocol.GreetingPacket;
import com.github.shyiko.mysql.binlog.network.protocol.PacketChannel;
import com.github.shyiko.mysql.binlog.network.protocol.command.ByteArrayCommand;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Logs in (MySQL: "Connection Phase"). The password is sent in no way that somebody on the network, or a server that is none, could
 * read, unless {@code allow-public-key-retrieval} says so: the library's own login sends it to whoever asks. For one thread.
 */
final class Login {

    private static final int CAPABILITIES = ClientCapabilities.LONG_PASSWORD
            | ClientCapabilities.LONG_FLAG
            | ClientCapabilities.PROTOCOL_41
            | ClientCapabilities.SECURE_CONNECTION
            | ClientCapabilities.PLUGIN_AUTH;

    private static final int LARGEST_PACKET = 1 << 24;

    /** utf8mb4_general_ci, which every server knows. */
    private static final int COLLATION = 45;

    private static final int HEADER = 32;

    private static final String NATIVE = "mysql_native_password";
    private static final String CACHING_SHA2 = "caching_sha2_password";
    private static final String SHA256 = "sha256_password";
    private static final String CLEAR = "mysql_clear_password";

    private static final int OK = 0x00;
    private static final int MORE = 0x01;
    private static final int SWITCH = 0xfe;
    private static final int ERROR = 0xff;

    /** What caching_sha2_password says when it knows the password already, and when it does not. */
    private static final int KNOWN = 3;

    private static final int UNKNOWN = 4;

    /** What asks caching_sha2_password and sha256_password for the server's public key. */
    private static final int KEY_OF_CACHING_SHA2 = 2;

    private static final int KEY_OF_SHA256 = 1;

    private final PacketChannel channel;
    private final MySqlSettings settings;
    private final PasswordProof proof;

    /** What the server last said it wants. */
    private String plugin;

    private byte[] nonce;

    Login(PacketChannel channel, MySqlSettings settings, GreetingPacket greeting) {
        this.channel = channel;
        this.settings = settings;
        this.proof = new PasswordProof(settings.password() == null ? "" : settings.password());
        this.plugin = String.valueOf(greeting.getPluginProvidedData());
        this.nonce = greeting.getScramble().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The packet that asks for TLS. */
    static byte[] tlsRequest() {
        return header(CAPABILITIES | ClientCapabilities.SSL).array();
    }

    private static ByteBuffer header(int capabilities) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, capabilities)
                .putInt(4, LARGEST_PACKET)
                .put(8, (byte) COLLATION);
    }

    /**
     * Logs in.
     *
     * @throws AuthenticationException when the server refuses
     * @throws LoginRefusedException when it asks for what it does not get
     */
    void run() throws IOException {
        begin();
        while (true) {
            byte[] answer = read();
            switch (answer[0] & 0xff) {
                case OK -> {
                    return;
                }
                case ERROR -> throw refused(answer);
                case SWITCH -> {
                    plugin = text(answer, 1);
                    nonce = withoutEnd(answer, 1 + plugin.length() + 1);
                    write(answer());
                }
                case MORE -> goOn(answer);
                default -> throw new IOException("the server answered the login with %d".formatted(answer[0] & 0xff));
            }
        }
    }

    private void begin() throws IOException {
        byte[] user = settings.username().getBytes(StandardCharsets.UTF_8);
        // A server whose default is something else asks again, when it knows what the account has.
        boolean known = plugin.equals(NATIVE) || plugin.equals(CACHING_SHA2);
        String first = known ? plugin : NATIVE;
        byte[] proved = known ? answer() : proof.ofNative(nonce);
        byte[] name = first.getBytes(StandardCharsets.US_ASCII);
        int capabilities = CAPABILITIES | (channel.isSSL() ? ClientCapabilities.SSL : 0);
        write(ByteBuffer.allocate(HEADER + user.length + 1 + 1 + proved.length + name.length + 1)
                .put(header(capabilities).array())
                .put(user)
                .put((byte) 0)
                .put((byte) proved.length)
                .put(proved)
                .put(name)
                .put((byte) 0)
                .array());
    }

    private byte[] answer() throws IOException {
        return switch (plugin) {
            case NATIVE -> proof.ofNative(nonce);
            case CACHING_SHA2 -> proof.ofCachingSha2(nonce);
            case SHA256 -> channel.isSSL() ? proof.inClear() : keyRequest(KEY_OF_SHA256);
            case CLEAR -> {
                if (!channel.isSSL()) {
                    throw LoginRefusedException.needsTlsFor(plugin);
                }
                yield proof.inClear();
            }
            default -> throw LoginRefusedException.ofPlugin(plugin);
        };
    }

    private void goOn(byte[] answer) throws IOException {
        boolean isCaching = plugin.equals(CACHING_SHA2);
        if (isCaching && answer.length == 2 && answer[1] == KNOWN) {
            return;
        }
        if (isCaching && answer.length == 2 && answer[1] == UNKNOWN) {
            write(channel.isSSL() ? proof.inClear() : keyRequest(KEY_OF_CACHING_SHA2));
        } else if ((isCaching || plugin.equals(SHA256)) && !channel.isSSL()) {
            writeEncrypted(Arrays.copyOfRange(answer, 1, answer.length));
        } else {
            throw LoginRefusedException.ofPlugin(plugin);
        }
    }

    private byte[] keyRequest(int request) throws LoginRefusedException {
        requireKeyRetrieval();
        return new byte[] {(byte) request};
    }

    /** A key that nobody asked for is not used either. */
    private void writeEncrypted(byte[] key) throws IOException {
        requireKeyRetrieval();
        try {
            write(proof.encrypted(nonce, key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the server's public key cannot be used", e);
        }
    }

    private void requireKeyRetrieval() throws LoginRefusedException {
        if (!settings.allowPublicKeyRetrieval()) {
            throw LoginRefusedException.needsKey();
        }
    }

    private static AuthenticationException refused(byte[] answer) throws IOException {
        ErrorPacket error = new ErrorPacket(Arrays.copyOfRange(answer, 1, answer.length));
        return new AuthenticationException(error.getErrorMessage(), error.getErrorCode(), error.getSqlState());
    }

    private byte[] read() throws IOException {
        byte[] packet = channel.read();
        if (packet.length == 0) {
            throw new EOFException("the server answered the login with nothing");
        }
        return packet;
    }

    private void write(byte[] packet) throws IOException {
        channel.write(new ByteArrayCommand(packet));
    }

    private static String text(byte[] packet, int from) {
        int end = from;
        while (end < packet.length && packet[end] != 0) {
            end++;
        }
        return new String(packet, from, end - from, StandardCharsets.US_ASCII);
    }

    private static byte[] withoutEnd(byte[] packet, int from) {
        int end = packet.length > from && packet[packet.length - 1] == 0 ? packet.length - 1 : packet.length;
        return from < end ? Arrays.copyOfRange(packet, from, end) : new byte[0];
    }
}
