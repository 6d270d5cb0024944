package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.GtidSet;
import com.github.shyiko.mysql.binlog.MariadbGtidSet;
import com.github.shyiko.mysql.binlog.network.ClientCapabilities;
import com.github.shyiko.mysql.binlog.network.ServerException;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import com.github.shyiko.mysql.binlog.network.protocol.GreetingPacket;
import com.github.shyiko.mysql.binlog.network.protocol.PacketChannel;
import com.github.shyiko.mysql.binlog.network.protocol.ResultSetRowPacket;
import com.github.shyiko.mysql.binlog.network.protocol.command.ByteArrayCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.Command;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogGtidCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a server, logs in and asks for a dump of its log. {@link #connect} is for one thread and once, {@link #abandon} for any.
 */
final class DumpClient {

    /** How long the server is to wait for a reader whose targets are busy. */
    private static final Duration NET_WRITE_TIMEOUT = Duration.ofHours(24);

    /** MariaDB: knows GTIDs (sql/log_event.h, MARIA_SLAVE_CAPABILITY_GTID). */
    private static final int KNOWS_GTIDS = 4;

    /**
     * MariaDB: whether a place has to be in the log itself. Else the log of a server that began as a copy is taken for one of all that
     * there ever was, and goes on with what it has. For one look at a transaction the place before it is made up.
     */
    private static final int STRICT = 1;

    private static final int LAX = 0;

    private static final int ERROR = 0xff;
    private static final int END = 0xfe;

    private final MySqlSettings settings;
    private final Tls tls;
    private final long serverId;
    private final BinlogPosition from;
    private final boolean byGtid;

    private @Nullable Socket socket;
    private @Nullable PacketChannel channel;
    private boolean abandoned;

    /** @param serverId 0 for a dump that ends where the log ends */
    DumpClient(MySqlSettings settings, Tls tls, long serverId, BinlogPosition from, boolean byGtid) {
        this.settings = settings;
        this.tls = tls;
        this.serverId = serverId;
        this.from = from;
        this.byGtid = byGtid;
    }

    /**
     * Asks for the dump; what comes are its packets.
     *
     * @param events are told whether they have checksums
     */
    InputStream connect(LogEventDeserializer events) throws IOException {
        Socket plain = HostDialer.connect(
                settings.host(), settings.port(), settings.connectTimeout(), () -> opened(new Socket()));
        plain.setSoTimeout((int) settings.connectTimeout().toMillis());
        PacketChannel open = opened(new PacketChannel(plain));
        GreetingPacket greeting = new GreetingPacket(checked(open.read()));
        encrypt(open, plain, greeting);
        logIn(open, greeting);
        open.authenticationComplete();
        requireServer(open);
        String checksum = checksum(open);
        events.setChecksummed("CRC32".equals(checksum));
        ask(
                open,
                "SET @master_binlog_checksum = '%s', @master_heartbeat_period = %d, net_write_timeout = %d"
                        .formatted(checksum, settings.heartbeatInterval().toNanos(), NET_WRITE_TIMEOUT.toSeconds()));
        boolean isMariaDb = greeting.getServerVersion().toLowerCase(Locale.ROOT).contains("mariadb");
        open.write(isMariaDb ? mariaDbDump(open) : mySqlDump());
        plain.setSoTimeout(0); // from now on there are heartbeats
        return open.getInputStream();
    }

    private void encrypt(PacketChannel open, Socket plain, GreetingPacket greeting) throws IOException {
        if (!tls.isWanted()) {
            return;
        }
        if ((greeting.getServerCapabilities() & ClientCapabilities.SSL) != 0) {
            SSLSocket encrypted = tls.over(plain, settings.host(), settings.port());
            open.write(new ByteArrayCommand(Login.tlsRequest()));
            try {
                open.upgradeToSSL(same -> encrypted, null); // which shakes hands
            } catch (SocketException e) {
                throw tls.hungUp(e);
            }
        } else if (tls.isRequired()) {
            throw LoginRefusedException.needsTls();
        }
    }

    /** What was found out about the server was asked on another connection, and an address can lead to another server each time. */
    private void requireServer(PacketChannel open) throws IOException {
        if (from.server().isEmpty()) {
            return;
        }
        Map<String, String> variables = new HashMap<>();
        for (ResultSetRowPacket row : rows(open, ServerIdentity.QUERY)) {
            variables.put(row.getValue(0), row.getValue(1));
        }
        if (!ServerIdentity.isOf(variables, from.server())) {
            throw new IOException("another server (%s) answers than the one that was asked before (%s)"
                    .formatted(ServerIdentity.of(variables), from.server()));
        }
    }

    /** With TLS 1.3 the server looks at the service's certificate when the handshake is over here. */
    private void logIn(PacketChannel open, GreetingPacket greeting) throws IOException {
        try {
            new Login(open, settings, greeting).run();
        } catch (SocketException e) {
            throw open.isSSL() ? tls.hungUp(e) : e;
        }
    }

    private static String checksum(PacketChannel open) throws IOException {
        String checksum = "NONE";
        for (ResultSetRowPacket row : rows(open, "SELECT @@GLOBAL.binlog_checksum")) {
            checksum = row.getValue(0);
        }
        return checksum.toUpperCase(Locale.ROOT);
    }

    private static List<ResultSetRowPacket> rows(PacketChannel open, String query) throws IOException {
        open.write(new QueryCommand(query));
        checked(open.read());
        while (!isEnd(checked(open.read()))) {
            // the description of a column
        }
        List<ResultSetRowPacket> rows = new ArrayList<>();
        for (byte[] row = checked(open.read()); !isEnd(row); row = checked(open.read())) {
            rows.add(new ResultSetRowPacket(row));
        }
        return rows;
    }

    private static boolean isEnd(byte[] packet) {
        return (packet[0] & 0xff) == END && packet.length < 9;
    }

    private Command mySqlDump() {
        return byGtid
                ? new DumpBinaryLogGtidCommand(
                        serverId, "", BinlogPosition.FILE_BEGIN, new GtidSet(String.valueOf(from.gtidSet())))
                : new DumpBinaryLogCommand(serverId, from.file(), from.offset());
    }

    /** With the events that hold statements, else the places of others are not known. */
    private Command mariaDbDump(PacketChannel open) throws IOException {
        ask(open, "SET @mariadb_slave_capability = " + KNOWS_GTIDS);
        if (!byGtid) {
            return new DumpBinaryLogCommand(serverId, from.file(), from.offset(), true);
        }
        ask(
                open,
                "SET @slave_connect_state = '%s', @slave_gtid_strict_mode = %d, @slave_gtid_ignore_duplicates = 0"
                        .formatted(new MariadbGtidSet(from.gtidSet()), serverId == 0 ? LAX : STRICT));
        return new DumpBinaryLogCommand(serverId, "", 0, true);
    }

    private static void ask(PacketChannel open, String statement) throws IOException {
        open.write(new QueryCommand(statement));
        checked(open.read());
    }

    private static byte[] checked(byte[] packet) throws IOException {
        if (packet.length == 0) {
            throw new EOFException("the server answered with nothing");
        }
        if ((packet[0] & 0xff) == ERROR) {
            ErrorPacket error = new ErrorPacket(Arrays.copyOfRange(packet, 1, packet.length));
            throw new ServerException(error.getErrorMessage(), error.getErrorCode(), error.getSqlState());
        }
        return packet;
    }

    private synchronized Socket opened(Socket next) throws IOException {
        socket = next;
        return unlessAbandoned(next);
    }

    private synchronized PacketChannel opened(PacketChannel next) throws IOException {
        channel = next;
        return unlessAbandoned(next);
    }

    private <T extends AutoCloseable> T unlessAbandoned(T open) throws IOException {
        if (abandoned) {
            abandon();
            throw new EOFException("the connection is closed");
        }
        return open;
    }

    /** Closes the connection at once; whoever reads it ends by that. */
    synchronized void abandon() throws IOException {
        abandoned = true;
        if (channel != null) {
            channel.setShouldUseSoLinger0();
            channel.close();
        } else if (socket != null) {
            socket.close();
        }
    }
}
