package dev.corecdc.processor.mysql;

import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.CheckedSource;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.ProvingSource;
import dev.corecdc.processor.RetainingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the binlog of a MySQL or MariaDB server. */
final class MySqlBinlogProcessor implements Processor, CheckedSource, RetainingSource, ProvingSource, OwningSource {

    private static final Logger log = LoggerFactory.getLogger(MySqlBinlogProcessor.class);

    /** The dump command takes no offset past this. */
    static final long LAST_OFFSET = 0xffff_ffffL;

    private final ProcessorRequest request;
    private final MySqlSettings settings;
    private final Tls tls;
    private final ServerIds serverIds;
    private final SourceWarnings warnings = new SourceWarnings();

    MySqlBinlogProcessor(ProcessorRequest request, MySqlSettings settings, Tls tls) {
        this(request, settings, tls, ServerIds.of(settings.serverId()));
    }

    /** @param serverIds those of all servers that are followed for the same processor */
    MySqlBinlogProcessor(ProcessorRequest request, MySqlSettings settings, Tls tls, ServerIds serverIds) {
        this.request = request;
        this.settings = settings;
        this.tls = tls;
        this.serverIds = serverIds;
    }

    @Override
    public Position locate(String startAt) throws SourceException {
        StartAt start = StartAt.parse(startAt);
        try (ServerSession session = openChecked()) {
            LogSearch search = search(session);
            BinlogPosition place = start.locate(session, search);
            BinlogPosition known = place.begun(search.began(place.file()));
            return PreparedAtStart.addTo(
                    start instanceof StartAt.Latest ? withTables(known, session) : known, session, settings);
        }
    }

    @Override
    public Position proven(Position written) throws SourceException {
        try (ServerSession session = openChecked()) {
            return new WrittenPlace(session, search(session)).proven((BinlogPosition) written);
        }
    }

    @Override
    public boolean owns(Position position) throws SourceException {
        try (ServerSession session = ServerSession.open(settings, tls)) {
            return session.is(((BinlogPosition) position).server());
        }
    }

    /** At the end of a log that does not name columns, what tables are like now is known. */
    private BinlogPosition withTables(BinlogPosition place, ServerSession session) throws SourceException {
        if (isPositional() || "FULL".equalsIgnoreCase(session.variable("binlog_row_metadata"))) {
            return place;
        }
        LogPlace here = new LogPlace(place.file(), place.offset());
        try (ServerSchemas schemas = schemas(wanted(session), session)) {
            return place.with(schemas.read(here).at(here));
        }
    }

    private ServerSchemas schemas(WantedTables wanted, ServerSession session) {
        SchemaFollower names = new SchemaFollower(flavor(session), wanted);
        return new ServerSchemas(settings, tls, session.serverIdentity(), wanted, names, threadName());
    }

    private WantedTables wanted(ServerSession session) {
        return new WantedTables(request.tables(), request.events(), session.ignoresCase());
    }

    private static Flavor flavor(ServerSession session) {
        return session.isMariaDb() ? Flavor.MARIADB : Flavor.MYSQL;
    }

    private boolean isPositional() {
        return settings.columnNames() == MySqlSettings.ColumnNames.POSITIONAL;
    }

    private LogSearch search(ServerSession session) {
        return new LogSearch(session, file -> dump(session, file, BinlogPosition.FILE_BEGIN));
    }

    /** Opens the log at a place in a file, to look into it. */
    private BinlogConnection dump(ServerSession session, String file, long offset) throws SourceException {
        BinlogPosition begin = new BinlogPosition(session.serverIdentity(), null, file, offset, 0);
        BinlogConnection connection = BinlogConnection.onePass(settings, tls, begin, false);
        connect(connection, connection::close);
        return connection;
    }

    @Override
    public @Nullable HistoryMargin margin(Position position) throws SourceException {
        try (ServerSession session = ServerSession.open(settings, tls)) {
            return new RetainedLog(session, (file, offset) -> dump(session, file, offset))
                    .before((BinlogPosition) position);
        }
    }

    @Override
    public ChangeReader open(Position from) throws SourceException {
        BinlogPosition position = (BinlogPosition) from;
        try (ServerSession session = openChecked()) {
            Continuation continuation = Continuation.of(position, session, search(session));
            try {
                return read(session, continuation);
            } catch (PositionLostException e) {
                throw new PositionLostException(
                        "%s The checkpoint is %s; the oldest log file is %s."
                                .formatted(
                                        e.getMessage(), position, session.log().oldest()),
                        e);
            }
        }
    }

    private ChangeReader read(ServerSession session, Continuation from) throws SourceException {
        BinlogPosition begin = from.begin();
        GroupReader groups = new GroupReader(settings, tls, begin.server(), threadName());
        WantedTables wanted = wanted(session);
        ServerSchemas schemas = schemas(wanted, session);
        TransactionAssembler assembler = new TransactionAssembler(
                LogDecoding.of(flavor(session)),
                wanted,
                new TableNames(begin.schemas(), new SchemaFollower(flavor(session), wanted), isPositional(), schemas),
                new LogCursor(begin.file(), begin.offset()),
                new XaTransactions(begin.prepared(), groups),
                settings.includeQuery());
        long serverId = serverIds.take();
        BinlogConnection connection = new BinlogConnection(settings, tls, serverId, begin, from.byGtid());
        PositionTracker tracker =
                new PositionTracker(begin, from.gtids(session), session.numbersTransactions(), connection.times());
        if (from.isFirstDated()) {
            tracker.tellBegin();
        }
        ChangeReader reader = new BinlogReader(connection, assembler, tracker, () -> {
            giveBack(serverId, connection);
            groups.close();
            schemas.close();
        });
        connect(connection, reader::close);
        Continuation byFile;
        try {
            from.requireSameFile(session, search(session), connection.firstFile());
            byFile = from.byFile(session, connection.firstFile());
        } catch (SourceException | RuntimeException e) {
            reader.close();
            throw e;
        }
        if (byFile != null) {
            reader.close();
            return read(session, byFile);
        }
        log.info("{} reads {} from {} as server id {}", request.name(), settings.address(), begin, serverId);
        return reader;
    }

    private ServerSession openChecked() throws SourceException {
        ServerSession session = ServerSession.open(settings, tls);
        try {
            warnings.update(SourceChecks.run(SourceFacts.of(settings, session)));
            return session;
        } catch (SourceException e) {
            session.close();
            throw e;
        }
    }

    private void giveBack(long serverId, BinlogConnection connection) {
        if (connection.isTakenOver()) {
            serverIds.takenOver(serverId);
        } else {
            serverIds.giveBack(serverId);
        }
    }

    /** @param close run when connecting fails */
    private void connect(BinlogConnection connection, Runnable close) throws SourceException {
        boolean opened = false;
        try {
            connection.open(threadName());
            opened = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(Kind.UNAVAILABLE, "interrupted while connecting to " + settings.address(), e);
        } finally {
            if (!opened) {
                close.run();
            }
        }
    }

    private String threadName() {
        return "cdc-%s-binlog".formatted(request.name());
    }

    @Override
    public List<String> warnings() {
        return warnings.current();
    }

    @Override
    public Position parse(Map<String, ?> saved) {
        return BinlogPosition.of(saved);
    }
}
