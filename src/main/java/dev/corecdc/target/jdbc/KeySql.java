package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.CopyCatalog.Reference;
import dev.corecdc.target.jdbc.TableChange.AddKey;
import dev.corecdc.target.jdbc.TableChange.AddReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one table. Indexes of the source have names of their own in each table; in the copy all those of a schema differ, so that there each is
 * called by its table too, and its name in the source stands in its comment.
 */
final class KeySql {

    private static final String COMMENT = "key %s of the source";

    private static final Pattern COMMENTED = Pattern.compile("key (.*) of the source", Pattern.DOTALL);

    /** How InnoDB calls a foreign key that has no name. */
    private static final Pattern NUMBERED = Pattern.compile(".*(_ibfk_(\\d+))");

    private final Translation translation;
    private final TableName table;
    private final DdlName source;
    private final Function<String, String> columns;
    private final Map<String, String> indexes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> references = new ArrayList<>();

    /**
     * The keys that a table has.
     *
     * @param source what it is called in the statement
     * @param columns the names of columns in the copy by those of the statement
     */
    KeySql(Translation translation, TableName table, DdlName source, Function<String, String> columns)
            throws SQLException {
        this.translation = translation;
        this.table = table;
        this.source = source;
        this.columns = columns;
        indexes.putAll(translation.catalog().indexes(table));
        translation.catalog().references(table).forEach(reference -> references.add(reference.name()));
    }

    /** The name of an index in the source, from its comment; null where that is another. */
    static @Nullable String nameIn(@Nullable String comment) {
        Matcher found = COMMENTED.matcher(comment == null ? "" : comment);
        return found.matches() ? found.group(1) : null;
    }

    /** Adds what is no primary key; what a copy cannot have is left out. */
    void add(AddKey added) throws SQLException {
        DefinedKey key = added.key();
        String name = key.name() == null
                ? freeName(key.columns().isEmpty() ? "key" : key.columns().get(0))
                : key.name();
        if (!key.copied() || !translation.ddl().hasIndexes()) {
            return;
        }
        String index = indexes.get(name);
        if (index != null && key.unlessThere()) {
            return;
        }
        if (index == null) {
            index = freeIndex(name);
            indexes.put(name, index);
        }
        translation.add(
                translation.ddl().createIndex(key.kind() == DefinedKey.Kind.UNIQUE, index, table, list(key.columns())));
        comment(index, name);
    }

    private void comment(String index, String name) {
        translation.add(
                "COMMENT ON INDEX %s IS %s".formatted(inSchema(index), Translation.text(COMMENT.formatted(name))));
    }

    private String inSchema(String index) {
        return translation.quoted(new TableName(table.schema(), index));
    }

    /** What the server calls a key without a name. */
    private String freeName(String column) {
        String name = column;
        for (int i = 2; indexes.containsKey(name); i++) {
            name = column + "_" + i;
        }
        return name;
    }

    private String freeIndex(String name) throws SQLException {
        String wanted = translation.names().column(table.table() + "_" + name);
        String index = translation.shortened(wanted);
        for (int i = 2; indexes.containsValue(index) || !translation.catalog().isFree(table, index); i++) {
            index = translation.shortened(wanted + "_" + i);
        }
        return index;
    }

    /** Drops an index; one that the copy has not, because it was left out or is of a foreign key, is dropped already. */
    void drop(String name) {
        String index = indexes.remove(name);
        if (index != null) {
            translation.add("DROP INDEX " + inSchema(index));
        }
    }

    void rename(String name, String to) {
        String index = indexes.remove(name);
        if (index != null) {
            indexes.put(to, index);
            comment(index, to);
        }
    }

    boolean hasIndex(String name) {
        return indexes.containsKey(name);
    }

    void addPrimary(DefinedKey key) {
        translation.alter(table, "ADD PRIMARY KEY (" + list(key.columns()) + ")");
    }

    void dropPrimary() throws SQLException {
        String name = translation.catalog().primaryKey(table);
        translation.add(translation.ddl().dropPrimaryKey(table, name == null ? table.table() + "_pkey" : name));
    }

    /** Adds a foreign key, but where the table that it refers to is not in the copy. */
    void add(AddReference added) throws UntranslatableDdlException, SQLException {
        if (!translation.ddl().addsForeignKeys()) {
            return;
        }
        DefinedReference reference = added.reference();
        String name = reference.name() == null ? nextName() : reference.name();
        if (reference.unlessThere() && references.contains(translation.shortened(name))) {
            return;
        }
        references.add(name);
        String database = reference.database() == null ? source.database() : reference.database();
        TableName referred = translation.table(new DdlName(database, reference.table()));
        boolean isThere = referred.equals(table) || translation.catalog().table(referred) != null;
        String sql = "ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                .formatted(
                        translation.quoted(translation.shortened(name)),
                        list(reference.columns()),
                        translation.quoted(referred),
                        referredColumns(referred, reference.referred()),
                        reference.actions() + translation.ddl().waiting());
        if (isThere) {
            translation.alter(table, sql);
        } else {
            translation.postpone(referred, table, sql);
        }
    }

    private String referredColumns(TableName referred, List<String> names) throws SQLException {
        TargetTable known = translation.catalog().table(referred);
        return names.stream()
                .map(name -> known == null
                        ? columns.apply(name)
                        : known.columnNamed(translation.names().column(name)))
                .map(translation::quoted)
                .collect(Collectors.joining(", "));
    }

    private String nextName() {
        int last = references.stream()
                .map(NUMBERED::matcher)
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(2)))
                .max()
                .orElse(0);
        return source.table() + "_ibfk_" + (last + 1);
    }

    /** Drops a foreign key; one that the copy has not is dropped already. */
    boolean dropReference(String name) {
        String wanted = translation.shortened(name);
        Matcher numbered = NUMBERED.matcher(name);
        String end = numbered.matches() ? numbered.group(1) : wanted;
        String found = references.stream()
                .filter(wanted::equalsIgnoreCase)
                .findFirst()
                .orElseGet(() -> references.stream()
                        .filter(reference -> numbered.matches() && reference.endsWith(end))
                        .findFirst()
                        .orElse(""));
        if (found.isEmpty()) {
            return false;
        }
        references.remove(found);
        translation.alter(table, "DROP CONSTRAINT " + translation.quoted(found));
        return true;
    }

    /** Drops the foreign keys that refer to a table, itself apart. */
    static void dropReferencesTo(TableName table, Translation translation) throws SQLException {
        for (Reference reference : translation.catalog().referencesTo(table)) {
            if (!reference.table().equals(table)) {
                translation.alter(reference.table(), "DROP CONSTRAINT " + translation.quoted(reference.name()));
            }
        }
    }

    private String list(List<String> names) {
        return names.stream().map(columns).map(translation::quoted).collect(Collectors.joining(", "));
    }
}
