package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What many changes of the rows of one table come to: for each key at most a deletion and a row. For use by one thread. */
final class NetChanges {

    private final TableMapping table;
    private final RowWrites writes;

    /** By key, in the order of the last change of each. */
    private final Map<Object, Net> nets = new LinkedHashMap<>();

    NetChanges(TableMapping table, RowWrites writes) {
        this.table = table;
        this.writes = writes;
    }

    /**
     * What becomes of a key.
     *
     * @param deleted whether the row that may be there is to be deleted first
     * @param row what is to be written then, null for nothing
     * @param isRow whether {@code row} is a row, which is inserted or set; else it is what to set of one that is there
     * @param last the last row that was seen of it, for its key
     * @param index which one of the changes was the last
     */
    private record Net(boolean deleted, @Nullable Row row, boolean isRow, Row last, int index) {}

    /** Takes a change; false when it has to be written by itself, behind what has been taken. */
    boolean take(ChangeRecord change, int index) {
        Object newKey = table.keyAfter(change);
        Object oldKey = table.keyOf(change.before());
        Object key = oldKey == null ? newKey : oldKey;
        if (key == null || (change.type() == EventType.UPDATE && RowWrites.lacksDocument(change))) {
            return false;
        }
        boolean whole = TableMapping.isWhole(change.row());
        if (change.type() == EventType.DELETE) {
            put(key, new Net(true, null, false, change.row(), index));
        } else if (change.type() == EventType.INSERT) {
            Net before = nets.get(key);
            put(key, new Net(before != null && before.deleted(), change.row(), true, change.row(), index));
        } else if (newKey == null || newKey.equals(key)) {
            put(key, updated(nets.get(key), change, whole, index));
        } else if (whole) {
            put(key, new Net(true, null, false, Objects.requireNonNull(change.before()), index));
            put(newKey, updated(nets.get(newKey), change, true, index));
        } else {
            return false;
        }
        return true;
    }

    private void put(Object key, Net net) {
        nets.remove(key);
        nets.put(key, net);
    }

    private static Net updated(@Nullable Net before, ChangeRecord change, boolean whole, int index) {
        Row found = change.before() == null ? change.row() : change.before();
        boolean deleted = before != null && before.deleted();
        if (whole) {
            return new Net(deleted, change.row(), true, change.row(), index);
        }
        if (before == null || before.row() == null) {
            return new Net(deleted, change.row(), false, found, index);
        }
        return new Net(deleted, merged(before.row(), change.row()), before.isRow(), before.last(), index);
    }

    /** A row with what the log holds of it later. */
    static Row merged(Row before, Row later) {
        @Nullable Object[] values = new @Nullable Object[before.size()];
        for (int i = 0; i < values.length; i++) {
            Row holder = later.has(i) ? later : before;
            values[i] = holder.has(i) ? holder.get(i) : Row.ABSENT;
        }
        return Row.of(values);
    }

    /**
     * What has to be written: first the deletions.
     *
     * @throws UnfitValueException when one of the rows can never be written
     */
    List<Write> toWrites() throws UnfitValueException {
        List<Write> deletions = new ArrayList<>();
        List<Write> rows = new ArrayList<>();
        for (Net net : nets.values()) {
            if (net.deleted()) {
                deletions.add(writes.delete(table, net.last(), net.index()));
            }
            Row row = net.row();
            if (row != null && net.isRow()) {
                rows.add(writes.insertOrSet(table, row, net.index()));
            } else if (row != null) {
                rows.add(writes.update(table, row, net.last(), net.index()).expecting());
            }
        }
        deletions.addAll(rows);
        return deletions;
    }
}
