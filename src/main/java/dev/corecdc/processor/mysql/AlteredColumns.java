package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.ColumnDefinition.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table under the changes of one ALTER TABLE, whose parts all speak of the table as it was before. A statement
 * that names a column twice, so that it matters in what order its parts are taken, is refused.
 */
final class AlteredColumns {

    /** A column that is put somewhere. */
    private record Placed(ColumnShape column, @Nullable Place place) {}

    private final TableShape before;
    private final Set<Integer> dropped = new HashSet<>();
    private final Map<Integer, ColumnShape> replaced = new HashMap<>();
    private final Set<Integer> touched = new HashSet<>();
    private final Set<Integer> moved = new HashSet<>();
    private final List<Placed> placed = new ArrayList<>();

    /** What columns are called afterwards. */
    private final Map<Integer, String> renamed = new HashMap<>();

    private boolean keyDropped;
    private @Nullable List<String> newKey;

    AlteredColumns(TableShape before) {
        this.before = before;
    }

    /** Whether the table has a column of the name. */
    boolean has(String name) throws NotFollowedException {
        return find(name) >= 0;
    }

    void add(ColumnShape column, @Nullable Place place) throws NotFollowedException {
        if (placed.stream().anyMatch(other -> same(other.column().name(), column.name()))) {
            throw new NotFollowedException("column '%s' is named twice".formatted(column.name()));
        }
        placed.add(new Placed(column, place));
    }

    void drop(String name) throws NotFollowedException {
        int column = touch(name);
        if (before.primaryKey().contains(column)) {
            throw new NotFollowedException("column '%s' of the key is dropped".formatted(name));
        }
        dropped.add(column);
    }

    void rename(String name, String newName) throws NotFollowedException {
        int column = touch(name);
        renamed.put(column, newName);
        replaced.put(column, before.columns().get(column).named(newName));
    }

    void change(String name, ColumnShape column, @Nullable Place place) throws NotFollowedException {
        int index = touch(name);
        if (!before.columns().get(index).name().equals(column.name())) {
            renamed.put(index, column.name());
        }
        ColumnShape definite = before.primaryKey().contains(index) ? column.notNull() : column;
        replaced.put(index, definite);
        if (place != null) {
            moved.add(index);
            placed.add(new Placed(definite, place));
        }
    }

    void dropKey() {
        keyDropped = true;
    }

    /** Gives the table a primary key, of columns by the names that they have afterwards. */
    void key(List<String> columns) throws NotFollowedException {
        if (newKey != null) {
            throw new NotFollowedException("there are two primary keys");
        }
        newKey = columns;
    }

    private int touch(String name) throws NotFollowedException {
        int column = find(name);
        if (column < 0) {
            throw new NotFollowedException("the table is not known to have a column '%s'".formatted(name));
        }
        if (!touched.add(column)) {
            throw new NotFollowedException("column '%s' is named twice".formatted(name));
        }
        return column;
    }

    private int find(String name) throws NotFollowedException {
        return find(before.columns(), name);
    }

    /** The servers take some letters for one that Java tells apart: so only what has none of these is certainly not there. */
    private static int find(List<ColumnShape> columns, String name) throws NotFollowedException {
        boolean ascii = isAscii(name);
        for (int i = 0; i < columns.size(); i++) {
            String other = columns.get(i).name();
            if (same(other, name)) {
                return i;
            }
            ascii &= isAscii(other);
        }
        if (!ascii) {
            throw new NotFollowedException("'%s' may be the same name as another".formatted(name));
        }
        return -1;
    }

    private static boolean same(String one, String two) {
        return one.equalsIgnoreCase(two);
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(c -> c < 0x80);
    }

    TableShape after(@Nullable String charset) throws NotFollowedException {
        List<ColumnShape> columns = new ArrayList<>();
        for (int i = 0; i < before.columns().size(); i++) {
            if (!dropped.contains(i) && !moved.contains(i)) {
                columns.add(replaced.getOrDefault(i, before.columns().get(i)));
            }
        }
        for (Placed one : placed) {
            Place place = one.place();
            if (place == null) {
                columns.add(one.column());
            } else if (place.after() == null) {
                columns.add(0, one.column());
            } else {
                columns.add(placeAfter(columns, place.after()) + 1, one.column());
            }
        }
        requireDistinct(columns);
        List<Integer> key = keyAmong(columns);
        for (int column : key) {
            columns.set(column, columns.get(column).notNull());
        }
        return new TableShape(columns, key, charset);
    }

    private int placeAfter(List<ColumnShape> columns, String name) throws NotFollowedException {
        int column = find(columns, name);
        boolean ambiguous = renamed.values().stream().anyMatch(newName -> same(newName, name))
                || renamed.keySet().stream()
                        .anyMatch(old -> same(before.columns().get(old).name(), name));
        if (column < 0 || ambiguous) {
            throw new NotFollowedException("it is not certain where AFTER '%s' is".formatted(name));
        }
        return column;
    }

    private static void requireDistinct(List<ColumnShape> columns) throws NotFollowedException {
        Set<String> names = new HashSet<>();
        for (ColumnShape column : columns) {
            if (!names.add(column.name())) {
                throw new NotFollowedException("there would be two columns '%s'".formatted(column.name()));
            }
        }
        if (columns.isEmpty()) {
            throw new NotFollowedException("there would be no columns");
        }
    }

    private List<Integer> keyAmong(List<ColumnShape> columns) throws NotFollowedException {
        List<String> names = new ArrayList<>();
        if (newKey != null) {
            if (!before.primaryKey().isEmpty() && !keyDropped) {
                throw new NotFollowedException("there would be two primary keys");
            }
            names.addAll(newKey);
        } else if (!keyDropped) {
            for (int column : before.primaryKey()) {
                names.add(renamed.getOrDefault(
                        column, before.columns().get(column).name()));
            }
        }
        List<Integer> key = new ArrayList<>();
        for (String name : names) {
            int column = find(columns, name);
            if (column < 0) {
                throw new NotFollowedException("the key has a column '%s' that is not there".formatted(name));
            }
            key.add(column);
        }
        return key;
    }
}
