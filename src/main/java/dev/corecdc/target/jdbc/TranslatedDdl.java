package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes DDL statements of a MySQL or MariaDB on another kind of database. A foreign key to a table that is not there yet is kept until it is,
 * at most until the service ends.
 */
final class TranslatedDdl {

    private static final Logger log = LoggerFactory.getLogger(TranslatedDdl.class);

    private final String target;
    private final Dialect dialect;
    private final DdlDialect ddl;
    private final Names names;
    private final TableOwners owners;
    private final ZeroDates zeroDates;
    private final List<PostponedReference> postponed = new ArrayList<>();

    /** @param target its name */
    TranslatedDdl(
            String target, Dialect dialect, DdlDialect ddl, Names names, TableOwners owners, ZeroDates zeroDates) {
        this.target = target;
        this.dialect = dialect;
        this.ddl = ddl;
        this.names = names;
        this.owners = owners;
        this.zeroDates = zeroDates;
    }

    /**
     * Executes a statement as {@link dev.corecdc.target.DdlTarget#execute} says.
     *
     * @param connection where each statement is committed by itself
     * @throws UntranslatableDdlException before anything is executed
     * @throws RejectedRecordException when it must not be executed twice, and may have been executed
     * @throws UnfitTableException when a table that it works on is another's
     */
    void execute(Connection connection, DdlEvent event, boolean repeated)
            throws SQLException, UntranslatableDdlException, RejectedRecordException, UnfitTableException {
        CopiedDdl statement = DdlReader.read(event);
        if (statement instanceof CopiedDdl.Nothing) {
            log.info("{}: a copy has nothing of it: {}", target, event.statement());
            return;
        }
        if (repeated && RepeatedNames.comeBackInParts(statement)) {
            throw RepeatedNames.refused(event);
        }
        Translation translation =
                new Translation(dialect, ddl, names, zeroDates, event, new ConnectedCatalog(connection, dialect, ddl));
        TableOwners after = OwnersAfter.of(statement, translation, owners, repeated);
        DdlTranslator.translate(statement, translation);
        addAwaited(translation);
        try {
            execute(connection, translation.statements(), repeated);
        } catch (SQLException e) {
            throw DdlExecution.explained(e, event);
        }
        owners.become(after);
        finish(translation, event);
    }

    private void addAwaited(Translation translation) {
        for (PostponedReference reference : postponed) {
            if (translation.appeared().contains(reference.referred())) {
                translation.alter(reference.table(), reference.sql());
            }
        }
    }

    private void finish(Translation translation, DdlEvent event) {
        postponed.removeIf(reference -> translation.appeared().contains(reference.referred()));
        for (PostponedReference reference : translation.postponed()) {
            postponed.add(reference);
            log.warn(
                    "{}: {} is not in the copy; a foreign key is made when it is, unless the service ends before: ALTER"
                            + " TABLE {} {}",
                    target,
                    reference.referred(),
                    dialect.quoted(reference.table()),
                    reference.sql());
        }
        log.info("{}: executed {} in place of: {}", target, translation.statements(), event.statement());
    }

    private void execute(Connection connection, List<String> statements, boolean repeated) throws SQLException {
        connection.setAutoCommit(!ddl.isTransactional());
        try (Statement statement = connection.createStatement()) {
            if (ddl.isTransactional()) {
                // A table that foreign keys have yet to look at cannot be altered.
                statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            }
            for (String sql : statements) {
                execute(connection, statement, sql, repeated);
            }
            if (ddl.isTransactional()) {
                connection.commit();
            }
        } catch (SQLException | RuntimeException e) {
            if (ddl.isTransactional()) {
                rollBack(connection);
            }
            throw e;
        }
    }

    private void execute(Connection connection, Statement statement, String sql, boolean repeated) throws SQLException {
        Savepoint before = ddl.isTransactional() ? connection.setSavepoint() : null;
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!repeated || !ddl.isDone(e)) {
                throw new SQLException(e.getMessage() + ", by " + sql, e.getSQLState(), e.getErrorCode(), e);
            }
            log.info("{}: taken as executed before ({}): {}", target, e.getMessage(), sql);
            if (before != null) {
                connection.rollback(before);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.debug("the transaction could not be rolled back; it ends with the connection", e);
        }
    }
}
