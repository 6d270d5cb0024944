package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.JdbcTargetSettings.UntranslatableDdl;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows statements, and does what is wanted with those that cannot be followed. For use by one thread at a time. */
final class UntranslatableStatements implements CopyDdl {

    private static final Logger log = LoggerFactory.getLogger(UntranslatableStatements.class);

    private final String target;
    private final UntranslatableDdl rule;
    private final CopyDdl following;
    private long skipped;

    /** @param target its name */
    UntranslatableStatements(String target, UntranslatableDdl rule, CopyDdl following) {
        this.target = target;
        this.rule = rule;
        this.following = following;
    }

    /**
     * Follows a statement, or passes over it.
     *
     * @throws RejectedRecordException when the statement cannot be followed, unless such are passed over, or must not be executed again
     * @throws UnfitTableException when a table that it works on is another's
     */
    @Override
    public void execute(Connection connection, DdlEvent statement, boolean repeated)
            throws SQLException, RejectedRecordException, UnfitTableException {
        try {
            following.execute(connection, statement, repeated);
        } catch (UntranslatableDdlException e) {
            if (rule == UntranslatableDdl.HALT) {
                throw new RejectedRecordException(
                        0,
                        "a DDL statement is not translated: %s: %s".formatted(e.getMessage(), statement.statement()),
                        e);
            }
            skipped++;
            log.warn(
                    "{}: a DDL statement is passed over, number {} since the start: {}: {}",
                    target,
                    skipped,
                    e.getMessage(),
                    statement.statement());
        }
    }
}
