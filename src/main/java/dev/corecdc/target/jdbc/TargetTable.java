package dev.corecdc.target.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as it is in the database.
 *
 * @param columns by their names
 * @param primaryKey the names of its columns, empty without one
 * @param uniqueIndexes the columns of each unique index, the primary key's among them
 * @param related the tables that it refers to by foreign keys, and those that refer to it, through others too
 * @param transactional whether what is written there can be taken back
 */
record TargetTable(
        TableName name,
        Map<String, TargetColumn> columns,
        List<String> primaryKey,
        List<Set<String>> uniqueIndexes,
        Set<TableName> related,
        boolean transactional) {

    TargetTable {
        columns = Map.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueIndexes = List.copyOf(uniqueIndexes);
        related = Set.copyOf(related);
    }

    TargetTable withoutRelations() {
        return new TargetTable(name, columns, primaryKey, uniqueIndexes, Set.of(), transactional);
    }

    TargetTable withoutTransactions() {
        return new TargetTable(name, columns, primaryKey, uniqueIndexes, related, false);
    }

    /** The column that is called so, whatever the case; the name itself where there is none. */
    String columnNamed(String wanted) {
        return columns.containsKey(wanted)
                ? wanted
                : columns.keySet().stream()
                        .filter(wanted::equalsIgnoreCase)
                        .findFirst()
                        .orElse(wanted);
    }

    /** Whether no two rows have the same values in these columns. */
    boolean isUnique(Set<String> names) {
        return uniqueIndexes.contains(names);
    }

    /** Whether rows must differ in other columns too. */
    boolean hasUniqueIndexBeside(Set<String> names) {
        return uniqueIndexes.stream().anyMatch(index -> !index.equals(names));
    }
}
