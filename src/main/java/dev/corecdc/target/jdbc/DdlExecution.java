package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes the DDL statements of a MySQL or MariaDB on a server that understands them, each in its database. */
final class DdlExecution {

    private static final Logger log = LoggerFactory.getLogger(DdlExecution.class);

    /**
     * What a server says of a statement that it has executed already: a database, table, column or index is there, or is not there any more, or a
     * foreign key or primary key is there.
     */
    private static final Set<Integer> DONE =
            Set.of(1007, 1008, 1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146, 1826, 3822, 4092);

    private final String target;

    /** @param target its name */
    DdlExecution(String target) {
        this.target = target;
    }

    /**
     * Executes a statement as {@link dev.corecdc.target.DdlTarget#execute} says.
     *
     * @param connection where it is committed by itself
     */
    void execute(Connection connection, DdlEvent ddl, boolean repeated) throws SQLException {
        String before = connection.getCatalog();
        try {
            use(connection, ddl);
            try (Statement statement = connection.createStatement()) {
                statement.execute(ddl.statement());
            }
            log.info("{}: executed in {}: {}", target, ddl.schema(), ddl.statement());
        } catch (SQLException e) {
            if (repeated && DONE.contains(e.getErrorCode())) {
                log.info("{}: taken as executed before ({}): {}", target, e.getMessage(), ddl.statement());
                return;
            }
            throw explained(e, ddl);
        } finally {
            restore(connection, before);
        }
    }

    /** The connection is used for what is in the database that the URL names, too. */
    private static void restore(Connection connection, @Nullable String catalog) throws SQLException {
        try {
            if (catalog != null && !catalog.isEmpty()) {
                connection.setCatalog(catalog);
            }
        } catch (SQLException e) {
            log.debug("{} cannot be used any more", catalog, e);
            connection.abort(Runnable::run);
        }
    }

    /** A database that the statement makes, or drops, need not be there. */
    private static void use(Connection connection, DdlEvent ddl) throws SQLException {
        boolean ofDatabase = ddl.kind() == DdlKind.CREATE_DATABASE || ddl.kind() == DdlKind.DROP_DATABASE;
        if (ddl.schema() != null && !ofDatabase) {
            connection.setCatalog(ddl.schema());
        }
    }

    private static SQLException explained(SQLException e, DdlEvent ddl) {
        return new SQLException(
                "%s, in %s: %s".formatted(e.getMessage(), ddl.schema(), ddl.statement()),
                e.getSQLState(),
                e.getErrorCode(),
                e);
    }
}
