package dev.corecdc.processor.mysql;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tables as they are at a place in the log, as far as they are known: so far as that was never needed, nothing is. Immutable, and
 * shared by positions. Safe for use by several threads.
 *
 * <p>Never shown to anybody: a name of a table or column may be a secret, and it is long.
 */
final class TableSchemas {

    static final TableSchemas NONE = new TableSchemas(false, Map.of(), Map.of());

    /** What is known of a table. */
    sealed interface Entry {}

    /**
     * A table whose shape is known.
     *
     * @param since where it was last changed, or came to be known
     */
    record Known(TableShape shape, LogPlace since) implements Entry {}

    /** A table whose shape is not known any more. */
    record Lost(String why) implements Entry {}

    private final boolean followed;
    private final Map<TableName, Entry> tables;

    /** The character sets of databases. */
    private final Map<String, String> databases;

    private volatile @Nullable String text;

    TableSchemas(boolean followed, Map<TableName, Entry> tables, Map<String, String> databases) {
        this.followed = followed;
        this.tables = tables;
        this.databases = databases;
    }

    /** Whether anything was ever needed, so that DDL has to be followed. */
    boolean isFollowed() {
        return followed;
    }

    Map<TableName, Entry> tables() {
        return tables;
    }

    Map<String, String> databases() {
        return databases;
    }

    @Nullable
    Entry get(TableName table) {
        return tables.get(table);
    }

    /** Begins to change them. */
    Changes change() {
        return new Changes();
    }

    /** These, with what the log says of a table that it describes with all its names. It does not tell the character set of columns to come. */
    TableSchemas told(TableName table, TableShape shape, LogPlace at) {
        TableShape known = get(table) instanceof Known before ? before.shape() : null;
        if (known != null
                && known.columns().equals(shape.columns())
                && known.key().columns().equals(shape.key().columns())) {
            return this;
        }
        Changes changes = change();
        String charset = known == null ? null : known.charset();
        changes.put(table, new Known(new TableShape(shape.columns(), shape.key(), charset), at));
        return changes.done();
    }

    /** Adds what is known here of tables that were not known. */
    void addTo(Changes changes) {
        tables.forEach((name, entry) -> {
            if (entry instanceof Known) {
                changes.putUnlessKnown(name, entry);
            }
        });
    }

    /** The same on another server, whose places are others. */
    TableSchemas onAnotherServer() {
        if (tables.isEmpty()) {
            return this;
        }
        Changes changes = change();
        tables.forEach((name, entry) -> {
            if (entry instanceof Known known) {
                changes.put(name, new Known(known.shape(), LogPlace.ELSEWHERE));
            }
        });
        return changes.done();
    }

    /** These, unless any of them is known only since a place behind the given one, so that they are of another. */
    TableSchemas upTo(LogPlace place) {
        boolean later = tables.values().stream()
                .anyMatch(entry -> entry instanceof Known known
                        && !known.since().equals(LogPlace.ELSEWHERE)
                        && !place.isAtOrBehind(known.since()));
        return later ? NONE : this;
    }

    /** For a checkpoint; made once. */
    String toText() {
        String made = text;
        if (made == null) {
            made = TableSchemasText.write(this);
            text = made;
        }
        return made;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof TableSchemas that
                        && followed == that.followed
                        && tables.equals(that.tables)
                        && databases.equals(that.databases));
    }

    @Override
    public int hashCode() {
        return tables.keySet().hashCode();
    }

    /** How many there are, and no more. */
    @Override
    public String toString() {
        return "%d tables".formatted(tables.size());
    }

    /** Changes of them, one after the other; the original stays. */
    final class Changes {

        private final Map<TableName, Entry> newTables = new HashMap<>(tables);
        private final Map<String, String> newDatabases = new TreeMap<>(databases);
        private boolean newFollowed = followed;

        void follow() {
            newFollowed = true;
        }

        void put(TableName table, Entry entry) {
            newTables.put(table, entry);
        }

        void putIfAbsent(TableName table, Entry entry) {
            newTables.putIfAbsent(table, entry);
        }

        void putUnlessKnown(TableName table, Entry entry) {
            if (!(newTables.get(table) instanceof Known)) {
                newTables.put(table, entry);
            }
        }

        void remove(TableName table) {
            newTables.remove(table);
        }

        void removeIf(Predicate<TableName> condition) {
            newTables.keySet().removeIf(condition);
        }

        /** Says in what character set tables of a database are by default; null when that is not known. */
        void database(String database, @Nullable String charset) {
            if (charset == null) {
                newDatabases.remove(database);
            } else {
                newDatabases.put(database, charset);
            }
        }

        void databaseIfAbsent(String database, String charset) {
            newDatabases.putIfAbsent(database, charset);
        }

        TableSchemas done() {
            boolean changed = newFollowed != followed || !newTables.equals(tables) || !newDatabases.equals(databases);
            return changed
                    ? new TableSchemas(newFollowed, Map.copyOf(newTables), new TreeMap<>(newDatabases))
                    : TableSchemas.this;
        }
    }
}
