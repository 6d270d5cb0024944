package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.target.jdbc.DdlDialect.Family;
import dev.corecdc.target.jdbc.TableChange.AddColumn;
import dev.corecdc.target.jdbc.TableChange.AddKey;
import dev.corecdc.target.jdbc.TableChange.AddReference;
import dev.corecdc.target.jdbc.TableChange.ChangeColumn;
import dev.corecdc.target.jdbc.TableChange.DropColumn;
import dev.corecdc.target.jdbc.TableChange.DropConstraint;
import dev.corecdc.target.jdbc.TableChange.DropKey;
import dev.corecdc.target.jdbc.TableChange.DropPrimaryKey;
import dev.corecdc.target.jdbc.TableChange.DropReference;
import dev.corecdc.target.jdbc.TableChange.RenameColumn;
import dev.corecdc.target.jdbc.TableChange.RenameKey;
import dev.corecdc.target.jdbc.TableChange.SetDefault;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ALTER TABLE for another kind of database: what goes is dropped first, then columns are renamed, changed and added, and keys come last, because
 * the source does all of it at once.
 */
final class TableAlteration {

    private final Translation translation;
    private final TableName table;
    private final @Nullable TargetTable known;
    private final List<TableChange> changes;
    private final ColumnSql columns;
    private final KeySql keys;
    private final Set<String> inKeys = new HashSet<>();

