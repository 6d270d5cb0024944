package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.Write.Next;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What has to be written for a change, in the order in which it has to be.
 *
 * <p>A row with a key is inserted, or set if it is there, so that changes may come again. An update of which the log holds only some columns
 * sets those. A row without a key is found by all its values.
 */
final class RowWrites {

    private final Dialect dialect;
    private final WithoutKey withoutKey;

    RowWrites(Dialect dialect, WithoutKey withoutKey) {
        this.dialect = dialect;
        this.withoutKey = withoutKey;
    }

    /** What a statement does, and with which columns. */
    private record Shape(String verb, List<Integer> columns, List<Integer> condition, List<Integer> nulls) {}

    /**
     * The writes of one change.
     *
     * @param index which one of the changes it is, from 0
     * @throws RejectedRecordException when it can never be written
     */
    List<Write> of(ChangeRecord change, TableMapping table, int index) throws RejectedRecordException {
        try {
            return table.key().isEmpty() ? withoutKey(change, table, index) : withKey(change, table, index);
        } catch (UnfitValueException e) {
            throw rejected(change, index, e.getMessage(), e);
        }
    }

    private static RejectedRecordException rejected(
            ChangeRecord change, int index, @Nullable String why, @Nullable Throwable cause) {
        return new RejectedRecordException(
                index,
                "%s of %s.%s: %s"
                        .formatted(
                                change.type(),
                                change.columns().schema(),
                                change.columns().table(),
                                why),
                cause);
    }

    private List<Write> withKey(ChangeRecord change, TableMapping table, int index)
            throws UnfitValueException, RejectedRecordException {
        List<Object> newKey = table.keyAfter(change);
        List<Object> oldKey = table.keyOf(change.before());
        Row found = oldKey == null ? change.row() : Objects.requireNonNull(change.before());
        if (oldKey == null && newKey == null) {
            throw rejected(change, index, "the log does not hold its key", null);
        }
        if (change.type() == EventType.UPDATE && lacksDocument(change)) {
            throw rejected(
                    change,
                    index,
                    "it does not hold the document; set 'full-document' of the processor to update-lookup or required",
                    null);
        }
        if (change.type() == EventType.DELETE) {
            return List.of(delete(table, change.row(), index));
        } else if (change.type() == EventType.INSERT) {
            return List.of(insertOrSet(table, change.row(), index));
        }
        boolean moved = oldKey != null && newKey != null && !oldKey.equals(newKey);
        boolean whole = TableMapping.isWhole(change.row());
        if (!whole) {
            return List.of(update(table, change.row(), found, index).expecting());
        } else if (!moved) {
            return List.of(insertOrSet(table, change.row(), index));
        } else if (table.table().related().isEmpty()) {
            return List.of(delete(table, found, index), insertOrSet(table, change.row(), index));
        }
        // Where other tables refer to the row they follow it, which they could not if it was deleted.
        return List.of(update(table, change.row(), found, index).or(insertOrSet(table, change.row(), index)));
    }

    /** Whether it is not known what the document is. */
    static boolean lacksDocument(ChangeRecord change) {
        return IntStream.range(0, change.columns().size())
                .anyMatch(column -> change.columns().column(column).type() == ColumnType.DOCUMENT
                        && !change.row().has(column));
    }

    /** Inserts a row, or sets it if there is one of its key. */
    Write insertOrSet(TableMapping table, Row row, int index) throws UnfitValueException {
        List<Integer> columns = table.written(row);
        if (!dialect.upsertKeepsToItsKey(table.table(), table.keyNames())) {
            return update(table, row, row, index).or(insert(table, row, index));
        }
        Sql sql = table.statement(
                new Shape("UPSERT", columns, List.of(), List.of()),
                () -> dialect.upsert(table.table().name(), table.columns(columns), table.columns(table.key())));
        return new Write(table, sql, parameters(table, row, columns), table.keyOf(row), index);
    }

    private Write insert(TableMapping table, Row row, int index) throws UnfitValueException {
        List<Integer> columns = table.written(row);
        Sql sql = table.statement(
                new Shape("INSERT", columns, List.of(), List.of()),
                () -> dialect.insert(table.table().name(), table.columns(columns)));
        return new Write(table, sql, parameters(table, row, columns), table.keyOf(row), index);
    }

    /** Deletes the row that has the key of this one. */
    Write delete(TableMapping table, Row row, int index) throws UnfitValueException {
        Sql sql = table.statement("DELETE", () -> dialect.delete(table.table().name(), table.columns(table.key())));
        return new Write(table, sql, parameters(table, row, table.key()), table.keyOf(row), index);
    }

