package dev.corecdc.processor.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Connects to the first of a host's addresses that answers, in the order in which the host's name was looked up. */
final class HostDialer {

    /** Makes sockets that are not connected. */
    @FunctionalInterface
    interface Sockets {
        Socket open() throws IOException;
    }

    private HostDialer() {}

    /** @throws IOException when none answers, with what the last said */
    static Socket connect(String host, int port, Duration timeout, Sockets sockets) throws IOException {
        return connect(List.of(InetAddress.getAllByName(host)), port, timeout, sockets);
    }

    /**
     * One address after the other, each with its share of the time that is left: dead ones do not take all of it from one that lives.
     *
     * @param timeout for all of them
     */
    static Socket connect(List<InetAddress> addresses, int port, Duration timeout, Sockets sockets) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        IOException failure = new UnknownHostException("the host has no address");
        for (int i = 0; i < addresses.size(); i++) {
            long share = (deadline - System.nanoTime()) / (addresses.size() - i);
            Socket socket = sockets.open();
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(new InetSocketAddress(addresses.get(i), port), (int) Math.max(1, share / 1_000_000));
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }
}
