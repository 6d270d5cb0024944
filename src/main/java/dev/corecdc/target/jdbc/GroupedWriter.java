package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.RejectedRecordException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes many changes with few statements. The tables end as if the changes had been written one by one; where the database refuses what comes
 * of it, it may be that it would have taken them one by one.
 *
 * <p>Of a table with a key, and with nothing that makes one row depend on another, only the last state of each row is written. Of others all
 * changes are written in order, and before a change of a table that refers to another by a foreign key, or is referred to, what is due of
 * the other. Used once, by one thread.
 */
final class GroupedWriter {

    private final Dialect dialect;
    private final RowWrites writes;
    private final Statements statements;
    private final Map<TableName, NetChanges> nets = new LinkedHashMap<>();
    private final Map<TableName, TableMapping> netMappings = new HashMap<>();
    private final Map<TableName, Run> runs = new LinkedHashMap<>();

    GroupedWriter(Dialect dialect, RowWrites writes, Statements statements) {
        this.dialect = dialect;
        this.writes = writes;
        this.statements = statements;
    }

    /** Writes of one table with the same statement, of different rows. */
    private record Run(List<Write> writes, Set<Object> keys) {

        Run() {
            this(new ArrayList<>(), new HashSet<>());
        }

        boolean takes(Write write) {
            return writes.isEmpty()
                    || (writes.get(0).sql().equals(write.sql())
                            && (write.key() == null || !keys.contains(write.key())));
        }

        void add(Write write) {
            writes.add(write);
            if (write.key() != null) {
                keys.add(write.key());
            }
        }
    }

    /** Takes a change, and may write what is due. */
    void add(ChangeRecord change, TableMapping table, int index)
            throws SQLException, UnfitValueException, RejectedRecordException {
        if (isOfRowsAlone(table)) {
            NetChanges net = net(table);
            if (net.take(change, index)) {
                return;
            }
            flushNet(table.table().name());
            statements.execute(writes.of(change, table, index));
            return;
        }
        for (TableName related : table.table().related()) {
            if (!related.equals(table.table().name())) {
                flush(related);
            }
        }
        for (Write write : writes.of(change, table, index)) {
            Run run = runs.computeIfAbsent(table.table().name(), name -> new Run());
            if (!run.takes(write)) {
                flush(table.table().name());
                run = runs.computeIfAbsent(table.table().name(), name -> new Run());
            }
            run.add(write);
        }
    }

    /** Whether what becomes of a row depends on no other row, of this table or another. */
    private boolean isOfRowsAlone(TableMapping table) {
        return !table.key().isEmpty()
                && table.table().related().isEmpty()
                && dialect.upsertKeepsToItsKey(table.table(), table.keyNames());
    }

    private NetChanges net(TableMapping table) throws SQLException, UnfitValueException {
        TableName name = table.table().name();
        TableMapping former = netMappings.put(name, table);
        if (former != null && !former.equals(table)) {
            flushNet(name);
        }
        return nets.computeIfAbsent(name, absent -> new NetChanges(table, writes));
    }

    private void flushNet(TableName name) throws SQLException, UnfitValueException {
        NetChanges net = nets.remove(name);
        if (net != null) {
            statements.execute(net.toWrites());
        }
    }

    private void flush(TableName name) throws SQLException {
        Run run = runs.remove(name);
        if (run != null) {
            statements.execute(run.writes());
        }
    }

    /** Writes all that is due. */
    void finish() throws SQLException, UnfitValueException {
        for (TableName name : List.copyOf(nets.keySet())) {
            flushNet(name);
        }
        for (TableName name : List.copyOf(runs.keySet())) {
            flush(name);
        }
    }
}
