package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.Write.Missing;
import dev.corecdc.target.jdbc.Write.Next;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Executes writes on one connection, as many together as have the same statement, and counts the rows that were not there. */
final class Statements {

    /** A database has a limit for the parameters of one statement. */
    private static final int MOST_PARAMETERS = 10_000;

    private final Connection connection;
    private final int rowsAtOnce;
    private final Map<String, Long> missing = new TreeMap<>();

    /** @param rowsAtOnce how many rows one statement is given, where it takes many */
    Statements(Connection connection, int rowsAtOnce) {
        this.connection = connection;
        this.rowsAtOnce = rowsAtOnce;
    }

    /** Executes writes in their order. */
    void execute(List<Write> writes) throws SQLException {
        int from = 0;
        for (int to = 1; to <= writes.size(); to++) {
            if (to == writes.size()
                    || !writes.get(to).sql().equals(writes.get(from).sql())
                    || writes.get(from).next().isDueAtOnce()) {
                executeTogether(writes.subList(from, to));
                from = to;
            }
        }
    }

    private void executeTogether(List<Write> writes) throws SQLException {
        Write first = writes.get(0);
        boolean asRows = rowsAtOnce > 1 && first.sql().takesManyRows();
        if (first.sql().ofColumns()) {
            new ColumnArrays(connection).execute(writes);
        } else if (asRows && writes.stream().noneMatch(Write::dependsOnCount)) {
            executeAsRows(writes);
        } else {
            executeEach(writes);
        }
    }

    /** Many rows with each statement, all of which but the last are the same. */
    private void executeAsRows(List<Write> writes) throws SQLException {
        Write first = writes.get(0);
        int most = Math.max(
                1, Math.min(rowsAtOnce, MOST_PARAMETERS / first.parameters().size()));
        int rest = writes.size() % most;
        int whole = writes.size() - rest;
        if (whole > 0) {
            try (PreparedStatement statement =
                    connection.prepareStatement(first.sql().text(most))) {
                for (int from = 0; from < whole; from += most) {
                    executeRows(statement, writes.subList(from, from + most));
                }
            }
        }
        if (rest > 0) {
            try (PreparedStatement statement =
                    connection.prepareStatement(first.sql().text(rest))) {
                executeRows(statement, writes.subList(whole, writes.size()));
            }
        }
    }

    private static void executeRows(PreparedStatement statement, List<Write> rows) throws SQLException {
        int place = 1;
        for (Write row : rows) {
            place = bind(statement, row, place);
        }
        statement.executeUpdate();
    }

    private void executeEach(List<Write> writes) throws SQLException {
        int[] counts = counts(writes);
        List<Write> others = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            Write write = writes.get(i);
            Next next = write.next();
            if (counts[i] == 0) {
                add(others, next.ifNone(), 1);
                if (next.ifNone() == null && write.missing() == Missing.TOLD) {
                    missing.merge(write.table().table().name().toString(), 1L, Long::sum);
                }
            } else if (next.isDueAtOnce()) {
                add(others, next.forEachMore(), counts[i] - 1);
                add(others, next.ifAny(), 1);
            }
        }
        execute(others);
    }

    private static void add(List<Write> writes, @Nullable Write write, int times) {
        if (write != null) {
            writes.addAll(Collections.nCopies(times, write));
        }
    }

    private int[] counts(List<Write> writes) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(writes.get(0).sql().text())) {
            if (writes.size() == 1) {
                bind(statement, writes.get(0), 1);
                return new int[] {statement.executeUpdate()};
            }
            for (Write write : writes) {
                bind(statement, write, 1);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** The place behind the parameters. */
    private static int bind(PreparedStatement statement, Write write, int first) throws SQLException {
        int place = first;
        for (@Nullable Object value : write.parameters()) {
            if (value == null) {
                statement.setNull(place++, Types.NULL);
            } else {
                statement.setObject(place++, value);
            }
        }
        return place;
    }

    /** How many changes of each table concerned a row that was not there, by its name. */
    Map<String, Long> missing() {
        return missing;
    }
}
