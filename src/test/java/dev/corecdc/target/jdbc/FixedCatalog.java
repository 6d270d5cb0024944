package dev.corecdc.target.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A copy with the tables {@code item}, {@code pair}, {@code parent} and {@code child} of the schema {@code shop}. */
final class FixedCatalog implements CopyCatalog {

    private static final TableName ITEM = new TableName("shop", "item");
    private static final TableName PARENT = new TableName("shop", "parent");

    private final Map<TableName, TargetTable> tables = new HashMap<>();

    /** @param types of a number, a text, bytes, a date, a time and JSON, as the database calls them */
    FixedCatalog(List<String> types) {
        add(
                "item",
                List.of("id"),
                Map.of(
                        "id", types.get(0),
                        "n", types.get(0),
                        "name", types.get(1),
                        "data", types.get(2),
                        "day", types.get(3),
                        "at", types.get(4),
                        "doc", types.get(5)));
        add("pair", List.of("a", "b"), Map.of("a", types.get(0), "b", types.get(0)));
        add("parent", List.of("id"), Map.of("id", types.get(0)));
        add("child", List.of("id"), Map.of("id", types.get(0), "p", types.get(0)));
    }

    private void add(String name, List<String> key, Map<String, String> columns) {
        Map<String, TargetColumn> made = new HashMap<>();
        columns.forEach((column, type) -> made.put(column, new TargetColumn(column, type, 0, 0, false)));
        TableName table = new TableName("shop", name);
        tables.put(table, new TargetTable(table, made, key, List.of(Set.copyOf(key)), Set.of(), true));
    }

    @Override
    public boolean hasSchema(String name) {
        return name.equals("shop");
    }

    @Override
    public @Nullable TargetTable table(TableName name) {
        return tables.get(name);
    }

    @Override
    public Map<String, String> indexes(TableName table) {
        return table.equals(ITEM) ? Map.of("by_name", "item_by_name") : Map.of();
    }

    /** Another table has that of {@code item_un}. */
    @Override
    public boolean isFree(TableName table, String index) {
        return !index.equals("item_un") && !index.equals("item_by_name");
    }

    @Override
    public @Nullable String primaryKey(TableName table) {
        return tables.containsKey(table) ? table.table() + "_pkey" : null;
    }

    @Override
    public List<Reference> references(TableName table) {
        return Objects.equals(table, ITEM)
                ? List.of(new Reference(ITEM, "fk_parent"), new Reference(ITEM, "item_ibfk_1"))
                : List.of();
    }

    @Override
    public List<Reference> referencesTo(TableName table) {
        return table.equals(PARENT)
                ? List.of(new Reference(new TableName("shop", "child"), "child_ibfk_1"))
                : List.of();
    }
}
