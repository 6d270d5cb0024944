package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.network.ServerException;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The packets in which a server sends its log, an event in each; one of 16 MB and more goes on in the next packets (MySQL: "Protocol
 * Basics: Sending More Than 16Mb"). As a stream it gives the bytes of one event, however many packets it takes. Used by one
 * thread.
 */
final class DumpPackets extends InputStream {

    /** The length of a packet that goes on in the next one. */
    private static final int FULL = 0xff_ffff;

    private static final int ERROR = 0xff;
    private static final int END = 0xfe;

    private final InputStream in;

    /** How much of the packet is left. */
    private int left;

    private boolean goesOn;

    DumpPackets(InputStream in) {
        this.in = in;
    }

    /**
     * Waits for the next event, and goes to it.
     *
     * @throws ServerException when there is none, because the server cannot go on
     * @throws EOFException when the server has ended the connection
     */
    void next() throws IOException {
        open();
        switch (read()) {
            case ERROR -> {
                ErrorPacket error = new ErrorPacket(readNBytes(left));
                throw new ServerException(error.getErrorMessage(), error.getErrorCode(), error.getSqlState());
            }
            case END -> throw new EndOfLogException();
            default -> {
                // an event
            }
        }
    }

    /** Makes sure that the event has been read to its end. */
    void end() throws IOException {
        if (read() >= 0) {
            throw new MalformedEventException("%d bytes follow an event".formatted(left + 1));
        }
    }

    private void open() throws IOException {
        left = octet() | octet() << 8 | octet() << 16;
        goesOn = left == FULL;
        octet(); // its number
    }

    private int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the connection has ended");
        }
        return octet;
    }

    private boolean isAtEnd() throws IOException {
        while (left == 0 && goesOn) {
            open();
        }
        return left == 0;
    }

    /** How much of the event can still come; of one that goes on in the next packet that is not known. */
    @Override
    public int available() {
        return goesOn ? Integer.MAX_VALUE : left;
    }

    @Override
    public int read() throws IOException {
        if (isAtEnd()) {
            return -1;
        }
        left--;
        return octet();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = in.read(bytes, from, Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection has ended");
        }
        left -= count;
        return count;
    }
}
