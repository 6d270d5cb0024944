package dev.corecdc.processor.mysql;

import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.mysql.PreparedXa.InLog;
import org.jspecify.annotations.Nullable;

/** Reads groups again, each with a connection of its own, one at a time. For one thread, but for {@link #close}. */
final class GroupReader implements GroupLog, AutoCloseable {

    private final MySqlSettings settings;
    private final Tls tls;
    private final String server;
    private final String threadName;
    private boolean closed;
    private @Nullable BinlogConnection connection;

    /** @param server the identity of the server whose log is read; another that answers in its place is not asked */
    GroupReader(MySqlSettings settings, Tls tls, String server, String threadName) {
        this.settings = settings;
        this.tls = tls;
        this.server = server;
        this.threadName = threadName;
    }

    @Override
    public LogEvents open(Xid xid, InLog place) {
        return new Reading(xid, place);
    }

    private synchronized BinlogConnection connection(BinlogPosition from, boolean byGtid) {
        BinlogConnection next = BinlogConnection.onePass(settings, tls, from, byGtid);
        if (closed) {
            next.close();
        }
        connection = next;
        return next;
    }

    /** Ends the connection that there is, and those to come. */
    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            connection.close();
        }
    }

    /** The log from the beginning of a group on. */
    private final class Reading implements LogEvents {

        private final Xid xid;
        private final InLog place;
        private @Nullable BinlogConnection events;

        Reading(Xid xid, InLog place) {
            this.xid = xid;
            this.place = place;
        }

        @Override
        public @Nullable LogEvent poll(long nanos) throws SourceException, InterruptedException {
            try {
                if (events == null) {
                    events = connect();
                }
                return events.poll(nanos);
            } catch (PositionLostException e) {
                throw gone(String.valueOf(e.getMessage()), e);
            } catch (SourceException e) {
                throw events != null && events.hasRunOut()
                        ? gone("the log of %s ends without them".formatted(settings.address()), e)
                        : e;
            }
        }

        private BinlogConnection connect() throws SourceException, InterruptedException {
            boolean byGtid = place.file() == null || place.offset() > MySqlBinlogProcessor.LAST_OFFSET;
            BinlogPosition from = byGtid
                    ? before()
                    : new BinlogPosition(server, null, String.valueOf(place.file()), place.offset(), 0);
            BinlogConnection opened = connection(from, byGtid);
            boolean answered = false;
            try {
                opened.open(threadName);
                answered = true;
                return opened;
            } finally {
                if (!answered) {
                    opened.close();
                }
            }
        }

        /** A position of which the group is the first thing that follows. */
        private BinlogPosition before() throws SourceException {
            String gtid = place.globalId();
            if (gtid == null) {
                throw gone(
                        "without GTIDs %s cannot be asked for a place past 4 GiB in a file, or for one in the files of another server"
                                .formatted(settings.address()),
                        null);
            }
            try (ServerSession session = ServerSession.open(settings, tls)) {
                session.require(server);
                return new BinlogPosition(server, session.log().allBut(gtid), "", 0, 0);
            }
        }

        private PositionLostException gone(String why, @Nullable Exception cause) {
            return GroupReplay.gone(xid, place, why, cause);
        }

        @Override
        public void close() {
            if (events != null) {
                events.close();
            }
        }
    }
}
