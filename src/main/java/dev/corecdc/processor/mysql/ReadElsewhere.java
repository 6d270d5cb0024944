package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Whether a server can go on with what was read from another one: it needs all of that, and a log of all that follows. */
final class ReadElsewhere {

    private static final String LOG_REPLICA_UPDATES = "log_replica_updates";
    private static final String LOG_SLAVE_UPDATES = "log_slave_updates";

    /** What leaves transactions out of a replica: columns of MySQL's status of a replica, variables of MariaDB. */
    private static final List<String> FILTERS = List.of(
            "Replicate_Do_DB",
            "Replicate_Ignore_DB",
            "Replicate_Do_Table",
            "Replicate_Ignore_Table",
            "Replicate_Wild_Do_Table",
            "Replicate_Wild_Ignore_Table");

    private ReadElsewhere() {}

    private static boolean logsReplicated(ServerSession session) {
        String current = session.variable(LOG_REPLICA_UPDATES);
        return !"OFF".equalsIgnoreCase(current == null ? session.variable(LOG_SLAVE_UPDATES) : current);
    }

    private static SourceException unlogged(ServerSession session) {
        String variable = session.isMariaDb() ? LOG_SLAVE_UPDATES : LOG_REPLICA_UPDATES;
        return new SourceException(
                Kind.UNREADABLE,
                "%s has replicated another server and does not log that: %s = OFF. Set %s = ON in the server's configuration and restart it."
                        .formatted(session.address(), variable, variable));
    }

    /**
     * Of what was read, nothing may be missing on a server that is to go on with it.
     *
     * @throws SourceException when it lags behind, has gone another way, or has left out transactions
     */
    static void require(ServerSession session, BinlogPosition position) throws SourceException {
        if (session.isMariaDb()
                && !logsReplicated(session)
                && !session.log().replicated().isEmpty()) {
            throw unlogged(session);
        }
        String read = String.valueOf(position.gtidSet());
        String missing = session.isMariaDb()
                ? Gtids.missing(read, session.log().logged())
                : session.log().subtract(read, session.log().executed());
        if (!missing.isEmpty()) {
            throw new SourceException(
                    Kind.UNAVAILABLE,
                    ("%s has not had the transactions %s, which were read from another server: it lags behind that, or has gone another way."
                                    + " Nothing is read from it until it has them. If they are lost for good, mend the targets, set"
                                    + " 'gtidSet' of the checkpoint to what this server has, and remove its 'events' and 'schemas'.")
                            .formatted(session.address(), missing));
        }
        List<String> filters = filters(session);
        if (!filters.isEmpty()) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "%s does not replicate everything, and so cannot take the place of another server: it has %s."
                            .formatted(session.address(), String.join(", ", filters)));
        }
    }

    private static List<String> filters(ServerSession session) throws SourceException {
        Stream<Map.Entry<String, String>> settings = session.isMariaDb()
                ? FILTERS.stream()
                        .map(name -> Map.entry(name, String.valueOf(session.variable(name.toLowerCase(Locale.ROOT)))))
                : session.replications().stream().flatMap(row -> row.entrySet().stream());
        return settings.filter(setting -> FILTERS.contains(setting.getKey()))
                .filter(setting -> !setting.getValue().isEmpty() && !"null".equals(setting.getValue()))
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .distinct()
                .toList();
    }
}
