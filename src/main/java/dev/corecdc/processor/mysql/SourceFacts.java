package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one round of questions tells of a source.
 *
 * @param settings how it is reached
 * @param version as major times 100 plus minor
 * @param variables its global variables, by their names in lower case
 * @param grants what the user may do
 * @param filters the databases to which its log is limited, such as {@code binlog-do-db = shop}; empty when it is not
 * @param replica whether it takes over the changes of other servers
 */
record SourceFacts(
        MySqlSettings settings,
        Flavor flavor,
        int version,
        Map<String, String> variables,
        Grants grants,
        String filters,
        boolean replica) {

    /** SHOW REPLICA STATUS is there from here on. */
    private static final int NEW_WORDS = 801;

    SourceFacts {
        variables = Map.copyOf(variables);
    }

    static SourceFacts of(MySqlSettings settings, ServerSession session) throws SourceException {
        List<String> grants = session.query("SHOW GRANTS").stream()
                .flatMap(row -> row.values().stream())
                .toList();
        return new SourceFacts(
                settings,
                session.isMariaDb() ? Flavor.MARIADB : Flavor.MYSQL,
                session.majorMinor(),
                session.variables(),
                Grants.of(grants),
                filters(answer(session, session.log().statusVerb())),
                isReplica(session));
    }

    private static String filters(List<Map<String, String>> status) {
        return status.stream()
                .flatMap(row -> Stream.of("Binlog_Do_DB", "Binlog_Ignore_DB")
                        .filter(filter -> !row.getOrDefault(filter, "").isEmpty())
                        .map(filter -> filter.toLowerCase(Locale.ROOT).replace('_', '-') + " = " + row.get(filter)))
                .collect(Collectors.joining(", "));
    }

    private static boolean isReplica(ServerSession session) throws SourceException {
        if (!session.isMariaDb()) {
            return !answer(session, session.majorMinor() < NEW_WORDS ? "SHOW SLAVE STATUS" : "SHOW REPLICA STATUS")
                    .isEmpty();
        }
        // MariaDB tells the first to those only who have SLAVE MONITOR, and everybody how many are running.
        return !answer(session, "SHOW ALL SLAVES STATUS").isEmpty()
                || session.query("SHOW GLOBAL STATUS LIKE 'Slaves_running'").stream()
                        .anyMatch(row -> !"0".equals(row.get("Value")));
    }

    /** Nothing where the user may not ask. */
    private static List<Map<String, String>> answer(ServerSession session, String question) throws SourceException {
        try {
            return session.query(question);
        } catch (SourceException e) {
            if (e.kind() == Kind.REFUSED) {
                return List.of();
            }
            throw e;
        }
    }

    boolean isMariaDb() {
        return flavor == Flavor.MARIADB;
    }

    /** Null when the server does not know it. */
    @Nullable
    String variable(String name) {
        return variables.get(name);
    }

    /** Whether the server knows a variable, and it has this value. */
    boolean is(String name, String value) {
        return value.equalsIgnoreCase(variables.get(name));
    }

    /** A variable that is a number; 0 when the server does not know it. */
    double number(String name) {
        return Double.parseDouble(Objects.requireNonNullElse(variables.get(name), "0"));
    }
}
