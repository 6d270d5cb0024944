package dev.corecdc.testing.mongodb;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/** What a test lets go wrong. Guarded by the server's lock. */
final class Faults {

    /** What a server does whether it is primary or not. */
    private static final Set<String> IN_ANY_STATE = Set.of(
            "ping",
            "buildinfo",
            "connectionstatus",
            "serverstatus",
            "replsetgetconfig",
            "replsetgetstatus",
            "saslstart",
            "saslcontinue",
            "killcursors",
            "endsessions");

    private static final Set<String> READS = Set.of(
            "find",
            "aggregate",
            "getmore",
            "count",
            "distinct",
            "listcollections",
            "listindexes",
            "listdatabases",
            "collstats");

    private final Map<String, Queue<CommandFailure>> once = new HashMap<>();
    private final Map<String, CommandFailure> always = new HashMap<>();
    private boolean primary = true;

    boolean isPrimary() {
        return primary;
    }

    void setPrimary(boolean isPrimary) {
        primary = isPrimary;
    }

    /** Fails the next command of this name; several wait for their turn. */
    void failOnce(String command, CommandFailure failure) {
        once.computeIfAbsent(lower(command), name -> new ArrayDeque<>()).add(failure);
    }

    /** Fails every command of this name until it is allowed again. */
    void refuse(String command, CommandFailure failure) {
        always.put(lower(command), failure);
    }

    void allow(String command) {
        always.remove(lower(command));
    }

    private static String lower(String command) {
        return command.toLowerCase(Locale.ROOT);
    }

    /**
     * @throws CommandFailure if the command is to fail
     */
    void check(Command command) {
        if (!primary && !IN_ANY_STATE.contains(command.name())) {
            throw notPrimary(command);
        }
        CommandFailure refusal = always.get(command.name());
        if (refusal != null) {
            throw refusal;
        }
        Queue<CommandFailure> failures = once.get(command.name());
        if (failures != null && !failures.isEmpty()) {
            throw failures.remove();
        }
    }

    private static CommandFailure notPrimary(Command command) {
        return READS.contains(command.name())
                ? ServerError.NOT_PRIMARY_NO_SECONDARY_OK.because("not primary and secondaryOk=false")
                : ServerError.NOT_WRITABLE_PRIMARY.because("not primary");
    }
}
