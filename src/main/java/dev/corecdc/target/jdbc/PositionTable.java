package dev.corecdc.target.jdbc;

import dev.corecdc.target.PositionText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code core_cdc_positions}, in the database that the URL names: a row for each service, processor and target, with the place up to
 * which the target has the changes, as {@link PositionText} writes it.
 *
 * <p>Each write counts up the version of its row, and changes only the one that it knows; so of two services that think the row theirs, one
 * fails.
 */
final class PositionTable {

    private static final Logger log = LoggerFactory.getLogger(PositionTable.class);

    private static final String NAME = "core_cdc_positions";
    private static final String ROW = " WHERE service = ? AND processor = ? AND target = ?";

    private final String service;
    private final String target;
    private final Dialect dialect;

    PositionTable(String service, String target, Dialect dialect) {
        this.service = service;
        this.target = target;
        this.dialect = dialect;
    }

    /**
     * What is saved of a processor.
     *
     * @param writer who wrote it
     * @param content empty before the first
     */
    record Saved(long version, String writer, String content, Instant savedAt) {}

    /**
     * The row of a processor, made with version 0 where there is none, else counted up, so that nobody else's write succeeds any more. Waits for
     * one that is under way.
     *
     * @throws UnfitTableException when the table's engine has no transactions
     */
    Saved claim(Connection connection, String processor, String writer) throws SQLException, UnfitTableException {
        createIfMissing(connection);
        refuseWithoutTransactions(connection);
        for (Saved saved = read(connection, processor); saved != null; saved = read(connection, processor)) {
            if (take(connection, processor, saved.version(), writer)) {
                return new Saved(saved.version() + 1, writer, saved.content(), saved.savedAt());
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + NAME
                + " (service, processor, target, version, writer, saved_at, content) VALUES (?, ?, ?, 0, '', ?, '')")) {
            insert.setString(1, service);
            insert.setString(2, processor);
            insert.setString(3, target);
            insert.setString(4, Instant.now().toString());
            insert.executeUpdate();
        }
        return new Saved(0, "", "", Instant.now());
    }

    private boolean take(Connection connection, String processor, long version, String writer) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + NAME + " SET version = version + 1, writer = ?" + ROW + " AND version = ?")) {
            update.setString(1, writer);
            update.setString(2, service);
            update.setString(3, processor);
            update.setString(4, target);
            update.setLong(5, version);
            return update.executeUpdate() == 1;
        }
    }

    @Nullable
    Saved read(Connection connection, String processor) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT version, writer, content, saved_at FROM " + NAME + ROW)) {
            query.setString(1, service);
            query.setString(2, processor);
            query.setString(3, target);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Saved(row.getLong(1), row.getString(2), row.getString(3), Instant.parse(row.getString(4)))
                        : null;
            }
        }
    }

    /** Writes the row after that of a version; whether that one was still there. */
    boolean write(Connection connection, String processor, long version, String writer, String content)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + NAME
                + " SET version = version + 1, writer = ?, content = ?, saved_at = ?" + ROW + " AND version = ?")) {
            update.setString(1, writer);
            update.setString(2, content);
            update.setString(3, Instant.now().toString());
            update.setString(4, service);
            update.setString(5, processor);
            update.setString(6, target);
            update.setLong(7, version);
            return update.executeUpdate() == 1;
        }
    }

    /** A user who may not create tables may find it there. */
    private void createIfMissing(Connection connection) throws SQLException {
        try {
            execute(connection, "SELECT version FROM " + NAME + " WHERE 1 = 0");
        } catch (SQLException e) {
            log.debug("the table {} cannot be read", NAME, e);
            execute(
                    connection,
                    "CREATE TABLE IF NOT EXISTS " + NAME
                            + " (service VARCHAR(190) NOT NULL, processor VARCHAR(190) NOT NULL, target VARCHAR(190) NOT NULL,"
                            + " version BIGINT NOT NULL, writer VARCHAR(64) NOT NULL, saved_at VARCHAR(40) NOT NULL, content "
                            + dialect.textType() + " NOT NULL, PRIMARY KEY (service, processor, target))"
                            + dialect.tableOptions());
            log.info("The table {} has been made", NAME);
        }
    }

    /** Where the database keeps what a transaction wrote that failed, a position is saved without its changes. */
    private void refuseWithoutTransactions(Connection connection) throws SQLException, UnfitTableException {
        TargetTable table = new Tables(dialect).find(connection, new TableName(null, NAME));
        if (table != null && !table.transactional()) {
            throw new UnfitTableException(
                    ("the engine of the table %s has no transactions, so that 'exactly-once' cannot hold."
                                    + " Change it (ALTER TABLE %s ENGINE=InnoDB)")
                            .formatted(NAME, NAME));
        }
    }

    /** With a statement of its own: DuckDB closes one that failed. */
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
