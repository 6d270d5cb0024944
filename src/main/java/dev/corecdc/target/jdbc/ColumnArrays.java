package dev.corecdc.target.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the rows of many writes to one statement of which each parameter is a list of the values of a column. */
final class ColumnArrays {

    private static final int ROWS_AT_ONCE = 5_000;

    private final Connection connection;

    ColumnArrays(Connection connection) {
        this.connection = connection;
    }

    /** @param writes all of the same statement */
    void execute(List<Write> writes) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(writes.get(0).sql().text())) {
            for (int from = 0; from < writes.size(); from += ROWS_AT_ONCE) {
                execute(statement, writes.subList(from, Math.min(writes.size(), from + ROWS_AT_ONCE)));
            }
        }
    }

    private void execute(PreparedStatement statement, List<Write> rows) throws SQLException {
        int columns = rows.get(0).parameters().size();
        for (int i = 0; i < columns; i++) {
            int column = i;
            @Nullable
            Object[] values =
                    rows.stream().map(row -> row.parameters().get(column)).toArray();
            statement.setArray(column + 1, connection.createArrayOf(elementType(values), values));
        }
        statement.executeUpdate();
    }

    /** A dialect makes each value of a column a text, or each one bytes. */
    private static String elementType(@Nullable Object[] values) {
        for (Object value : values) {
            if (value != null) {
                return value instanceof byte[] ? "BLOB" : "VARCHAR";
            }
        }
        return "VARCHAR";
    }
}
