package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key of a table under the changes of one statement. What depends on keys that are not known is refused.
 */
final class AlteredKey {

    private final TableShape before;
    private final List<KeyDefinition> uniques = new ArrayList<>();

    /** Columns that are computed when they are read, which no key of this kind may have (MySQL). */
    private final Set<String> virtual = new HashSet<>();

    private @Nullable KeyDefinition primary;
    private boolean dropped;
    private boolean indexDropped;

    AlteredKey(TableShape before) {
        this.before = before;
    }

    /** Takes the primary key away. */
    void drop() {
        dropped = true;
    }

    /** Takes a key away, by its name. */
    void dropIndex(String name) {
        if (name.equalsIgnoreCase("PRIMARY")) {
            dropped = true;
        } else {
            indexDropped = true;
        }
    }

    /** Gives the table a primary key, of columns by the names that they have afterwards. */
    void primary(KeyDefinition key) throws NotFollowedException {
        if (primary != null) {
            throw new NotFollowedException("there are two primary keys");
        }
        primary = key;
    }

    /** Gives the table a UNIQUE key, of columns by the names that they have afterwards. */
    void unique(KeyDefinition key) {
        uniques.add(key);
    }

    /** What a column that the statement defines has of keys. */
    void column(ColumnDefinition column) throws NotFollowedException {
        switch (column.key()) {
            case PRIMARY -> primary(KeyDefinition.of(column.name()));
            case UNIQUE -> unique(KeyDefinition.of(column.name()));
            case NONE -> {
                // none
            }
        }
        if (column.virtual()) {
            virtual.add(column.name());
        }
    }

    /** Whether the statement says anything of keys. */
    boolean changes() {
        return primary != null || dropped || indexDropped || !uniques.isEmpty();
    }

    /** The key afterwards. */
    TableKey after(AlteredColumns columns) throws NotFollowedException {
        TableKey key = before.key();
        boolean others = key.others() || !uniques.isEmpty();
        if (primary != null) {
            if (key.primary() && !dropped) {
                throw new NotFollowedException("there would be two primary keys");
            }
            return TableKey.primary(indexes(primary, columns), others);
        }
        if (dropped) {
            if (key.others()) {
                throw new NotFollowedException(
                        "which of its other keys takes the place of the primary key is not known");
            }
            return first(columns);
        }
        if (key.primary()) {
            return TableKey.primary(columns.after(key.columns()), others);
        }
        requireSame(columns);
        return key.columns().isEmpty() ? first(columns) : new TableKey(columns.after(key.columns()), false, true);
    }

    /** Refuses what may have made another key the first, which may be no primary key. */
    private void requireSame(AlteredColumns columns) throws NotFollowedException {
        TableKey key = before.key();
        if (key.columns().isEmpty() && !key.others()) {
            return;
        }
        List<ColumnShape> after = columns.after();
        boolean canBeNull = columns.after(key.columns()).stream()
                .anyMatch(column -> !Boolean.FALSE.equals(after.get(column).nullable()));
        if (canBeNull || (indexDropped && !key.columns().isEmpty())) {
            throw new NotFollowedException("whether rows have the same key afterwards is not known");
        }
        boolean cannotBeNull = after.stream().anyMatch(column -> !Boolean.TRUE.equals(column.nullable()));
        if (key.columns().isEmpty() && cannotBeNull && columns.changes()) {
            throw new NotFollowedException("whether rows have a key afterwards is not known");
        }
    }

    /** The first of the new keys that rows can be known by. */
    private TableKey first(AlteredColumns columns) throws NotFollowedException {
        boolean others = before.key().others() || !uniques.isEmpty();
        for (KeyDefinition unique : uniques) {
            List<Integer> key = indexes(unique, columns);
            if (!unique.computed() && isDefinite(unique, key, columns.after())) {
                return new TableKey(key, false, true);
            }
        }
        return new TableKey(List.of(), false, others);
    }

    private boolean isDefinite(KeyDefinition unique, List<Integer> key, List<ColumnShape> columns)
            throws NotFollowedException {
        boolean certain = true;
        for (int column : key) {
            ColumnShape shape = columns.get(column);
            if (Boolean.TRUE.equals(shape.nullable()) || virtual.contains(shape.name())) {
                return false;
            }
            boolean prefixed = unique.prefixed().stream().anyMatch(shape.name()::equalsIgnoreCase);
            if (shape.type().code() == LoggedType.BLOB) {
                return false; // which is never whole
            }
            certain &= shape.nullable() != null && !prefixed;
        }
        if (!certain) {
            throw new NotFollowedException("whether rows are known by a new key is not certain");
        }
        return true;
    }

    private static List<Integer> indexes(KeyDefinition key, AlteredColumns columns) throws NotFollowedException {
        List<Integer> indexes = new ArrayList<>();
        for (String name : key.columns()) {
            int column = AlteredColumns.find(columns.after(), name);
            if (column < 0) {
                throw new NotFollowedException("a key has a column '%s' that is not there".formatted(name));
            }
            indexes.add(column);
        }
        return indexes;
    }
}
