package dev.corecdc.target.mongodb;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.target.mongodb.MongoTargetSettings.WithoutKey;
import dev.corecdc.target.mongodb.Write.Action;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What has to be written for a change of a table's row, in the order in which it has to be. Safe for use by several threads.
 *
 * <p>A row with a key is put in the place of its document, so that changes may come again. An update of which the log holds only some columns
 * sets those. A row without a key is found by all its values.
 */
final class TableChanges {

    /** So many that most of them are versions of tables that are gone. */
    private static final int MANY = 10_000;

    private final Names names;
    private final WithoutKey withoutKey;
    private final Map<Columns, TableShape> shapes = new ConcurrentHashMap<>();

    TableChanges(Names names, WithoutKey withoutKey) {
        this.names = names;
        this.withoutKey = withoutKey;
    }

    /** @throws UnfitChangeException when it can never be written */
    List<Action> of(ChangeRecord change) throws UnfitChangeException {
        TableShape shape = shape(change.columns());
        return shape.hasKey() ? withKey(change, shape) : withoutKey(change, shape);
    }

    private TableShape shape(Columns columns) throws UnfitChangeException {
        TableShape known = shapes.get(columns);
        if (known == null) {
            if (shapes.size() > MANY) {
                shapes.clear();
            }
            known = TableShape.of(columns, names);
            shapes.put(columns, known);
        }
        return known;
    }

    private static List<Action> withKey(ChangeRecord change, TableShape shape) throws UnfitChangeException {
        Row row = change.row();
        Row before = change.before() == null ? row : change.before();
        BsonValue id = shape.id(row, before);
        BsonValue found = shape.id(before, before);
        if (id == null) {
            throw new UnfitChangeException("the log does not hold its key");
        }
        return switch (change.type()) {
            case INSERT -> List.of(Write.put(shape.document(id, row)));
            case DELETE -> List.of(Write.delete(id));
            default -> updated(shape, row, id, found == null ? id : found);
        };
    }

    private static List<Action> updated(TableShape shape, Row row, BsonValue id, BsonValue found)
            throws UnfitChangeException {
        boolean moved = !id.equals(found);
        if (TableShape.isWhole(row)) {
            Action put = Write.put(shape.document(id, row));
            return moved ? List.of(Write.delete(found), put) : List.of(put);
        }
        BsonDocument fields = shape.fields(row);
        return List.of(
                moved
                        ? new Write.Move(found, id, fields)
                        : Write.update(Write.byId(id), new BsonDocument("$set", fields)));
    }

    private List<Action> withoutKey(ChangeRecord change, TableShape shape) throws UnfitChangeException {
        if (withoutKey == WithoutKey.REFUSE) {
            throw new UnfitChangeException("the table has no primary key, and 'without-key' is 'refuse'");
        }
        Row row = change.row();
        return switch (change.type()) {
            case INSERT -> List.of(Write.put(shape.document(place(change), row)));
            case DELETE -> List.of(new SameRow(shape.fields(row), null));
            default -> {
                if (change.before() == null) {
                    throw new UnfitChangeException("the table has no primary key, and the log not the row as it was");
                }
                BsonDocument before = shape.fields(Objects.requireNonNull(change.before()));
                yield List.of(new SameRow(before, new BsonDocument("$set", shape.fields(row))));
            }
        };
    }

    /** What names the change for ever: the same each time it comes. The time tells it from one of a log that was begun anew. */
    private static BsonString place(ChangeRecord change) throws UnfitChangeException {
        Origin origin = change.origin();
        String place;
        if (origin.globalId() != null) {
            place = origin.globalId();
        } else if (origin.source() != null) {
            place = origin.entry().serverId() + "/" + origin.source() + ":" + origin.position();
        } else {
            throw new UnfitChangeException("the table has no primary key, and the log no name for the change");
        }
        return new BsonString(
                place + ":" + change.sequence() + ":" + origin.timestamp().getEpochSecond());
    }
}
