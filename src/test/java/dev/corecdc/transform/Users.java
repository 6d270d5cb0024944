package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.transform.ProcessorTransforms.MaskSettings;
import dev.corecdc.transform.TargetTransforms.FieldSettings;
import dev.corecdc.transform.TargetTransforms.RenameSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of a table {@code shop.users}, and chains of transforms. */
final class Users {

    static final String SECRET = "0123456789abcdef";

    static final Origin ORIGIN = new Origin(Instant.EPOCH, "binlog.000001", 4, null, null);

    static final Columns TABLE = table(
            List.of(0),
            new Column("id", ColumnType.BIGINT, true),
            new Column("email", ColumnType.TEXT, false),
            new Column("amount", ColumnType.DECIMAL, false));

    private Users() {}

    static Columns table(List<Integer> key, Column... columns) {
        return new Columns("shop", "users", List.of(columns), key);
    }

    @SuppressWarnings("NullAway") // the values of a row may be null
    static ChangeRecord insert(Columns table, @Nullable Object... values) {
        return new ChangeRecord(EventType.INSERT, table, Row.of(values), null, ORIGIN, 1);
    }

    static ChangeRecord update(Columns table, Row before, Row after) {
        return new ChangeRecord(EventType.UPDATE, table, after, before, ORIGIN, 1);
    }

    static TransformChain chain(ProcessorTransforms settings) {
        return new Transforms(Map.of()).of(settings);
    }

    static TransformChain mask(MaskKind kind, int length, String... columns) {
        return chain(new ProcessorTransforms(
                List.of(), List.of(new MaskSettings(List.of(columns), kind, length)), SECRET, List.of()));
    }

    static TransformChain exclude(String... columns) {
        return chain(new ProcessorTransforms(List.of(columns), List.of(), null, List.of()));
    }

    static TransformChain forTarget(TargetTransforms settings) {
        return new Transforms(Map.of()).of(settings, (include, exclude) -> new TableChoice() {
            @Override
            public boolean accepts(String database, String table) {
                return include.contains(database + "." + table);
            }

            @Override
            public boolean acceptsDatabase(String database) {
                return include.stream().anyMatch(table -> table.startsWith(database + "."));
            }

            @Override
            public boolean acceptsWholeDatabase(String database) {
                return false;
            }
        });
    }

    static TransformChain filter(String expression) {
        return forTarget(new TargetTransforms(
                List.of(), List.of(), expression, List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    static TransformChain includeTables(String... tables) {
        return forTarget(new TargetTransforms(
                List.of(tables), List.of(), null, List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    static TransformChain includeColumns(String... columns) {
        return forTarget(new TargetTransforms(
                List.of(), List.of(), null, List.of(), List.of(columns), List.of(), List.of(), List.of()));
    }

    static TransformChain rename(RenameSettings... names) {
        return forTarget(new TargetTransforms(
                List.of(), List.of(), null, List.of(), List.of(), List.of(), List.of(names), List.of()));
    }

    static TransformChain add(String name, String value) {
        return forTarget(new TargetTransforms(
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new FieldSettings(name, value))));
    }

    /** What is left of a record that is not left out. */
    static ChangeRecord left(TransformChain chain, ChangeRecord record) throws TransformException {
        return Objects.requireNonNull(chain.apply(record));
    }

    /** The values by the names of the columns; what is absent is left out. */
    static Map<String, @Nullable Object> values(Columns columns, Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        IntStream.range(0, columns.size())
                .filter(row::has)
                .forEach(i -> values.put(columns.column(i).name(), row.get(i)));
        return values;
    }

    static Map<String, @Nullable Object> values(ChangeRecord record) {
        return values(record.columns(), record.row());
    }
}
