package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.Write.Missing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Executes writes on one connection, as many together as have the same statement, and counts the rows that were not there. */
final class Statements {

    private final Connection connection;
    private final Map<String, Long> missing = new TreeMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Executes writes in their order. */
    void execute(List<Write> writes) throws SQLException {
        int from = 0;
        for (int to = 1; to <= writes.size(); to++) {
            if (to == writes.size()
                    || !writes.get(to).sql().equals(writes.get(from).sql())) {
                executeTogether(writes.subList(from, to));
                from = to;
            }
        }
    }

    private void executeTogether(List<Write> writes) throws SQLException {
        int[] counts = counts(writes);
        List<Write> others = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                Write write = writes.get(i);
                if (write.otherwise() != null) {
                    others.add(write.otherwise());
                } else if (write.missing() == Missing.TOLD) {
                    missing.merge(write.table().table().name().toString(), 1L, Long::sum);
                }
            }
        }
        execute(others);
    }

    private int[] counts(List<Write> writes) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(writes.get(0).sql())) {
            if (writes.size() == 1) {
                bind(statement, writes.get(0));
                return new int[] {statement.executeUpdate()};
            }
            for (Write write : writes) {
                bind(statement, write);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Write write) throws SQLException {
        int place = 1;
        for (@Nullable Object value : write.parameters()) {
            if (value == null) {
                statement.setNull(place++, Types.NULL);
            } else {
                statement.setObject(place++, value);
            }
        }
    }

    /** How many changes of each table concerned a row that was not there, by its name. */
    Map<String, Long> missing() {
        return missing;
    }
}
