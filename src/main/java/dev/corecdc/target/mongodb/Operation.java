package dev.corecdc.target.mongodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import org.bson.BsonDocument;

/** What a DDL statement comes to in MongoDB, by the names of the source. */
sealed interface Operation {

    /** A table, or a collection of the source. */
    record Table(String schema, String name) {

        /** Whether the names are the same but for upper and lower case. */
        boolean isLike(Table other) {
            return schema.equalsIgnoreCase(other.schema) && name.equalsIgnoreCase(other.name);
        }

        /** For people. */
        @Override
        public String toString() {
            return schema + "." + name;
        }
    }

    /**
     * Makes a collection that is not there.
     *
     * @param options how, as the command {@code create} takes them
     */
    record Create(Table table, BsonDocument options) implements Operation {}

    /** Drops collections, those that are there. */
    record Drop(List<Table> tables) implements Operation {}

    /** Drops all that is in a database. */
    record DropDatabase(String schema) implements Operation {}

    /**
     * Gives collections new names, one after the other.
     *
     * @param replacing whether a collection of the new name goes
     */
    record Rename(List<Renaming> steps, boolean replacing) implements Operation {}

    /** A new name. */
    record Renaming(Table from, Table to) {}

    /** Deletes all documents. */
    record Clear(List<Table> tables) implements Operation {}

    /**
     * Changes which fields documents have.
     *
     * @param renamed new names by the old ones
     * @param absent columns that are new, and which documents do not have before their row is changed
     */
    record Fields(Table table, Set<String> dropped, Map<String, String> renamed, Set<String> absent)
            implements Operation {}

    /** Only for tables without a row: the {@code _id} of each document would be another. */
    record NewKey(Table table) implements Operation {}

    /**
     * Only where documents are still found by the values of columns that get other types.
     *
     * @param types as they are declared, by the names that the columns have or get
     */
    record NewTypes(Table table, Map<String, ColDataType> types) implements Operation {}

    /** Nothing that a collection has. */
    record Nothing() implements Operation {}
}
