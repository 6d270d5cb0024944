package dev.corecdc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server, and can fail as networks do: at once, or behind a number of bytes. */
public final class TcpProxy implements AutoCloseable {

    /** How a connection fails. */
    public enum Fault {
        /** Both sides are told that the other has ended the connection. */
        CUT,
        /** Both sides are told that the connection was broken off. */
        RESET,
        /** Nothing gets through the connection any more, and nobody is told. */
        STALL,
        /** Nothing gets through any connection that there is, or is made until {@link TcpProxy#heal}. */
        BLACK_HOLE
    }

    /** Where bytes go. */
    public enum Way {
        TO_CLIENT,
        TO_SERVER
    }

    private record Plan(Fault fault, Way way, long bytes) {}

    private final ServerSocket listener;
    private final String host;
    private volatile int port;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private final Map<Way, Long> passed = new EnumMap<>(Way.class);
    private @Nullable Plan plan;
    private boolean black;

    public TcpProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::listen);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From now on new connections lead to another server of the same host. */
    public void leadTo(int otherPort) {
        port = otherPort;
    }

    /** From now on nothing gets through, and nobody is told. */
    public synchronized void stall() {
        black = true;
        pairs.forEach(pair -> pair.stalled = true);
    }

    /** What is connected from now on gets through again. */
    public synchronized void heal() {
        black = false;
    }

    /** Ends the connections there are. New ones get through. */
    public void cut() throws IOException {
        for (Pair pair : pairs) {
            pair.close();
        }
    }

    /** Counts from zero, and fails once when so many bytes have passed this way, over whatever connections. */
    public synchronized void failBehind(long bytes, Way way, Fault fault) {
        passed.clear();
        plan = new Plan(fault, way, bytes);
    }

    /** Whether what was to fail has failed. */
    public synchronized boolean hasFailed() {
        return plan == null;
    }

    /** How many bytes have passed since it was last told to fail. */
    public synchronized long passed(Way way) {
        return passed.getOrDefault(way, 0L);
    }

    /** How many of the bytes get through, and whether the fault comes behind them. */
    private synchronized int admit(Pair pair, Way way, int count) throws IOException {
        if (pair.stalled) {
            return 0;
        }
        long before = passed(way);
        passed.put(way, before + count);
        Plan next = plan;
        if (next == null || next.way() != way || before + count < next.bytes()) {
            return count;
        }
        plan = null;
        pair.ending = next.fault();
        return (int) (next.bytes() - before);
    }

    private synchronized void fail(Pair pair, Fault fault) throws IOException {
        switch (fault) {
            case CUT -> pair.close();
            case RESET -> pair.reset();
            case STALL -> pair.stalled = true;
            case BLACK_HOLE -> stall();
        }
    }

    private void listen() throws IOException {
        while (true) {
            Pair pair = new Pair(listener.accept(), new Socket(host, port));
            synchronized (this) {
                pair.stalled = black;
                pairs.add(pair);
            }
            start(() -> pass(pair, Way.TO_SERVER));
            start(() -> pass(pair, Way.TO_CLIENT));
        }
    }

    private void pass(Pair pair, Way way) throws IOException {
        try {
            InputStream in = (way == Way.TO_SERVER ? pair.client : pair.server).getInputStream();
            OutputStream out = (way == Way.TO_SERVER ? pair.server : pair.client).getOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, admit(pair, way, n));
                Fault fault = pair.ending;
                if (fault != null) {
                    pair.ending = null;
                    fail(pair, fault);
                }
            }
        } finally {
            if (!pair.stalled) { // else the other side would be told
                pair.close();
            }
        }
    }

    private static void start(Passing passing) {
        Thread thread = new Thread(
                () -> {
                    try {
                        passing.run();
                    } catch (IOException e) {
                        // one side has gone
                    }
                },
                "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the connections there are, and takes no new ones. */
    public void refuse() throws IOException {
        listener.close();
        cut();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    /** The two ends of a connection. */
    private static final class Pair implements AutoCloseable {

        private final Socket client;
        private final Socket server;
        private volatile boolean stalled;

        /** What happens when the bytes in hand have got through. */
        private volatile @Nullable Fault ending;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void reset() throws IOException {
            for (Socket socket : List.of(client, server)) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (SocketException e) {
                    // it has ended already
                }
            }
            close();
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    /** Ends when a socket does. */
    private interface Passing {
        void run() throws IOException;
    }
}
