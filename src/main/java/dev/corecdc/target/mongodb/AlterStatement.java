package dev.corecdc.target.mongodb;

import dev.corecdc.target.mongodb.Operation.Renaming;
import dev.corecdc.target.mongodb.Operation.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.statement.alter.AlterExpression;
import net.sf.jsqlparser.statement.alter.AlterExpression.ColumnDataType;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import org.jspecify.annotations.Nullable;

/** What one ALTER TABLE comes to. */
final class AlterStatement {

    private final Table table;
    private final TableNames names;
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private final Set<String> absent = new LinkedHashSet<>();
    private final Map<String, ColDataType> types = new LinkedHashMap<>();
    private boolean newKey;
    private @Nullable Table newName;

    AlterStatement(Table table, TableNames names) {
        this.table = table;
        this.names = names;
    }

    /** @throws UnfitChangeException when it does what cannot be done in MongoDB, or it is not known what it does */
    List<Operation> operations(List<AlterExpression> changes) throws UnfitChangeException {
        for (AlterExpression change : changes) {
            take(change);
        }
        List<Operation> operations = new ArrayList<>();
        if (newKey) {
            operations.add(new Operation.NewKey(table));
        }
        if (!types.isEmpty()) {
            operations.add(new Operation.NewTypes(table, types));
        }
        if (!dropped.isEmpty() || !renamed.isEmpty() || !absent.isEmpty()) {
            operations.add(new Operation.Fields(table, dropped, renamed, absent));
        }
        if (newName != null) {
            operations.add(new Operation.Rename(List.of(new Renaming(table, newName)), false));
        }
        return operations;
    }

    private void take(AlterExpression change) throws UnfitChangeException {
        switch (change.getOperation()) {
            case ADD -> add(change);
            case DROP -> {
                if (change.getColumnName() != null) {
                    dropped.add(TableNames.plain(change.getColumnName()));
                }
            }
            case CHANGE -> {
                for (ColumnDataType column : change.getColDataTypeList()) {
                    rename(change.getColumnOldName(), column.getColumnName());
                    types.put(TableNames.plain(change.getColumnOldName()), column.getColDataType());
                    retype(column);
                }
            }
            case MODIFY -> change.getColDataTypeList().forEach(this::retype);
            case RENAME -> rename(change.getColumnOldName(), change.getColumnName());
            case RENAME_TABLE -> newName = names.of(change.getNewTableName());
            case ALTER,
                    DROP_PRIMARY_KEY,
                    DROP_UNIQUE,
                    DROP_FOREIGN_KEY,
                    CONVERT,
                    COLLATE,
                    ALGORITHM,
                    RENAME_INDEX,
                    RENAME_KEY,
                    RENAME_CONSTRAINT,
                    COMMENT,
                    COMMENT_WITH_EQUAL_SIGN,
                    ADD_PARTITION,
                    COALESCE_PARTITION,
                    REORGANIZE_PARTITION,
                    ANALYZE_PARTITION,
                    CHECK_PARTITION,
                    OPTIMIZE_PARTITION,
                    REBUILD_PARTITION,
                    REPAIR_PARTITION,
                    REMOVE_PARTITIONING,
                    PARTITION_BY,
                    SET_TABLE_OPTION,
                    ENGINE,
                    FORCE,
                    KEY_BLOCK_SIZE,
                    LOCK,
                    DISABLE_KEYS,
                    ENABLE_KEYS -> {
                // A collection has nothing of the kind.
            }
            case DROP_PARTITION, TRUNCATE_PARTITION, EXCHANGE_PARTITION, DISCARD_TABLESPACE, IMPORT_TABLESPACE ->
                throw new UnfitChangeException(
                        "it changes rows of which the log does not tell; make the change in the copy by hand");
            default -> throw new UnfitChangeException("what '%s' does is not known".formatted(change));
        }
    }

    private void add(AlterExpression change) {
        if (change.getColDataTypeList() != null) {
            for (ColumnDataType column : change.getColDataTypeList()) {
                absent.add(TableNames.plain(column.getColumnName()));
                noteKey(column);
            }
        }
        boolean ofKey = change.getIndex() != null
                && String.valueOf(change.getIndex()).toUpperCase(Locale.ROOT).contains("PRIMARY KEY");
        newKey |= ofKey || change.getPkColumns() != null;
    }

    private void retype(ColumnDataType column) {
        types.put(TableNames.plain(column.getColumnName()), column.getColDataType());
        noteKey(column);
    }

    private void noteKey(ColumnDataType column) {
        List<String> specs = column.getColumnSpecs();
        newKey |= specs != null && specs.stream().anyMatch("PRIMARY"::equalsIgnoreCase);
    }

    private void rename(String from, String to) {
        String old = TableNames.plain(from);
        String made = TableNames.plain(to);
        if (!old.equals(made)) {
            renamed.put(old, made);
        }
    }
}
