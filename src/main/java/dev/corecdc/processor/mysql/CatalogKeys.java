package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The unique keys of a table, as {@code information_schema.STATISTICS} lists them (MySQL Reference Manual: "The INFORMATION_SCHEMA STATISTICS
 * Table"). Used by one thread.
 */
final class CatalogKeys {

    static final String COLUMNS =
            "INDEX_NAME AS idx, COLUMN_NAME AS name, SUB_PART AS part, INDEX_TYPE AS kind FROM information_schema.STATISTICS";

    static final String CONDITION = " AND NON_UNIQUE = 0";
    static final String ORDER = ", INDEX_NAME, SEQ_IN_INDEX";

    private static final String PRIMARY = "PRIMARY";
    private static final String HASH = "HASH";

    /** An engine whose keys by hash need no column. */
    private static final String IN_MEMORY = "MEMORY";

    private final boolean hidesHashes;

    /** The parts of each key, by its name. */
    private final Map<String, List<Map<String, String>>> keys = new LinkedHashMap<>();

    void add(Map<String, String> part) {
        keys.computeIfAbsent(part.getOrDefault("idx", ""), name -> new ArrayList<>())
                .add(part);
    }

    /** @param engine that of the table */
    CatalogKeys(@Nullable String engine) {
        this.hidesHashes = !IN_MEMORY.equalsIgnoreCase(engine);
    }

    /** How many of them are kept by a hash of their columns, each with a column of its own that nothing lists (MariaDB). */
    int hashed() {
        return (int) keys.values().stream().filter(this::isHashed).count();
    }

    private boolean isHashed(List<Map<String, String>> parts) {
        return hidesHashes && HASH.equals(parts.get(0).get("kind"));
    }

    /**
     * The key by which rows are known.
     *
     * @param virtual names of columns that are computed when they are read
     * @param addition the index of a column that belongs to every key and is not listed there; null when there is none
     */
    TableKey key(
            TableName table,
            List<ColumnShape> columns,
            List<String> virtual,
            @Nullable Integer addition,
            ServerSession session)
            throws NotFollowedException {
        List<Map<String, String>> primary = keys.get(PRIMARY);
        if (primary != null) {
            List<Integer> key = indexes(primary, columns);
            if (key == null) {
                throw new NotFollowedException("its key has a column that is not there");
            }
            return TableKey.primary(with(addition, key), keys.size() > 1);
        }
        Map<String, List<Integer>> candidates = new LinkedHashMap<>();
        for (Map.Entry<String, List<Map<String, String>>> unique : keys.entrySet()) {
            List<Integer> key = indexes(unique.getValue(), columns);
            boolean definite = key != null
                    && !isHashed(unique.getValue())
                    && unique.getValue().stream().noneMatch(part -> part.containsKey("part"))
                    && key.stream()
                            .allMatch(column -> Boolean.FALSE.equals(
                                            columns.get(column).nullable())
                                    && !virtual.contains(columns.get(column).name()));
            if (definite && key != null) {
                candidates.put(unique.getKey(), with(addition, key));
            }
        }
        if (candidates.isEmpty()) {
            return new TableKey(List.of(), false, !keys.isEmpty());
        }
        String first = candidates.size() == 1 ? candidates.keySet().iterator().next() : first(table, session);
        List<Integer> key = candidates.get(first);
        if (key == null) {
            throw new NotFollowedException("which of its keys is the first is not certain");
        }
        return new TableKey(key, false, true);
    }

    private static List<Integer> with(@Nullable Integer addition, List<Integer> key) {
        if (addition != null && !key.contains(addition)) {
            key.add(addition);
        }
        return key;
    }

    /** Null where a part is no column. */
    private static @Nullable List<Integer> indexes(List<Map<String, String>> parts, List<ColumnShape> columns) {
        List<String> names = columns.stream().map(ColumnShape::name).toList();
        List<Integer> indexes = new ArrayList<>();
        for (Map<String, String> part : parts) {
            int column = names.indexOf(part.getOrDefault("name", ""));
            if (column < 0) {
                return null;
            }
            indexes.add(column);
        }
        return indexes;
    }

    /** The name of the key that a server puts first, which only this says. */
    private static String first(TableName table, ServerSession session) throws NotFollowedException {
        try {
            return session
                    .search("SHOW INDEX FROM %s IN %s".formatted(quoted(table.table()), quoted(table.database())))
                    .stream()
                    .findFirst()
                    .map(row -> row.getOrDefault("Key_name", ""))
                    .orElse("");
        } catch (SourceException e) {
            throw new NotFollowedException("the order of its keys is not known: " + e.getMessage());
        }
    }

    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }
}
