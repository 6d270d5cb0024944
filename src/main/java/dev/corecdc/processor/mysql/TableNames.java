package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.mysql.TableSchemas.Changes;
import dev.corecdc.processor.mysql.TableSchemas.Known;
import dev.corecdc.processor.mysql.TableSchemas.Lost;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the columns of a table are called where its rows stand in the log: as the log says; where it does not, as is known from DDL that
 * was followed from a known beginning; else as the server says now, if nothing in the log since then may have changed it. A name that is not
 * certain is never told. Used by one thread.
 */
final class TableNames {

    private static final String REMEDY =
            " What is written after SET GLOBAL binlog_row_metadata = FULL can be read. To go on, begin later: remove the checkpoint and"
                    + " set 'start-at'; or set 'column-names' to positional, which delivers every value under col_1, col_2, …";

    private final SchemaFollower follower;
    private final boolean positional;
    private final SchemaSource source;

    private TableSchemas schemas;

    /** Whether a group has begun. */
    private boolean begun;

    /** What was read last. */
    private @Nullable SchemaProof proof;

    /**
     * @param known the tables at the place where reading begins
     * @param positional whether columns are called by their numbers, and no name is asked for
     */
    TableNames(TableSchemas known, SchemaFollower follower, boolean positional, SchemaSource source) {
        this.schemas = known;
        this.follower = follower;
        this.positional = positional;
        this.source = source;
    }

    /** A group begins. Somebody may have set back the place that reading began at, and left there what was known at a later one. */
    void begin(EventGroup group) {
        if (!begun) {
            schemas = schemas.upTo(new LogPlace(group.file(), group.start()));
            begun = true;
        }
        group.beginsWith(schemas);
    }

    /** A statement takes effect. */
    void follow(LoggedStatement statement, EventGroup group) {
        TableSchemas followed = follower.follow(schemas, statement);
        if (!followed.equals(schemas)) {
            schemas = followed;
            group.leaves(followed);
        }
    }

    /** The group has no end: nothing in it has happened. */
    void abandon(EventGroup group) {
        schemas = group.schemasBefore();
    }

    /**
     * How the rows of a table are read.
     *
     * @param at where the group begins that they stand in
     * @param again whether that group is read again, from a place before the one that the log has been read to
     * @throws UndecodableEventException when the names of its columns are not certain; it says what to do
     */
    TableMap map(TableDescription table, LogPlace at, boolean again, EventGroup group) throws SourceException {
        if (positional) {
            return table.positional();
        }
        TableName name = follower.key(table.name());
        if (table.isWhole()) {
            if (schemas.isFollowed() && !again) {
                believe(table, name, at, group);
            }
            return table.named();
        }
        String why = null;
        if (schemas.get(name) instanceof Known known && (!again || at.isAtOrBehind(known.since()))) {
            why = table.disagreement(known.shape());
            if (why == null) {
                return table.of(known.shape());
            }
        } else if (schemas.get(name) instanceof Lost lost) {
            why = lost.why();
        }
        return table.of(proven(table, name, at, again, group, why));
    }

    /** What the log says of a table with all its names is known from there on. */
    private void believe(TableDescription table, TableName name, LogPlace at, EventGroup group) {
        TableSchemas told = schemas.told(name, table.shape(), at);
        if (!told.equals(schemas)) {
            learn(told, group);
        }
    }

    private TableShape proven(
            TableDescription table, TableName name, LogPlace at, boolean again, EventGroup group, @Nullable String why)
            throws SourceException {
        SchemaProof read = proof;
        boolean fresh = read == null || !read.spans(at);
        if (read == null || fresh) {
            read = source.read(at);
            proof = read;
        }
        TableShape shape = read.shapeAt(at, name);
        String wrong = shape == null ? read.whyUnknown(at, name) : table.disagreement(shape);
        Changes changes = schemas.change();
        if (shape == null || wrong != null) {
            TableSchemas recalled =
                    source.recall(at, name, read.at(at).databases(), told -> table.disagreement(told) == null);
            shape = recalled.get(name) instanceof Known known ? known.shape() : null;
            if (shape == null || table.disagreement(shape) != null) {
                String reason = why == null && recalled.get(name) instanceof Lost lost ? lost.why() : why;
                throw unknown(table, at, reason, String.valueOf(wrong));
            }
            recalled.addTo(changes);
        }
        if (!again) { // a group that is read again is past
            changes.follow();
            changes.put(name, new Known(shape, at));
            if (fresh) {
                read.addTo(changes, at);
            }
            learn(changes.done(), group);
        }
        return shape;
    }

    private void learn(TableSchemas learned, EventGroup group) {
        group.learns(learned);
        schemas = learned;
    }

    private static UndecodableEventException unknown(
            TableDescription table, LogPlace at, @Nullable String why, String wrong) {
        return new UndecodableEventException(
                ("table %s: the log does not name its columns, because binlog_row_metadata is not FULL where it was written, and what they were"
                                + " at %s is not certain. %sWhat the server says of the table now cannot be taken: %s.%s")
                        .formatted(
                                table.name(),
                                at,
                                why == null ? "It was not known before. " : "It is not known any more: " + why + ". ",
                                wrong,
                                REMEDY));
    }
}
