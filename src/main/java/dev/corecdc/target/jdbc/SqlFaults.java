package dev.corecdc.target.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** What the errors of a database mean for the change that was written. */
final class SqlFaults {

    /**
     * Errors of MySQL and MariaDB that say no more in their SQLState: a text with characters that the column does not have, cut data, a check
     * that does not hold, a row or value that is too large.
     */
    private static final Set<Integer> REFUSALS = Set.of(1118, 1153, 1265, 1366, 3819);

    private SqlFaults() {}

    /**
     * Whether the same change will be refused again: its values do not fit the columns, or break a constraint. Not so where the connection, a lock,
     * a privilege or a missing table is the reason.
     */
    static boolean isOfTheChange(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return state.startsWith("22")
                || state.startsWith("23")
                || state.startsWith("21")
                || state.equals("54000")
                || REFUSALS.contains(e.getErrorCode());
    }
}
