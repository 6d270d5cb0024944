package dev.corecdc.processor.mysql;

import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.CheckedSource;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.RetainingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the binlog of a MySQL or MariaDB server. */
final class MySqlBinlogProcessor implements Processor, CheckedSource, RetainingSource {

    private static final Logger log = LoggerFactory.getLogger(MySqlBinlogProcessor.class);

    /** Where the first event of a file stands. */
    private static final long FILE_BEGIN = 4;

    /** The dump command takes no offset past this. */
    static final long LAST_OFFSET = 0xffff_ffffL;

    private final ProcessorRequest request;
    private final MySqlSettings settings;
    private final Tls tls;
    private final ServerIds serverIds;
    private final SeenFiles seen = new SeenFiles();
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
            BinlogPosition place =
                    start.locate(session, new LogSearch(session, file -> dump(session, file, FILE_BEGIN)));
            return PreparedAtStart.addTo(
                    start instanceof StartAt.Latest ? withTables(place, session) : place, session, settings);
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

    /** Opens the log at a place in a file, to look into it. */
    private BinlogConnection dump(ServerSession session, String file, long offset) throws SourceException {
        BinlogPosition begin = new BinlogPosition(session.serverIdentity(), null, file, offset, 0);
        BinlogConnection connection = new BinlogConnection(settings, tls, 0, begin, false, seen);
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
            boolean byGtid = canUseGtids(session, position);
            if (byGtid) {
                checkHistory(session, position);
                checkGtids(session, position);
            } else {
                checkFiles(session, position);
            }
            BinlogPosition begin = onServer(session, position);
            checkHead(session, begin);
            try {
                return read(session, begin, byGtid, begin.server().equals(position.server()));
            } catch (PositionLostException e) {
                throw new PositionLostException(
                        "%s The checkpoint is %s; the oldest log file is %s."
                                .formatted(e.getMessage(), position, oldest(session)),
                        e);
            }
        }
    }

    /** @param isOwn whether the file and offset are the server's own */
    private ChangeReader read(ServerSession session, BinlogPosition begin, boolean byGtid, boolean isOwn)
            throws SourceException {
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
        PositionTracker tracker =
                new PositionTracker(begin, trackedGtids(session, begin), session.numbersTransactions());
        long serverId = serverIds.take();
        BinlogConnection connection = new BinlogConnection(settings, tls, serverId, begin, byGtid, seen);
        ChangeReader reader = new BinlogReader(connection, assembler, tracker, () -> {
            giveBack(serverId, connection);
            groups.close();
            schemas.close();
        });
        connect(connection, reader::close);
        BinlogPosition skipped = null;
        try {
            skipped = byGtid && isOwn ? skipped(session, begin, connection.firstFile()) : null;
        } catch (SourceException | RuntimeException e) {
            reader.close();
            throw e;
        }
        if (skipped != null) {
            reader.close();
            return read(session, skipped, false, true);
        }
        log.info("{} reads {} from {} as server id {}", request.name(), settings.address(), begin, serverId);
        return reader;
    }

    /**
     * Asked by GTIDs, MySQL begins with the last file before which it has nothing but these. The files that it leaves out can hold
     * transactions without GTIDs, if {@code gtid_mode} was off for a while. Then it has to be asked by file and offset.
     *
     * @return the place behind which files are left out; null when none are
     */
    private static @Nullable BinlogPosition skipped(
            ServerSession session, BinlogPosition begin, @Nullable String firstFile) throws SourceException {
        if (session.isMariaDb() || firstFile == null || !begin.precedes(firstFile)) {
            return null;
        }
        if (begin.offset() <= LAST_OFFSET) {
            return session.files().containsKey(begin.file()) ? begin : null;
        }
        return session.files().keySet().stream()
                .filter(begin::precedes)
                .findFirst()
                .map(next -> new BinlogPosition(
                        begin.server(), begin.gtidSet(), next, FILE_BEGIN, 0, begin.prepared(), begin.schemas()))
                .orElse(null);
    }

    /** The position as one of this server, whose files and their offsets are its own. */
    private static BinlogPosition onServer(ServerSession session, BinlogPosition position) {
        String server = session.serverIdentity();
        return server.equals(position.server())
                ? position
                : new BinlogPosition(
                        server,
                        position.gtidSet(),
                        position.file(),
                        FILE_BEGIN,
                        0,
                        position.prepared().onAnotherServer(),
                        position.schemas().onAnotherServer());
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

    private static boolean canUseGtids(ServerSession session, BinlogPosition position) {
        String set = position.gtidSet();
        // An empty set of MariaDB's names no place: it would be the beginning of every domain.
        return set != null && session.numbersTransactions() && !(session.isMariaDb() && set.isEmpty());
    }

    private static @Nullable Gtids trackedGtids(ServerSession session, BinlogPosition position) {
        String set = position.gtidSet();
        if (set == null) {
            return null;
        }
        return session.isMariaDb() ? Gtids.mariadb(set) : Gtids.mysql(set);
    }

    /** After a reset, or the loss of its end, a log can give numbers that have been read to other transactions. */
    private void checkHistory(ServerSession session, BinlogPosition position) throws SourceException {
        if (session.serverIdentity().equals(position.server())) {
            BinlogPosition latest = session.end();
            Long size = session.files().get(position.file());
            boolean cut = size != null && size < position.offset(); // a restart after a crash begins another file
            if (cut
                    || (BinlogFiles.baseName(latest.file()).equals(BinlogFiles.baseName(position.file()))
                            && position.isPast(latest))) {
                throw new PositionLostException(
                        ("%s no longer holds the checkpoint %s: its log, which ends at %s, does not reach it. It was reset, or has lost its end, and what"
                                        + " it has written since then cannot be told from what was read.")
                                .formatted(settings.address(), position, latest),
                        null);
            }
        }
    }

    /** By its GTIDs a server that has begun its log anew would be asked for what is not the rest of what was read. */
    private void checkHead(ServerSession session, BinlogPosition begin) throws SourceException {
        if (!seen.knows(begin.server(), begin.file()) || !session.files().containsKey(begin.file())) {
            return;
        }
        try (LogEvents events = dump(session, begin.file(), FILE_BEGIN)) {
            LogEvent event = events.poll(0);
            while (event == null || event.type() != EventTypes.FORMAT_DESCRIPTION) {
                event = events.poll(settings.connectTimeout().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(Kind.UNAVAILABLE, "interrupted while connecting to " + settings.address(), e);
        }
    }

    private void checkGtids(ServerSession session, BinlogPosition position) throws SourceException {
        if (!session.serverIdentity().equals(position.server())) {
            ReadElsewhere.require(session, position);
        }
        if (session.isMariaDb()) {
            return; // the server itself looks for the place, and says when it is gone
        }
        String missing = session.subtract(session.purged(), String.valueOf(position.gtidSet()));
        if (!missing.isEmpty()) {
            throw new PositionLostException(
                    "%s has purged transactions that were not yet read: %s. The checkpoint is %s; the oldest log file is %s."
                            .formatted(settings.address(), missing, position, oldest(session)),
                    null);
        }
    }

    private void checkFiles(ServerSession session, BinlogPosition position) throws SourceException {
        if (!session.serverIdentity().equals(position.server())) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    ("%s is another server (%s) than the one of the checkpoint %s (%s), and without GTIDs their logs cannot be"
                                    + " compared. Go back to that server, or remove the checkpoint to begin at 'start-at'.")
                            .formatted(settings.address(), session.serverIdentity(), position, position.server()));
        }
        if (position.offset() > LAST_OFFSET) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "%s cannot be asked for the checkpoint %s: without GTIDs no place past 4 GiB in a file can be named."
                            .formatted(settings.address(), position));
        }
        Long size = session.files().get(position.file());
        if (size == null || size < position.offset()) {
            throw new PositionLostException(
                    "%s no longer holds the checkpoint %s: %s. The oldest log file is %s, the log ends at %s."
                            .formatted(
                                    settings.address(),
                                    position,
                                    size == null ? "the file is gone" : "the file has only " + size + " bytes",
                                    oldest(session),
                                    session.end()),
                    null);
        }
    }

    private static String oldest(ServerSession session) throws SourceException {
        return session.files().keySet().stream().findFirst().orElse("(none)");
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
