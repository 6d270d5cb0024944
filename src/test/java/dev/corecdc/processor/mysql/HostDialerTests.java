package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "the whole of 127.0.0.0/8 is there, and a full queue swallows what comes")
class HostDialerTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void reachesALiveAddressBehindSeveralDeadOnes() throws Exception {
        ServerSocket alive = listen("127.0.0.1", 0);
        int port = alive.getLocalPort();
        List<InetAddress> addresses =
                List.of(dead("127.0.0.2", port), dead("127.0.0.3", port), InetAddress.getLoopbackAddress());

        long begin = System.nanoTime();
        try (Socket socket = HostDialer.connect(addresses, port, TIMEOUT, Socket::new)) {
            assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT);
    }

    @Test
    void takesNoLongerThanItIsGivenWhenAllAreDead() throws Exception {
        int port = listen("127.0.0.1", 0).getLocalPort();
        List<InetAddress> addresses = List.of(dead("127.0.0.2", port), dead("127.0.0.3", port));

        long begin = System.nanoTime();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> HostDialer.connect(addresses, port, TIMEOUT, Socket::new));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(TIMEOUT.minusMillis(100), TIMEOUT.plusSeconds(1));
    }

    @Test
    void givesWhatOneAddressDoesNotNeedToTheNext() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<InetAddress> addresses = List.of(InetAddress.getLoopbackAddress(), dead("127.0.0.2", port));

        long begin = System.nanoTime();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> HostDialer.connect(addresses, port, TIMEOUT, Socket::new));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(TIMEOUT.minusMillis(100));
    }

    private ServerSocket listen(String address, int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        open.add(listener);
        listener.bind(new InetSocketAddress(address, port), 1);
        return listener;
    }

    /** An address that does not answer: its queue of connections to be taken is full. */
    private InetAddress dead(String address, int port) throws IOException {
        listen(address, port);
        InetAddress dead = InetAddress.getByName(address);
        for (int i = 0; i < 4; i++) {
            Socket waiting = new Socket();
            open.add(waiting);
            try {
                waiting.connect(new InetSocketAddress(dead, port), 200);
            } catch (SocketTimeoutException e) {
                return dead;
            }
        }
        throw new IllegalStateException(address + " answers");
    }
}
