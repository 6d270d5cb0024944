package dev.corecdc.target.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Columns that get other types. MongoDB takes values of two types for two values, numbers apart; so where documents are found by a column, which is
 * by each in a table without a key, its values have to stay what they are.
 */
final class TypeChanges {

    private static final Set<String> WHOLE =
            Set.of("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT", "BOOL", "BOOLEAN");

    private static final Set<String> TEXT = Set.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT");

    /** What a string is that may not have come from a text: dates, times, and numbers of many digits. */
    private static final Pattern NOT_SURELY_TEXT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d(T.*)?|-?\\d+:\\d\\d:\\d\\d(\\.\\d+)?|-?[\\d.]{35,}");

    /** The {@code _id} of a row without a key, as {@link TableChanges} makes it. */
    private static final Pattern PLACE = Pattern.compile(".+:\\d+:-?\\d+");

    private final Destinations destinations;
    private final MongoCollection<BsonDocument> collection;

    TypeChanges(Destinations destinations, MongoCollection<BsonDocument> collection) {
        this.destinations = destinations;
        this.collection = collection;
    }

    /** @throws UnfitChangeException when documents may not be found any more */
    void require(Map<String, ColDataType> types) throws UnfitChangeException {
        for (Map.Entry<String, ColDataType> type : types.entrySet()) {
            require(destinations.field(type.getKey()), nameOf(type.getValue()));
        }
    }

    private static String nameOf(ColDataType type) {
        return type.getDataType().strip().replaceFirst("(?s)[\\s(].*", "").toUpperCase(Locale.ROOT);
    }

    private void require(String field, String type) throws UnfitChangeException {
        try (MongoCursor<BsonDocument> documents = collection.find().cursor()) {
            while (documents.hasNext()) {
                BsonDocument document = documents.next();
                if (!isFoundBy(document, field)) {
                    return;
                }
                BsonValue value = document.get(field);
                if (value != null && !value.isNull() && !stays(value, type)) {
                    throw new UnfitChangeException(
                            "the documents of %s are found by the column '%s', and it cannot be told that its values stay the same as %s"
                                    .formatted(collection.getNamespace(), field, type));
                }
            }
        }
    }

    /** Whether a field is of the key, or there is none. */
    private static boolean isFoundBy(BsonDocument document, String field) {
        BsonValue id = Write.idOf(document);
        return id.equals(document.get(field))
                || (id.isDocument() && id.asDocument().containsKey(field))
                || (id.isString() && isPlace(document, id));
    }

    private static boolean isPlace(BsonDocument document, BsonValue id) {
        return PLACE.matcher(id.asString().getValue()).matches()
                && document.entrySet().stream()
                        .noneMatch(other -> !other.getKey().equals(Write.ID)
                                && other.getValue().equals(id));
    }

    private static boolean stays(BsonValue value, String type) {
        if (value.isInt32() || value.isInt64()) {
            return WHOLE.contains(type);
        } else if (value.isString() && TEXT.contains(type)) {
            String text = value.asString().getValue();
            // A CHAR loses its blanks at the end.
            return !NOT_SURELY_TEXT.matcher(text).matches() && !text.endsWith(" ");
        }
        return false;
    }
}
