package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.SourceCheck.Question;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the {@link SourceChecks} ask. Each answer is what is wrong, or null. */
final class SourceQuestions {

    /** A log that is kept for less is gone after a night. */
    private static final int SECONDS_A_DAY = 86_400;

    private static final Pattern SYSTEM = Pattern.compile("`(mysql|sys|performance_schema|information_schema)`.*");

    private SourceQuestions() {}

    /** The variable and its value, if that is any other. */
    static @Nullable String other(SourceFacts facts, String variable, String wanted) {
        return facts.is(variable, wanted) ? null : shown(facts, variable);
    }

    private static String shown(SourceFacts facts, String variable) {
        String value = facts.variable(variable);
        return value == null ? "no " + variable : "%s = %s".formatted(variable, value.isEmpty() ? "''" : value);
    }

    /** The same, but a server that does not know the variable needs it not. */
    static Question unless(String variable, String wanted) {
        return facts -> facts.variable(variable) == null ? null : other(facts, variable, wanted);
    }

    /** A replica, also one of a Galera cluster, whose own log lacks what it takes over. */
    static @Nullable String missedUpdates(SourceFacts facts) {
        if (!facts.replica() && !facts.is("wsrep_on", "ON")) {
            return null;
        }
        return Stream.of("log_replica_updates", "log_slave_updates")
                .filter(variable -> facts.is(variable, "OFF"))
                .findFirst()
                .map(variable -> shown(facts, variable))
                .orElse(null);
    }

    /** @param names those of one privilege, the one to say first */
    static @Nullable String lacking(SourceFacts facts, String... names) {
        return facts.grants().has(names)
                ? null
                : "a user %s without %s".formatted(facts.grants().account(), names[0]);
    }

    /** MariaDB calls it so from 10.5.2 on. */
    static String clientPrivilege(SourceFacts facts) {
        return facts.isMariaDb() && facts.version() >= 1005 ? "BINLOG MONITOR" : "REPLICATION CLIENT";
    }

    static @Nullable String unreadableTables(SourceFacts facts) {
        if (facts.is("binlog_row_metadata", "FULL")) {
            return null;
        }
        List<String> revoked = revoked(facts);
        return facts.grants().canRead() && revoked.isEmpty()
                ? null
                : "a user %s without SELECT%s"
                        .formatted(
                                facts.grants().account(), revoked.isEmpty() ? "" : " on " + String.join(", ", revoked));
    }

    /** Where SELECT was taken away again from tables that can be followed. */
    static List<String> revoked(SourceFacts facts) {
        return facts.grants().revoked().stream()
                .filter(database -> !SYSTEM.matcher(database).matches())
                .toList();
    }

    static @Nullable String shortRetention(SourceFacts facts) {
        if (facts.is("binlog_expire_logs_auto_purge", "OFF")) {
            return null;
        }
        if (facts.number("binlog_expire_logs_seconds") > 0) {
            return facts.number("binlog_expire_logs_seconds") < SECONDS_A_DAY
                    ? shown(facts, "binlog_expire_logs_seconds")
                    : null;
        }
        double days = facts.number("expire_logs_days");
        return days > 0 && days < 1 ? shown(facts, "expire_logs_days") : null;
    }

    static @Nullable String sameServerId(SourceFacts facts) {
        return ServerIds.of(facts.settings().serverId()).contain((long) facts.number("server_id"))
                ? shown(facts, "server_id")
                : null;
    }

    /** The variable that has the server write the statements. */
    static String queries(SourceFacts facts) {
        return facts.isMariaDb() ? "binlog_annotate_row_events" : "binlog_rows_query_log_events";
    }

    static @Nullable String unknownVersion(SourceFacts facts) {
        boolean known = facts.isMariaDb()
                ? facts.version() >= 1005 && facts.version() <= 1108
                : facts.version() >= 507 && facts.version() <= 907;
        return known ? null : shown(facts, "version");
    }
}
