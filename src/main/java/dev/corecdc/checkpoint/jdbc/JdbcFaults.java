package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.CheckpointException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** Says in words what failed at one place in a database. Never shows the password. */
final class JdbcFaults {

    private final String where;
    private final @Nullable String password;

    /** @param where names the place */
    JdbcFaults(String where, @Nullable String password) {
        this.where = where;
        this.password = password;
    }

    /** Names the place, for people. */
    String where() {
        return where;
    }

    /** What an exception of the driver means. */
    CheckpointException of(Exception e) {
        SQLException sql = sqlOf(e);
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.startsWith("28")) {
            return fault("the login is refused", "Set 'username' and 'password' right in cdc.checkpoint.jdbc.", e);
        } else if (state.startsWith("08") || e instanceof CannotGetJdbcConnectionException) {
            return fault(
                    messageOf(e),
                    "Make sure that the database runs and can be reached, as cdc.checkpoint.jdbc.url says.",
                    e);
        } else if (state.equals("42501")
                || (sql != null && (sql.getErrorCode() == 1142 || sql.getErrorCode() == 1044))) {
            return fault(messageOf(e), "Give the user SELECT, INSERT, UPDATE, DELETE and CREATE there.", e);
        }
        return fault(messageOf(e), "See what the database's log says of it.", e);
    }

    /** What is there is not as it was written. */
    CheckpointException notUnderstood(String what, String why) {
        return new CheckpointException(
                "%s in %s cannot be read: %s.".formatted(what, where, why),
                "Put back a good copy of it. Or delete it, if changes may be missing or come twice: the service then starts as"
                        + " for the first time.",
                null);
    }

    private CheckpointException fault(String problem, String action, Exception cause) {
        return new CheckpointException(
                "The checkpoints in %s cannot be used: %s.".formatted(where, problem),
                action,
                shows(cause) ? null : cause);
    }

    /** Whether any message in the chain holds the password. */
    private boolean shows(Throwable e) {
        for (Throwable next = e; next != null; next = next.getCause()) {
            if (password != null
                    && !password.isEmpty()
                    && String.valueOf(next.getMessage()).contains(password)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable SQLException sqlOf(Throwable e) {
        for (Throwable next = e; next != null; next = next.getCause()) {
            if (next instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private String messageOf(Throwable e) {
        Throwable told = e;
        while ((told instanceof DataAccessException || told.getMessage() == null) && told.getCause() != null) {
            told = told.getCause();
        }
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        message = message.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
        return password == null || password.isEmpty() ? message : message.replace(password, "…");
    }
}
