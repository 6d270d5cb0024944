package dev.corecdc.processor.mysql;

import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;

/** A position that a person has written, held against the log of the server whose files it names. */
final class WrittenPlace {

    private final ServerSession session;
    private final LogSearch search;

    WrittenPlace(ServerSession session, LogSearch search) {
        this.session = session;
        this.search = search;
    }

    /**
     * The same place, with the transactions before it and the place in the files agreeing. Where the server numbers transactions, these
     * count. A set that leaves out some from among those before it has no place in the files of its own; that stays as it is.
     *
     * @throws SourceException when the log has no such place
     */
    BinlogPosition proven(BinlogPosition written) throws SourceException {
        if (!session.is(written.server())) {
            return written; // by its transactions alone it can be a place here, and opening it tells
        }
        String gtids = written.gtidSet();
        if (gtids == null || !session.numbersTransactions() || (session.isMariaDb() && gtids.isEmpty())) {
            return inFiles(written);
        }
        return behind(gtids, written);
    }

    private BinlogPosition behind(String gtids, BinlogPosition written) throws SourceException {
        String missing = session.isMariaDb()
                ? Gtids.missing(gtids, session.log().logged())
                : session.log().subtract(gtids, session.log().executed());
        if (!missing.isEmpty()) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "%s lies ahead of %s, which has not had %s".formatted(written, session.address(), missing));
        }
        BinlogPosition place = search.directlyBehind(gtids);
        if (place == null && session.isMariaDb()) {
            return written;
        }
        return known(written.at(gtids, place == null ? search.behind(gtids) : place));
    }

    private BinlogPosition inFiles(BinlogPosition written) throws SourceException {
        if (!session.log().files().containsKey(written.file())) {
            throw new PositionLostException(
                    "%s does not hold %s: the file is not there, the log is in %s"
                            .formatted(
                                    session.address(),
                                    written,
                                    session.log().files().keySet()),
                    null);
        }
        BinlogPosition place = search.at(written.file(), written.offset());
        return known(written.at(place.gtidSet(), place));
    }

    /** With the time when its file was begun; one that the position itself tells stays, and is held against the file when it is opened. */
    private BinlogPosition known(BinlogPosition place) throws SourceException {
        return place.begun() == null ? place.begun(search.began(place.file())) : place;
    }
}
