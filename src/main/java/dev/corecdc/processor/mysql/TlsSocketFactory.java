package dev.corecdc.processor.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JDBC driver connect as {@link HostDialer} does and encrypt as {@link Tls} says; the driver's own way takes keys from files only. Public
 * because the driver makes it by its name.
 */
public final class TlsSocketFactory extends StandardSocketFactory {

    private static final ThreadLocal<@Nullable Tls> CONNECTING = new ThreadLocal<>();

    /** Made while {@link #connect} runs. */
    public TlsSocketFactory() {}

    /** Connects; null when the driver does not know the address. The driver does so in the calling thread. */
    static @Nullable Connection connect(Driver driver, String url, Properties properties, Tls tls) throws SQLException {
        properties.setProperty("socketFactory", TlsSocketFactory.class.getName());
        properties.setProperty("sslMode", tls.isRequired() ? "REQUIRED" : tls.isWanted() ? "PREFERRED" : "DISABLED");
        CONNECTING.set(tls);
        try {
            return driver.connect(url, properties);
        } catch (SQLException e) {
            throw hungUp(e, tls);
        } finally {
            CONNECTING.remove();
        }
    }

    /** With TLS 1.3 the server looks at the service's certificate when the handshake is over here. */
    private static SQLException hungUp(SQLException failure, Tls tls) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            // A subclass tells of a server that was not reached.
            if (tls.isWanted() && cause.getClass().equals(SocketException.class)) {
                IOException told = tls.hungUp((SocketException) cause);
                return new SQLException(told.getMessage(), failure.getSQLState(), failure.getErrorCode(), told);
            }
        }
        return failure;
    }

    /** Connects; the driver itself leaves the host's other addresses alone when one does not answer. */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the driver asks for a socket
    public <T extends Closeable> T connect(String name, int portNumber, PropertySet properties, int loginTimeout)
            throws IOException {
        host = name;
        port = portNumber;
        Duration timeout = Duration.ofMillis(
                properties.getIntegerProperty(PropertyKey.connectTimeout).getValue());
        rawSocket = HostDialer.connect(name, portNumber, timeout, Socket::new);
        return (T) rawSocket;
    }

    /** Puts TLS on the connection. */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the driver asks for a socket
    public <T extends Closeable> T performTlsHandshake(SocketConnection connection, ServerSession session, Log log)
            throws IOException {
        Tls tls = CONNECTING.get();
        if (tls == null) {
            throw new IOException("a connection for questions connects once only");
        }
        SSLSocket encrypted = tls.over(rawSocket, connection.getHost(), connection.getPort());
        try {
            encrypted.startHandshake();
        } catch (SocketException e) {
            throw tls.hungUp(e);
        }
        sslSocket = encrypted;
        return (T) encrypted;
    }
}
