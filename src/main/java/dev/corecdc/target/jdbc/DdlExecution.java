package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.DdlSession;
import dev.corecdc.target.RejectedRecordException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the DDL statements of a MySQL or MariaDB on a server that understands them: in the default database of the session that sent them, with its
 * {@code sql_mode} and time zone as far as these are known.
 */
final class DdlExecution {

    private static final Logger log = LoggerFactory.getLogger(DdlExecution.class);

    /**
     * What a server says of a statement that it has executed already: a database, table, column or index is there, or is not there any more, or a
     * foreign key or primary key is there.
     */
    private static final Set<Integer> DONE =
            Set.of(1007, 1008, 1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146, 1826, 3822, 4092);

    /** What of {@code sql_mode} changes the meaning of DDL, by its bit in the log; the same on both kinds of server. */
    private static final Map<Integer, String> MODES = new TreeMap<>(Map.ofEntries(
            Map.entry(0, "REAL_AS_FLOAT"),
            Map.entry(1, "PIPES_AS_CONCAT"),
            Map.entry(2, "ANSI_QUOTES"),
            Map.entry(3, "IGNORE_SPACE"),
            Map.entry(6, "NO_UNSIGNED_SUBTRACTION"),
            Map.entry(19, "NO_AUTO_VALUE_ON_ZERO"),
            Map.entry(20, "NO_BACKSLASH_ESCAPES"),
            Map.entry(21, "STRICT_TRANS_TABLES"),
            Map.entry(22, "STRICT_ALL_TABLES"),
            Map.entry(23, "NO_ZERO_IN_DATE"),
            Map.entry(24, "NO_ZERO_DATE"),
            Map.entry(25, "ALLOW_INVALID_DATES"),
            Map.entry(26, "ERROR_FOR_DIVISION_BY_ZERO"),
            Map.entry(29, "HIGH_NOT_PRECEDENCE"),
            Map.entry(30, "NO_ENGINE_SUBSTITUTION")));

    /** There is no such database, or the user may not use it. */
    private static final Set<Integer> UNREACHABLE = Set.of(1044, 1049);

    private final String target;
    private final Dialect dialect;

    /** @param target its name */
    DdlExecution(String target, Dialect dialect) {
        this.target = target;
        this.dialect = dialect;
    }

    /**
     * Executes a statement as {@link dev.corecdc.target.DdlTarget#execute} says.
     *
     * @param connection where it is committed by itself
     * @throws RejectedRecordException when it must not be executed twice, and may have been executed
     */
    void execute(Connection connection, DdlEvent ddl, boolean repeated) throws SQLException, RejectedRecordException {
        if (repeated && RepeatedNames.comeBack(ddl)) {
            throw RepeatedNames.refused(ddl);
        }
        String before = connection.getCatalog();
        try {
            use(connection, ddl);
            become(connection, ddl.session());
            try (Statement statement = connection.createStatement()) {
                statement.execute(ddl.statement());
            }
            log.info("{}: executed in {}: {}", target, database(ddl), ddl.statement());
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
    private void restore(Connection connection, @Nullable String catalog) throws SQLException {
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(dialect.sessionStatement());
            }
            if (catalog != null && !catalog.isEmpty()) {
                connection.setCatalog(catalog);
            }
        } catch (SQLException e) {
            log.debug("the connection cannot be used any more for {}", catalog, e);
            connection.abort(Runnable::run);
        }
    }

    /** A database that the statement makes, or drops, need not be there. */
    private static void use(Connection connection, DdlEvent ddl) throws SQLException {
        boolean ofDatabase = ddl.kind() == DdlKind.CREATE_DATABASE || ddl.kind() == DdlKind.DROP_DATABASE;
        String database = database(ddl);
        if (database == null || ofDatabase) {
            return;
        }
        try {
            connection.setCatalog(database);
        } catch (SQLException e) {
            // The session's own need not be in the copy, where all names have theirs.
            String schema = ddl.schema();
            if (!UNREACHABLE.contains(e.getErrorCode())
                    || schema == null
                    || database.equals(schema)
                    || needsDatabase(ddl)) {
                throw e;
            }
            connection.setCatalog(schema);
        }
    }

    private static boolean needsDatabase(DdlEvent ddl) {
        try {
            return DdlReader.read(ddl).tables().stream().anyMatch(table -> table.database() == null);
        } catch (UntranslatableDdlException e) {
            return false;
        }
    }

    private static @Nullable String database(DdlEvent ddl) {
        String ofSession = ddl.session().database();
        return ofSession == null ? ddl.schema() : ofSession;
    }

    private static void become(Connection connection, DdlSession session) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Long bits = session.sqlMode();
            if (bits != null) {
                statement.execute("SET SESSION sql_mode = '%s'"
                        .formatted(MODES.entrySet().stream()
                                .filter(mode -> ((bits >> mode.getKey()) & 1) == 1)
                                .map(Map.Entry::getValue)
                                .collect(Collectors.joining(","))));
            }
            String zone = session.timeZone();
            if (zone != null && !zone.equals("SYSTEM")) {
                statement.execute("SET SESSION time_zone = '%s'".formatted(zone.replace("'", "''")));
            }
        }
    }

    /** With the statement that failed. */
    static SQLException explained(SQLException e, DdlEvent ddl) {
        return new SQLException(
                "%s, in %s: %s".formatted(e.getMessage(), ddl.schema(), ddl.statement()),
                e.getSQLState(),
                e.getErrorCode(),
                e);
    }
}
