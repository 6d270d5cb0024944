package dev.corecdc.testing.mongodb;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/** What a test lets go wrong. Guarded by the server's lock. */
final class Faults {

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
        once.computeIfAbsent(command.toLowerCase(Locale.ROOT), name -> new ArrayDeque<>())
                .add(failure);
    }

    /** Fails every command of this name until it is allowed again. */
    void failAlways(String command, CommandFailure failure) {
        always.put(command.toLowerCase(Locale.ROOT), failure);
    }

    void allow(String command) {
        always.remove(command.toLowerCase(Locale.ROOT));
    }

    void check(Command command) {
        if (!primary) {
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
        CommandFailure failure = ServerError.NOT_WRITABLE_PRIMARY.because("not primary");
        if (command.isInTransaction()) {
            return failure.labelled(Transactions.TRANSIENT);
        }
        if (command.transactionNumber() >= 0) {
            return failure.labelled("RetryableWriteError");
        }
        return failure.labelled(ChangeStreams.RESUMABLE);
    }
}
