package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.TableChange.AddColumn;
import dev.corecdc.target.jdbc.TableChange.AddKey;
import dev.corecdc.target.jdbc.TableChange.AddReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CREATE TABLE for another kind of database. */
final class TableCreation {

    private final Translation translation;
    private final TableName table;
    private final DdlName source;
    private final List<DefinedColumn> columns;
    private final List<AddKey> keys = new ArrayList<>();
    private final List<AddReference> references;

    TableCreation(Translation translation, TableName table, DdlName source, List<TableChange> parts) {
        this.translation = translation;
        this.table = table;
        this.source = source;
        this.columns = TableChange.of(AddColumn.class, parts).stream()
                .map(AddColumn::column)
                .toList();
        this.references = TableChange.of(AddReference.class, parts);
        for (TableChange part : parts) {
            if (part instanceof AddKey key) {
                keys.add(key);
            } else if (part instanceof AddColumn added && added.column().key() == DefinedColumn.Key.UNIQUE) {
                keys.add(TableAlteration.ofColumn(added.column(), DefinedKey.Kind.UNIQUE));
            } else if (part instanceof AddColumn added && added.column().key() == DefinedColumn.Key.PRIMARY) {
                keys.add(TableAlteration.ofColumn(added.column(), DefinedKey.Kind.PRIMARY));
            }
        }
    }

    void translate() throws UntranslatableDdlException, SQLException {
        if (columns.isEmpty()) {
            throw new UntranslatableDdlException("it names no columns");
        }
        createTable();
        KeySql sql = new KeySql(translation, table, source, this::named);
        for (AddKey key : keys) {
            if (key.key().kind() != DefinedKey.Kind.PRIMARY) {
                sql.add(key);
            }
        }
        for (AddReference reference : references) {
            sql.add(reference);
        }
    }

    private void createTable() throws UntranslatableDdlException {
        Set<String> inKeys = new HashSet<>();
        Set<String> inPrimary = new HashSet<>();
        List<String> primary = new ArrayList<>();
        for (AddKey key : keys) {
            boolean isPrimary = key.key().kind() == DefinedKey.Kind.PRIMARY;
            for (String column : key.key().columns()) {
                if (isPrimary) {
                    inPrimary.add(lower(column));
                    primary.add(named(column));
                }
                if (key.key().copied()) {
                    inKeys.add(lower(column));
                }
            }
        }
        references.forEach(added -> added.reference().columns().forEach(column -> inKeys.add(lower(column))));
        List<String> parts = new ArrayList<>();
        ColumnSql sql = new ColumnSql(translation);
        for (DefinedColumn column : columns) {
            String name = lower(column.name());
            parts.add(sql.definition(column, inKeys.contains(name), inPrimary.contains(name)));
        }
        if (!primary.isEmpty()) {
            parts.add("PRIMARY KEY (" + translation.dialect().list(primary) + ")");
        }
        translation.add("CREATE TABLE %s (%s)".formatted(translation.quoted(table), String.join(", ", parts)));
    }

    /** A column's name in the copy, whatever the case in which a key writes it. */
    private String named(String name) {
        return translation
                .names()
                .column(columns.stream()
                        .map(DefinedColumn::name)
                        .filter(name::equalsIgnoreCase)
                        .findFirst()
                        .orElse(name));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
