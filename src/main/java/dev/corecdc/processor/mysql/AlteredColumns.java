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

    /** Whether columns are others than they were, or gone, beside their names. */
    private boolean changed;

    /** The character set that all texts are put into; null when they are not. */
    private @Nullable String converted;

    /** Null as long as the changes are not known to be all. */
    private @Nullable List<ColumnShape> result;

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
        if (before.key().columns().contains(column)) {
            throw new NotFollowedException("column '%s' of the key is dropped".formatted(name));
        }
        dropped.add(column);
        changed = true;
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
        changed |= !before.columns().get(index).equals(column);
        replaced.put(index, column);
        if (place != null) {
            moved.add(index);
            placed.add(new Placed(column, place));
        }
    }

    /** Puts all texts that are not defined by the statement into a character set. */
    void convert(String charset) {
        converted = charset;
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
    static int find(List<ColumnShape> columns, String name) throws NotFollowedException {
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

    /** Whether columns that were there are others, or gone, beside their names. */
    boolean changes() {
        return changed;
    }

    /** The columns when all changes are told. */
    List<ColumnShape> after() throws NotFollowedException {
        List<ColumnShape> made = result;
        if (made == null) {
            made = List.copyOf(arranged());
            result = made;
        }
        return made;
    }

    /** Where columns are afterwards that were at these indexes; none of them is dropped. */
    List<Integer> after(List<Integer> columns) throws NotFollowedException {
        List<Integer> moved = new ArrayList<>();
        for (int column : columns) {
            String name =
                    renamed.getOrDefault(column, before.columns().get(column).name());
            moved.add(find(after(), name));
        }
        return moved;
    }

    private List<ColumnShape> arranged() throws NotFollowedException {
        List<ColumnShape> columns = new ArrayList<>();
        for (int i = 0; i < before.columns().size(); i++) {
            if (!dropped.contains(i) && !moved.contains(i)) {
                ColumnShape column = replaced.getOrDefault(i, before.columns().get(i));
                columns.add(converted == null ? column : column.convertedTo(converted));
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
        return columns;
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
}
