package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes rows of some of the columns of a table, hides values and names columns anew. */
final class RowShape implements RecordShape {

    private final Columns columns;
    private final int[] sources;
    private final @Nullable Mask[] masks;
    private final List<Added> added;

    private RowShape(Columns columns, int[] sources, @Nullable Mask[] masks, List<Added> added) {
        this.columns = columns;
        this.sources = sources;
        this.masks = masks;
        this.added = added;
    }

    /** @throws TransformException when rows could no longer be told apart, or two columns would have one name */
    static RecordShape of(Columns table, ColumnPolicy policy) throws TransformException {
        List<Column> columns = new ArrayList<>();
        int[] sources = new int[table.size()];
        @Nullable Mask[] masks = new @Nullable Mask[table.size()];
        Map<Integer, Integer> places = new HashMap<>();
        boolean hides = false;
        for (int i = 0; i < table.size(); i++) {
            Column column = table.column(i);
            boolean isKey = table.primaryKey().contains(i);
            Fate fate = isKey && policy.sparesKeys() ? Fate.KEPT : policy.fate(table, column.name());
            if (isKey && !fate.suitsKey()) {
                throw Refusals.key(table, column.name());
            }
            if (fate.kind() == Fate.Kind.DROPPED || fate.kind() == Fate.Kind.OPENED) {
                continue;
            }
            int place = columns.size();
            hides |= fate.mask() != null;
            places.put(i, place);
            sources[place] = i;
            masks[place] = fate.mask();
            columns.add(changed(column, fate));
        }
        policy.added().forEach(field -> columns.add(new Column(field.name(), ColumnType.TEXT, false)));
        String schema = policy.schema(table);
        String name = policy.table(table);
        boolean renamed = !schema.equals(table.schema()) || !name.equals(table.table());
        if (!renamed && !hides && columns.equals(table.columns())) {
            return UNTOUCHED;
        }
        requireDifferentNames(table, columns);
        List<Integer> key = table.primaryKey().stream().map(places::get).toList();
        return new RowShape(new Columns(schema, name, columns, key), sources, masks, policy.added());
    }

    private static Column changed(Column column, Fate fate) {
        Mask mask = fate.mask();
        return mask == null || mask.type(column.type()) == column.type()
                ? new Column(fate.nameFor(column.name()), column.type(), column.unsigned(), column.declaration())
                : new Column(column.name(), mask.type(column.type()), false);
    }

    /** The names of columns do not differ by case alone. */
    static void requireDifferentNames(Columns table, List<Column> columns) throws TransformException {
        Map<String, String> names = new HashMap<>();
        for (Column column : columns) {
            if (names.put(column.name().toLowerCase(Locale.ROOT), column.name()) != null) {
                throw Refusals.sameName(table, column.name());
            }
        }
    }

    @Override
    public ChangeRecord apply(ChangeRecord record) {
        Row before = record.before();
        return new ChangeRecord(
                record.type(),
                columns,
                shaped(record.row()),
                before == null ? null : shaped(before),
                record.origin(),
                record.sequence());
    }

    private Row shaped(Row row) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        int own = values.length - added.size();
        for (int i = own; i < values.length; i++) {
            values[i] = added.get(i - own).value();
        }
        for (int i = 0; i < own; i++) {
            int source = sources[i];
            values[i] = row.has(source) ? shown(row.get(source), masks[i]) : Row.ABSENT;
        }
        return Row.of(values);
    }

    private static @Nullable Object shown(@Nullable Object value, @Nullable Mask mask) {
        return value == null || mask == null ? value : mask.hide(value);
    }
}
