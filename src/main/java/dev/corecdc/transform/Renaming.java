package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import java.util.List;
import java.util.Map;

/**
 * Calls databases, tables and columns by other names. The text of a DDL statement keeps those of the source, so that none is
 * executable.
 */
final class Renaming implements ColumnPolicy, RecordTransform, DdlTransform {

    private final Map<String, String> schemas;
    private final Map<String, String> tables;
    private final List<NewName> columns;
    private final Reshaping reshaping;

    /**
     * Renames by what the names are in the source.
     *
     * @param tables by {@code database.table}
     */
    Renaming(Map<String, String> schemas, Map<String, String> tables, List<NewName> columns) {
        this.schemas = Map.copyOf(schemas);
        this.tables = Map.copyOf(tables);
        this.columns = List.copyOf(columns);
        this.reshaping = new Reshaping(this);
    }

    @Override
    public ChangeRecord apply(ChangeRecord record) throws TransformException {
        return reshaping.apply(record);
    }

    @Override
    public DdlEvent applyToDdl(DdlEvent statement) {
        String schema = statement.schema();
        return schema == null
                ? statement
                : new DdlEvent(
                        statement.kind(),
                        schemas.getOrDefault(schema, schema),
                        statement.tables().stream()
                                .map(table -> tables.getOrDefault(schema + "." + table, table))
                                .toList(),
                        false,
                        statement.statement(),
                        statement.origin(),
                        statement.sequence(),
                        statement.session());
    }

    @Override
    public Fate fate(Columns table, String path) {
        String name = Refusals.name(table) + "." + path;
        for (NewName column : columns) {
            if (column.pattern().matches(name)) {
                return Fate.renamed(column.to());
            }
        }
        return Fate.KEPT;
    }

    @Override
    public boolean concerns(Columns collection) {
        String name = Refusals.name(collection);
        return schemas.containsKey(collection.schema())
                || tables.containsKey(name)
                || columns.stream().anyMatch(column -> column.pattern().canMatchBelow(name + "."));
    }

    @Override
    public String schema(Columns table) {
        return schemas.getOrDefault(table.schema(), table.schema());
    }

    @Override
    public String table(Columns table) {
        return tables.getOrDefault(Refusals.name(table), table.table());
    }

    /** What columns that a pattern names are called from then on. */
    record NewName(ColumnPattern pattern, String to) {}
}