    /** Sets the columns that {@code row} holds in the row that has the key of {@code found}. */
    Write update(TableMapping table, Row row, Row found, int index) throws UnfitValueException {
        List<Integer> columns = set(table, row, found);
        Sql sql = table.statement(
                new Shape("UPDATE", columns, table.key(), List.of()),
                () -> new Sql("UPDATE " + name(table) + " SET " + assignments(table, columns) + " WHERE "
                        + condition(table, table.key(), List.of())));
        List<@Nullable Object> parameters = parameters(table, row, columns);
        parameters.addAll(parameters(table, found, table.key()));
        return new Write(table, sql, parameters, table.keyOf(found), index);
    }

    /** The columns that an update sets: not those of the key that stay, unless there is nothing else. */
    private static List<Integer> set(TableMapping table, Row row, Row found) {
        List<Integer> all = table.written(row);
        List<Integer> changed = all.stream()
                .filter(column -> !table.key().contains(column)
                        || !found.has(column)
                        || !Objects.deepEquals(row.get(column), found.get(column)))
                .toList();
        return changed.isEmpty() ? all : changed;
    }

    private List<Write> withoutKey(ChangeRecord change, TableMapping table, int index)
            throws UnfitValueException, RejectedRecordException {
        if (withoutKey == WithoutKey.REFUSE) {
            throw rejected(change, index, "the table has no primary key, and 'without-key' is 'refuse'", null);
        }
        if (change.type() == EventType.INSERT) {
            return List.of(insert(table, change.row(), index));
        } else if (change.type() == EventType.DELETE) {
            Row row = dialect.singlesOut() ? change.row() : whole(change, change.row(), index);
            return List.of(deleteOne(table, row, null, index));
        }
        Row before = change.before();
        if (before == null) {
            throw rejected(change, index, "the table has no primary key, and the log not the row as it was", null);
        }
        if (!dialect.singlesOut()) {
            Row after = whole(change, NetChanges.merged(before, change.row()), index);
            return List.of(deleteOne(table, whole(change, before, index), insert(table, after, index), index));
        }
        List<Integer> columns = table.written(change.row());
        String statement = "UPDATE " + name(table) + " SET " + assignments(table, columns);
        return List.of(onOneRow(statement, table, columns, change.row(), before, index));
    }

    /** A row that is to be inserted again, with every column of the source. */
    private static Row whole(ChangeRecord change, Row row, int index) throws RejectedRecordException {
        boolean whole = IntStream.range(0, row.size())
                .allMatch(column ->
                        row.has(column) || change.columns().column(column).equals(EventTimestamps.COLUMN));
        if (!whole) {
            throw rejected(
                    change, index, "the table has no primary key, and the log not every column of the row", null);
        }
        return row;
    }

    /**
     * Deletes one of the rows that are the same: all of them, where none can be singled out, which are inserted again but for one.
     *
     * @param instead what to write where there was one
     */
    private Write deleteOne(TableMapping table, Row row, @Nullable Write instead, int index)
            throws UnfitValueException {
        Write deletion = onOneRow("DELETE FROM " + name(table), table, List.of(), row, row, index);
        return dialect.singlesOut() ? deletion : deletion.with(new Next(null, instead, insert(table, row, index)));
    }

    /** @param found the row that is looked for, which stands for one that is the same in all its values */
    private Write onOneRow(String statement, TableMapping table, List<Integer> columns, Row row, Row found, int index)
            throws UnfitValueException {
        List<Integer> present = table.written(found);
        List<@Nullable Object> sought = parameters(table, found, present);
        List<Integer> nulls = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            if (sought.get(i) == null) {
                nulls.add(present.get(i));
            }
        }
        Sql sql = table.statement(
                new Shape("ONE", columns, present, nulls),
                () -> new Sql(dialect.onOneRow(statement, table.table().name(), condition(table, present, nulls))));
        List<@Nullable Object> parameters = parameters(table, row, columns);
        sought.stream().filter(Objects::nonNull).forEach(parameters::add);
        return new Write(table, sql, parameters, null, index).expecting();
    }

    private String name(TableMapping table) {
        return dialect.quoted(table.table().name());
    }

    private String assignments(TableMapping table, List<Integer> columns) {
        return String.join(
                ", ",
                table.columns(columns).stream()
                        .map(column -> dialect.quoted(column.name()) + " = " + dialect.value(column))
                        .toList());
    }

    private String condition(TableMapping table, List<Integer> columns, List<Integer> nulls) {
        boolean byKey = columns.equals(table.key());
        return String.join(
                " AND ",
                columns.stream()
                        .map(column -> {
                            String quoted = dialect.quoted(table.column(column).name());
                            if (nulls.contains(column)) {
                                return quoted + " IS NULL";
                            }
                            return byKey
                                    ? quoted + " = " + dialect.value(table.column(column))
                                    : dialect.same(table.column(column));
                        })
                        .toList());
    }

    private List<@Nullable Object> parameters(TableMapping table, Row row, List<Integer> columns)
            throws UnfitValueException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            int column = columns.get(i);
            Object value = row.get(column);
            values[i] = value == null
                    ? null
                    : dialect.parameter(value, table.source().column(column), table.column(column));
        }
        return new ArrayList<>(Arrays.asList(values));
    }
}
