package dev.corecdc.processor.mysql;

import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.mysql.SchemaProof.Touch;
import dev.corecdc.processor.mysql.SchemaProof.Touches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server what its tables are like, and then reads its log up to there in one pass, with a connection of its own. For one thread, but for
 * {@link #close}.
 *
 * <p>A server shows a change of a table only when it stands in the log: so the end of the log that is asked for afterwards lies behind every
 * statement that the answer shows.
 */
final class ServerSchemas implements SchemaSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServerSchemas.class);

    private static final long WAIT = TimeUnit.SECONDS.toNanos(1);

    /** At least so many files are looked through for names before a log that has none is left. */
    private static final int NAMELESS_FILES = 8;

    private final MySqlSettings settings;
    private final Tls tls;
    private final String server;
    private final WantedTables wanted;
    private final SchemaFollower names;
    private final String threadName;
    private final CompressedEvents compressed = new CompressedEvents();
    private final SmallZstd zstd = new SmallZstd();
    private boolean closed;
    private @Nullable BinlogConnection connection;
    private @Nullable ServerSession asked;

    /** @param server the identity of the server whose log is read */
    ServerSchemas(
            MySqlSettings settings,
            Tls tls,
            String server,
            WantedTables wanted,
            SchemaFollower names,
            String threadName) {
        this.settings = settings;
        this.tls = tls;
        this.server = server;
        this.wanted = wanted;
        this.names = names;
        this.threadName = threadName;
    }

    @Override
    public SchemaProof read(LogPlace from) throws SourceException {
        try (ServerSession session = asked(ServerSession.open(settings, tls))) {
            session.require(server);
            Catalog catalog = Catalog.read(session, wanted, names);
            BinlogPosition end = session.log().end();
            LogPlace to = new LogPlace(end.file(), end.offset());
            Touches touches = new Touches();
            scan(from, to, (event, group) -> note(event, group, touches));
            log.info(
                    "{} was asked for the columns of {} tables, which its log does not name, and its log was looked through from {} to {}",
                    settings.address(),
                    catalog.tables().size(),
                    from,
                    to);
            return new SchemaProof(from, to, catalog, touches);
        }
    }

    @Override
    public TableSchemas recall(LogPlace at, TableName table, Map<String, String> databases, Predicate<TableShape> fits)
            throws SourceException {
        try (ServerSession session = asked(ServerSession.open(settings, tls))) {
            session.require(server);
            Flavor flavor = session.isMariaDb() ? Flavor.MARIADB : Flavor.MYSQL;
            List<String> files = new ArrayList<>(session.log().files().keySet());
            int last = files.indexOf(at.file());
            TableSchemas recalled = TableSchemas.NONE;
            boolean enough = last < 0;
            for (int back = 1; !enough; back *= 2) {
                int first = Math.max(last + 1 - back, 0);
                LogPlace from = new LogPlace(files.get(first), BinlogPosition.FILE_BEGIN);
                log.info(
                        "{} is asked for its log from {} to {}, for the columns of {}",
                        settings.address(),
                        from,
                        at,
                        table);
                ToldSchemas told = new ToldSchemas(names, wanted, flavor, databases);
                scan(from, at, told::take);
                recalled = told.schemas();
                boolean known = recalled.get(table) instanceof TableSchemas.Known found && fits.test(found.shape());
                enough = first == 0 || known || (back >= NAMELESS_FILES && told.beginsUnnamed());
            }
            return recalled;
        } catch (PositionLostException e) {
            log.info("{} has no more of its log: {}", settings.address(), e.getMessage());
            return TableSchemas.NONE;
        }
    }

    /** What is done with the events of a stretch. */
    @FunctionalInterface
    private interface Looking {

        /** @param group where the group begins that the event stands in */
        void take(LogEvent event, LogPlace group) throws IOException;
    }

    private void scan(LogPlace from, LogPlace to, Looking looking) throws SourceException {
        // The dump command takes no offset past that, and the file is then read from its beginning.
        long offset = from.offset() > MySqlBinlogProcessor.LAST_OFFSET ? BinlogPosition.FILE_BEGIN : from.offset();
        LogCursor cursor = new LogCursor(from.file(), offset);
        if (from.equals(to)) {
            return;
        }
        try (BinlogConnection events = connection(new BinlogPosition(server, null, from.file(), offset, 0))) {
            events.open(threadName);
            LogPlace group = from;
            while (!new LogPlace(cursor.file(), cursor.end()).isAtOrBehind(to)) {
                LogEvent event = events.poll(WAIT);
                if (event == null) {
                    continue;
                }
                if (event.isInFile()) {
                    cursor.pass(event);
                    if (GroupHead.isHead(event)) {
                        group = new LogPlace(cursor.file(), cursor.startOf(event));
                    }
                    take(event, group, looking);
                }
                if (event.type() == EventTypes.ROTATE) {
                    cursor.rotate(event);
                }
            }
        } catch (IOException | UndecodableEventException e) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "the log of %s cannot be looked through at %s:%d: %s"
                            .formatted(settings.address(), cursor.file(), cursor.end(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(
                    Kind.UNAVAILABLE,
                    "interrupted while the log of %s was looked through".formatted(settings.address()),
                    e);
        }
    }

    private void take(LogEvent event, LogPlace group, Looking looking) throws IOException {
        if (event.type() == EventTypes.TRANSACTION_PAYLOAD) {
            try (TransactionPayload payload = TransactionPayload.open(event, zstd)) {
                for (LogEvent inner = payload.next(); inner != null; inner = payload.next()) {
                    take(inner, group, looking);
                }
            }
            return;
        }
        looking.take(compressed.plain(event), group);
    }

    private void note(LogEvent event, LogPlace group, Touches touches) {
        if (event.type() == EventTypes.QUERY) {
            QueryEvent query = QueryEvent.parse(event.body());
            Statement statement = Statement.parse(query);
            String shown = statement.kind() == Statement.Kind.DML
                    ? query.beginning() + " …"
                    : SchemaFollower.quote(query.sql());
            touches.add(Reach.of(query, statement), new Touch(group, shown), wanted, names);
        }
    }

    private synchronized BinlogConnection connection(BinlogPosition from) {
        BinlogConnection next = BinlogConnection.onePass(settings, tls, from, false);
        if (closed) {
            next.close();
        }
        connection = next;
        return next;
    }

    private synchronized ServerSession asked(ServerSession session) {
        asked = session;
        if (closed) {
            session.abandon();
        }
        return session;
    }

    /** Ends the asking and the reading that there are, and those to come. */
    @Override
    public synchronized void close() {
        closed = true;
        if (asked != null) {
            asked.abandon();
        }
        if (connection != null) {
            connection.close();
        }
    }
}