    TableAlteration(Translation translation, TableName table, DdlName source, List<TableChange> changes)
            throws SQLException {
        this.translation = translation;
        this.table = table;
        this.known = translation.catalog().table(table);
        this.changes = changes;
        this.columns = new ColumnSql(translation);
        this.keys = new KeySql(translation, table, source, this::named);
        all(AddKey.class).forEach(added -> added.key().columns().forEach(column -> inKeys.add(lower(column))));
        all(AddReference.class)
                .forEach(added -> added.reference().columns().forEach(column -> inKeys.add(lower(column))));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private <T extends TableChange> List<T> all(Class<T> kind) {
        return TableChange.of(kind, changes);
    }

    void translate() throws SQLException, UntranslatableDdlException {
        drop();
        new ColumnRenames(translation, table).add(renames());
        for (ChangeColumn change : all(ChangeColumn.class)) {
            change(change);
        }
        for (AddColumn added : all(AddColumn.class)) {
            add(added);
        }
        for (SetDefault set : all(SetDefault.class)) {
            setDefault(set);
        }
        all(RenameKey.class).forEach(renamed -> keys.rename(renamed.name(), renamed.to()));
        addKeys();
        for (AddReference added : all(AddReference.class)) {
            keys.add(added);
        }
    }

    /** The name of a column when all are renamed. */
    private String named(String name) {
        String column = translation.names().column(name);
        boolean isNew = all(AddColumn.class).stream()
                .anyMatch(added -> added.column().name().equalsIgnoreCase(name));
        boolean isChanged = all(ChangeColumn.class).stream()
                .anyMatch(changed -> changed.to().name().equalsIgnoreCase(name));
        boolean isRenamed = all(RenameColumn.class).stream()
                .anyMatch(renamed -> renamed.to().equalsIgnoreCase(name));
        return isNew || isChanged || isRenamed ? written(name) : existing(column);
    }

    /** The name of a column as the part of the statement writes it that gives it. */
    private String written(String name) {
        for (TableChange change : changes) {
            String given = change instanceof AddColumn added
                    ? added.column().name()
                    : change instanceof ChangeColumn changed
                            ? changed.to().name()
                            : change instanceof RenameColumn renamed ? renamed.to() : "";
            if (given.equalsIgnoreCase(name)) {
                return translation.names().column(given);
            }
        }
        return translation.names().column(name);
    }

    private String existing(String column) {
        return known == null ? column : known.columnNamed(column);
    }

    private String existingColumn(String name) {
        return existing(translation.names().column(name));
    }

    private void drop() throws SQLException, UntranslatableDdlException {
        for (TableChange change : changes) {
            if (change instanceof DropReference dropped) {
                keys.dropReference(dropped.name());
            } else if (change instanceof DropConstraint dropped) {
                dropConstraint(dropped.name());
            }
        }
        all(DropKey.class).forEach(dropped -> keys.drop(dropped.name()));
        boolean withoutKey = !all(DropPrimaryKey.class).isEmpty();
        if (withoutKey) {
            keys.dropPrimary();
        }
        for (DropColumn dropped : all(DropColumn.class)) {
            dropColumn(dropped, withoutKey);
        }
    }

    private void dropConstraint(String name) throws SQLException {
        if (!keys.dropReference(name)) {
            keys.drop(name); // else it is a check, and copies have none
        }
    }

    private void dropColumn(DropColumn dropped, boolean withoutKey) throws UntranslatableDdlException {
        String column = existingColumn(dropped.name());
        boolean partOfKey = known != null
                && known.primaryKey().size() > 1
                && known.primaryKey().contains(column);
        if (partOfKey && !withoutKey) {
            throw new UntranslatableDdlException("a column of the primary key is dropped, of which the others stay");
        }
        translation.alter(table, "DROP COLUMN " + (dropped.ifThere() ? "IF EXISTS " : "") + translation.quoted(column));
    }

    private List<ColumnRenames.Renamed> renames() throws UntranslatableDdlException {
        List<ColumnRenames.Renamed> renames = new ArrayList<>();
        for (TableChange change : changes) {
            if (change instanceof RenameColumn renamed) {
                renames.add(
                        new ColumnRenames.Renamed(existingColumn(renamed.name()), translation.column(renamed.to())));
            } else if (change instanceof ChangeColumn changed) {
                renames.add(new ColumnRenames.Renamed(
                        existingColumn(changed.name()),
                        translation.column(changed.to().name())));
            }
        }
        return renames;
    }

    private void change(ChangeColumn change) throws UntranslatableDdlException {
        DefinedColumn defined = change.to();
        if (defined.generated()) {
            throw new UntranslatableDdlException(
                    "the generated column '%s' gets other values, which are not in the log".formatted(defined.name()));
        }
        String name = translation.names().column(defined.name());
        TargetColumn before = before(change, name);
        boolean inKey = inKeys.contains(lower(defined.name())) || isInIndex(before);
        String type = columns.type(defined, inKey);
        String quoted = translation.quoted(name);
        String literal = columns.literal(defined.defaultValue(), defined.column(), type);
        alterColumn(quoted, "DROP DEFAULT");
        if (before != null) {
            convert(defined.column(), quoted, before, name, type);
        }
        if (columns.refusesNull(defined)) {
            String value = columns.implicit(defined.column(), type);
            if (value != null) {
                translation.add("UPDATE %s SET %s = %s WHERE %s IS NULL"
                        .formatted(translation.quoted(table), quoted, value, quoted));
            }
            alterColumn(quoted, "SET NOT NULL");
        } else if (before == null || known == null || !known.primaryKey().contains(before.name())) {
            alterColumn(quoted, "DROP NOT NULL");
        }
        if (literal != null) {
            alterColumn(quoted, "SET DEFAULT " + literal);
        }
    }

    private void alterColumn(String quoted, String change) {
        translation.alter(table, "ALTER COLUMN " + quoted + " " + change);
    }

    private boolean isInIndex(@Nullable TargetColumn column) {
        return known != null
                && column != null
                && (known.primaryKey().contains(column.name())
                        || known.uniqueIndexes().stream().anyMatch(index -> index.contains(column.name())));
    }

    /** The column as it is; one that was renamed before, where the statement is repeated, has its new name. */
    private @Nullable TargetColumn before(ChangeColumn change, String name) {
        if (known == null) {
            return null;
        }
        TargetColumn before = known.columns().get(existingColumn(change.name()));
        return before == null ? known.columns().get(existing(name)) : before;
    }

    private void convert(Column column, String quoted, TargetColumn before, String name, String type)
            throws UntranslatableDdlException {
        Family from = translation.ddl().family(before.type());
        Family to = translation.ddl().family(type.toLowerCase(Locale.ROOT));
        boolean isOfLabels = column.type() == ColumnType.ENUM || column.type() == ColumnType.SET;
        boolean countsLabels = isOfLabels
                ? from == Family.NUMBER
                : (to == Family.NUMBER || to == Family.FLOAT)
                        && translation.ddl().holdsLabels(before);
        if (countsLabels) {
            throw new UntranslatableDdlException(
                    ("the column '%s' is an ENUM or SET on one side only, as its type %s tells, and their labels stand for numbers of their own."
                                    + " By way of a text they are taken as they are written")
                            .formatted(column.name(), before.type()));
        }
        String value = Conversions.of(quoted, from, to, type, before.type());
        int length = column.type() == ColumnType.TEXT ? column.declaration().length() : 0;
        if (length > 0 && from == Family.TEXT) {
            translation.add("UPDATE %s SET %s = LEFT(%s, %d) WHERE CHAR_LENGTH(%s) > %d"
                    .formatted(translation.quoted(table), quoted, quoted, length, quoted, length));
        }
        if (column.type() == ColumnType.BINARY && column.declaration().is("binary")) {
            throw new UntranslatableDdlException(
                    "values of the column '%s' get another length".formatted(column.name()));
        }
        translation.add(translation.ddl().changeType(table, name, type, value));
    }

    private void add(AddColumn added) throws UntranslatableDdlException {
        DefinedColumn defined = added.column();
        boolean key = defined.key() != DefinedColumn.Key.NONE || inKeys.contains(lower(defined.name()));
        String type = columns.type(defined, key);
        String filling = columns.filling(defined, type);
        String literal = columns.literal(defined.defaultValue(), defined.column(), type);
        String quoted = translation.quoted(translation.column(defined.name()));
        translation.alter(
                table,
                "ADD COLUMN " + (added.unlessThere() ? "IF NOT EXISTS " : "") + quoted + " " + type
                        + (filling == null ? "" : " DEFAULT " + filling)
                        + (columns.refusesNull(defined) ? " NOT NULL" : ""));
        if (filling != null && !filling.equals(literal)) {
            alterColumn(quoted, literal == null ? "DROP DEFAULT" : "SET DEFAULT " + literal);
        }
    }

    private void setDefault(SetDefault set) throws UntranslatableDdlException {
        String name = existingColumn(set.name());
        TargetColumn column = known == null ? null : known.columns().get(name);
        String literal = column == null ? null : Conversions.literal(set.value(), column, translation.ddl());
        String quoted = translation.quoted(name);
        alterColumn(quoted, literal == null ? "DROP DEFAULT" : "SET DEFAULT " + literal);
    }

    private void addKeys() throws SQLException, UntranslatableDdlException {
        for (TableChange change : changes) {
            DefinedColumn column = change instanceof AddColumn added
                    ? added.column()
                    : change instanceof ChangeColumn changed ? changed.to() : null;
            if (change instanceof AddKey added) {
                add(added);
            } else if (column != null && column.key() == DefinedColumn.Key.PRIMARY) {
                keys.addPrimary(ofColumn(column, DefinedKey.Kind.PRIMARY).key());
            } else if (column != null && column.key() == DefinedColumn.Key.UNIQUE) {
                add(ofColumn(column, DefinedKey.Kind.UNIQUE));
            }
        }
    }

    private void add(AddKey added) throws SQLException {
        if (added.key().kind() == DefinedKey.Kind.PRIMARY) {
            keys.addPrimary(added.key());
        } else {
            keys.add(added);
        }
    }

    /** The key that a column says of itself. */
    static AddKey ofColumn(DefinedColumn column, DefinedKey.Kind kind) {
        return new AddKey(new DefinedKey(kind, null, List.of(column.name()), false, true));
    }
}
