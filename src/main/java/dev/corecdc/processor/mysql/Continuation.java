package dev.corecdc.processor.mysql;

import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the log of a server goes on from a position.
 *
 * @param begin the position as one of this server
 * @param byGtid whether the server has to be asked by GTIDs, else by file and offset
 * @param isOwn whether the file and offset are the server's own
 * @param isFirstDated whether it is known only now when the position's file was begun
 */
record Continuation(BinlogPosition begin, boolean byGtid, boolean isOwn, boolean isFirstDated) {

    /**
     * Finds it.
     *
     * @param search looks into the server's log
     * @throws PositionLostException when the log no longer holds the position, or is another log by now
     * @throws SourceException when the server cannot go on from there
     */
    static Continuation of(BinlogPosition position, ServerSession session, LogSearch search) throws SourceException {
        boolean isOwn = session.is(position.server());
        boolean byGtid = canUseGtids(session, position);
        if (isOwn) {
            requireReached(session, position);
        }
        if (!byGtid) {
            requireFile(session, position);
        }
        BinlogPosition begin = isOwn
                ? dated(position.named(session.serverIdentity()), session, search)
                : position.onAnotherServer(session.serverIdentity());
        if (byGtid) {
            requireTransactions(session, position, isOwn);
        }
        return new Continuation(begin, byGtid, isOwn, position.begun() == null && begin.begun() != null);
    }

    private static boolean canUseGtids(ServerSession session, BinlogPosition position) {
        String set = position.gtidSet();
        // An empty set of MariaDB's names no place: it would be the beginning of every domain.
        return set != null && session.numbersTransactions() && !(session.isMariaDb() && set.isEmpty());
    }

    /** After a reset, or the loss of its end, a log can give numbers that have been read to other transactions. */
    private static void requireReached(ServerSession session, BinlogPosition position) throws SourceException {
        BinlogPosition latest = session.log().end();
        Long size = session.log().files().get(position.file());
        boolean cut = size != null && size < position.offset(); // a restart after a crash begins another file
        if (cut
                || (BinlogFiles.baseName(latest.file()).equals(BinlogFiles.baseName(position.file()))
                        && position.isPast(latest))) {
            throw lost(
                    position,
                    session,
                    "its log, which ends at %s, does not reach it. It was reset, or has lost its end"
                            .formatted(latest));
        }
    }

    /** A position of an earlier version did not tell when its file was begun. */
    private static BinlogPosition dated(BinlogPosition position, ServerSession session, LogSearch search)
            throws SourceException {
        return position.begun() == null && session.log().files().containsKey(position.file())
                ? position.begun(search.began(position.file()))
                : position;
    }

    /**
     * Makes sure that the position's file is still the one that was read. A dump that begins with it looks at that itself, before any change.
     *
     * @param firstFile the file that the server begins with; null when it did not say
     * @throws PositionLostException when it is another one
     */
    void requireSameFile(ServerSession session, LogSearch search, @Nullable String firstFile) throws SourceException {
        Instant before = begin.begun();
        if (before == null
                || begin.file().equals(firstFile)
                || !session.log().files().containsKey(begin.file())) {
            return;
        }
        Instant begun = search.began(begin.file());
        if (!begun.equals(before)) {
            throw lost(
                    begin,
                    session,
                    "%s; it was begun at %s, and not at %s"
                            .formatted(new LogResetException(begin.file()).getMessage(), begun, before));
        }
    }

    private static PositionLostException lost(BinlogPosition position, ServerSession session, String why) {
        return new PositionLostException(
                "%s no longer holds the checkpoint %s: %s. What it has written since then cannot be told from what was read."
                        .formatted(session.address(), position, why),
                null);
    }

    private static void requireTransactions(ServerSession session, BinlogPosition position, boolean isOwn)
            throws SourceException {
        if (!isOwn) {
            ReadElsewhere.require(session, position);
        }
        if (session.isMariaDb()) {
            return; // the server itself looks for the place, and says when it is gone
        }
        String read = String.valueOf(position.gtidSet());
        ServerLog log = session.log();
        String underWay = log.underWay(); // asked first: what is run by then has been run afterwards
        String unknown = log.subtract(log.subtract(read, log.executed()), underWay);
        if (!unknown.isEmpty()) {
            throw lost(
                    position,
                    session,
                    "it has not had the transactions %s, which were read from it; its log was reset, or it is another server with the same identity"
                            .formatted(unknown));
        }
        String purged = log.purged();
        if (isOwn && !log.files().containsKey(position.file())) {
            requirePurged(session, position, log.subtract(read, purged));
        }
        String missing = log.subtract(purged, read);
        if (!missing.isEmpty()) {
            throw new PositionLostException(
                    "%s has purged transactions that were not yet read: %s. The checkpoint is %s; the oldest log file is %s."
                            .formatted(session.address(), missing, position, log.oldest()),
                    null);
        }
    }

    /**
     * Where the position's file is gone, all that was read up to there went with it. After a reset the files begin anew, and so do the
     * numbers of transactions.
     */
    private static void requirePurged(ServerSession session, BinlogPosition position, String kept)
            throws PositionLostException {
        if (!kept.isEmpty()) {
            throw lost(
                    position,
                    session,
                    "the file %s is gone, but not the transactions %s, which were read from it or from files before it; its log was reset"
                            .formatted(position.file(), kept));
        }
    }

    private static void requireFile(ServerSession session, BinlogPosition position) throws SourceException {
        if (!session.is(position.server())) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    ("%s is another server (%s) than the one of the checkpoint %s (%s), and without GTIDs their logs cannot be"
                                    + " compared. Go back to that server, or remove the checkpoint to begin at 'start-at'.")
                            .formatted(session.address(), session.serverIdentity(), position, position.server()));
        }
        if (position.offset() > MySqlBinlogProcessor.LAST_OFFSET) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "%s cannot be asked for the checkpoint %s: without GTIDs no place past 4 GiB in a file can be named."
                            .formatted(session.address(), position));
        }
        if (!session.log().files().containsKey(position.file())) {
            throw new PositionLostException(
                    "%s no longer holds the checkpoint %s: the file is gone. The oldest log file is %s, the log ends at %s."
                            .formatted(
                                    session.address(),
                                    position,
                                    session.log().oldest(),
                                    session.log().end()),
                    null);
        }
    }

    /**
     * Asked by GTIDs, MySQL begins with the last file before which it has nothing but these. The files that it leaves out can hold
     * transactions without GTIDs, if {@code gtid_mode} was off for a while. Then it has to be asked by file and offset.
     *
     * @param firstFile the file that the server begins with; null when it did not say
     * @return where to go on instead; null when no file is left out
     */
    @Nullable
    Continuation byFile(ServerSession session, @Nullable String firstFile) throws SourceException {
        if (!byGtid || !isOwn || session.isMariaDb() || firstFile == null || !begin.precedes(firstFile)) {
            return null;
        }
        Map<String, Long> files = session.log().files();
        if (begin.offset() <= MySqlBinlogProcessor.LAST_OFFSET) {
            return files.containsKey(begin.file()) ? new Continuation(begin, false, true, isFirstDated) : null;
        }
        return files.keySet().stream()
                .filter(begin::precedes)
                .findFirst()
                .map(next -> new Continuation(begin.atBeginOf(next), false, true, false))
                .orElse(null);
    }

    /** All transactions before the place, as far as they are known. */
    @Nullable
    Gtids gtids(ServerSession session) {
        String set = begin.gtidSet();
        if (set == null) {
            return null;
        }
        return session.isMariaDb() ? Gtids.mariadb(set) : Gtids.mysql(set);
    }
}
