package dev.corecdc.target.mongodb;

import dev.corecdc.event.Column;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one version of a table are documents. The {@code _id} is the value of the key's column, or a document of the key's columns in
 * the order of the key; all columns are fields too.
 */
final class TableShape {

    private final Columns columns;
    private final List<String> fields;

    private TableShape(Columns columns, List<String> fields) {
        this.columns = columns;
        this.fields = fields;
    }

    /** @throws UnfitChangeException when the columns cannot be told apart as fields */
    static TableShape of(Columns columns, Names names) throws UnfitChangeException {
        List<String> fields = new ArrayList<>(columns.size());
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            String field = names.field(columns.column(i).name());
            if (!taken.add(field)) {
                throw new UnfitChangeException("two of its columns would be the field '%s'".formatted(field));
            }
            if (field.equals(Write.ID) && !columns.primaryKey().equals(List.of(i))) {
                throw new UnfitChangeException(
                        "it has a column '_id' that is not its primary key; give it another name with 'transforms'");
            }
            fields.add(field);
        }
        return new TableShape(columns, List.copyOf(fields));
    }

    boolean hasKey() {
        return !columns.primaryKey().isEmpty();
    }

    /** Whether the log holds every column of the row. */
    static boolean isWhole(Row row) {
        for (int i = 0; i < row.size(); i++) {
            if (!row.has(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The {@code _id} of a row; null when the log does not hold all of the key.
     *
     * @param unchanged where values are that the row does not hold
     */
    @Nullable
    BsonValue id(Row row, Row unchanged) throws UnfitChangeException {
        List<Integer> key = columns.primaryKey();
        BsonDocument id = new BsonDocument();
        for (int index : key) {
            Row holder = row.has(index) ? row : unchanged;
            if (!holder.has(index)) {
                return null;
            }
            id.append(fields.get(index), value(holder, index));
        }
        return key.size() == 1 ? id.get(fields.get(key.get(0))) : id;
    }

    /** A document of a row, with this {@code _id}. */
    BsonDocument document(BsonValue id, Row row) throws UnfitChangeException {
        BsonDocument document = new BsonDocument(Write.ID, id);
        document.putAll(fields(row));
        return document;
    }

    /** The columns that the log holds, as fields. */
    BsonDocument fields(Row row) throws UnfitChangeException {
        BsonDocument document = new BsonDocument();
        for (int i = 0; i < row.size(); i++) {
            if (row.has(i)) {
                document.append(fields.get(i), value(row, i));
            }
        }
        return document;
    }

    private BsonValue value(Row row, int index) throws UnfitChangeException {
        Column column = columns.column(index);
        try {
            return Values.of(row.get(index), column);
        } catch (UnfitChangeException e) {
            throw new UnfitChangeException("the column '%s': %s".formatted(column.name(), e.getMessage()));
        }
    }
}
