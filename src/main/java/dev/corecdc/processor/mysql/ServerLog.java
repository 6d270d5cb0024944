package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server says of its log: where it begins and ends, and which transactions it has. Used by one thread. */
final class ServerLog {

    private final ServerSession session;
    private @Nullable Map<String, Long> files;

    ServerLog(ServerSession session) {
        this.session = session;
    }

    /** The end of the log. */
    BinlogPosition latest() throws SourceException {
        BinlogPosition end = end();
        return session.isMariaDb() ? at(end.file(), end.offset()) : end;
    }

    /** The end of the log, without MariaDB's GTIDs, for which it would have to read the file. */
    BinlogPosition end() throws SourceException {
        Map<String, String> status =
                session.query(statusVerb()).stream().findFirst().orElseThrow(this::noLog);
        String file = status.getOrDefault("File", "");
        long offset = Long.parseLong(status.getOrDefault("Position", "4"));
        String gtids = status.getOrDefault("Executed_Gtid_Set", "").replace("\n", "");
        String mode = session.variable("gtid_mode");
        boolean numbered = !session.isMariaDb() && mode != null && mode.startsWith("ON");
        return new BinlogPosition(session.serverIdentity(), numbered ? gtids : null, file, offset, 0);
    }

    /** How this server is asked for the end of its log. */
    String statusVerb() {
        return !session.isMariaDb() && session.majorMinor() >= 804 ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }

    private SourceException noLog() {
        return new SourceException(Kind.UNREADABLE, "%s writes no binlog".formatted(session.address()));
    }

    /** The beginning of the oldest log file. */
    BinlogPosition earliest() throws SourceException {
        String file = files().keySet().stream().findFirst().orElseThrow(this::noLog);
        return session.isMariaDb()
                ? at(file, BinlogPosition.FILE_BEGIN)
                : new BinlogPosition(
                        session.serverIdentity(),
                        session.numbersTransactions() ? purged() : null,
                        file,
                        BinlogPosition.FILE_BEGIN,
                        0);
    }

    /** A place in the files of MariaDB, which itself tells the transactions before it. */
    BinlogPosition at(String file, long offset) throws SourceException {
        return new BinlogPosition(session.serverIdentity(), gtidsAt(file, offset), file, offset, 0);
    }

    /** MariaDB's own answer, null when the place is not the beginning of an event or before the first transaction. */
    private @Nullable String gtidsAt(String file, long offset) throws SourceException {
        return session.search("SELECT BINLOG_GTID_POS('%s', %d) AS gtids".formatted(file, offset))
                .get(0)
                .get("gtids");
    }

    /** The log files from the oldest, each with its size in bytes, as they were when they were first asked for. */
    Map<String, Long> files() throws SourceException {
        Map<String, Long> known = files;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (Map<String, String> row : session.query("SHOW BINARY LOGS")) {
                known.put(row.getOrDefault("Log_name", ""), Long.parseLong(row.getOrDefault("File_size", "0")));
            }
            files = known;
        }
        return Collections.unmodifiableMap(known);
    }

    /** The name of the oldest log file, for people. */
    String oldest() throws SourceException {
        return files().keySet().stream().findFirst().orElse("(none)");
    }

    /** The last transaction of each domain and server in the log of MariaDB, whichever is the last of its domain. */
    String logged() throws SourceException {
        return gtids("gtid_binlog_state");
    }

    /** The transactions that MariaDB has had from other servers; not all, when it has written others since. */
    String replicated() throws SourceException {
        return gtids("gtid_slave_pos");
    }

    /** The transactions that MySQL's log no longer holds. */
    String purged() throws SourceException {
        return gtids("gtid_purged");
    }

    /** All transactions that MySQL has run. */
    String executed() throws SourceException {
        return gtids("gtid_executed");
    }

    /** Those that MySQL is about to have run, and may have sent already. */
    String underWay() throws SourceException {
        return gtids("gtid_owned").replaceAll("#\\d+", ""); // the number of the thread
    }

    private String gtids(String variable) throws SourceException {
        return session.query("SELECT @@GLOBAL.%s AS gtids".formatted(variable))
                .get(0)
                .getOrDefault("gtids", "")
                .replace("\n", "");
    }

    /** All transactions of the log but one, in the notation of which a dump sends that one first. */
    String allBut(String gtid) throws SourceException {
        if (!session.isMariaDb()) {
            return subtract(executed(), gtid);
        }
        Gtids gtids = Gtids.mariadb(gtids("gtid_binlog_pos"));
        int sequence = gtid.lastIndexOf('-') + 1;
        gtids.add(gtid.substring(0, sequence)
                + Long.toUnsignedString(Long.parseUnsignedLong(gtid.substring(sequence)) - 1));
        return gtids.toString();
    }

    /** Those of the first transactions that the second lack, by the server's own reckoning (MySQL). */
    String subtract(String gtids, String others) throws SourceException {
        return session.query("SELECT GTID_SUBTRACT(?, ?) AS gtids", gtids, others)
                .get(0)
                .getOrDefault("gtids", "")
                .replace("\n", "");
    }
}
