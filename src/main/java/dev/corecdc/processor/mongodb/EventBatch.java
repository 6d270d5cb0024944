package dev.corecdc.processor.mongodb;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.processor.mongodb.EventHead.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Gathers events into batches, without converting the documents in them, and knows the place behind what it has taken. Used by one
 * thread.
 */
final class EventBatch {

    private static final long LARGE_BYTES = 1 << 20;

    /** So many that most of them are gone, like those that the server makes for a while. */
    private static final int MANY_COLLECTIONS = 10_000;

    /** About how much memory a record takes beside its event. */
    private static final int RECORD_OVERHEAD = 400;

    private final boolean showEvents;
    private final TableFilter wanted;
    private final Map<Name, Columns> columns = new HashMap<>();
    private MongoPosition position;
    private List<ChangeRecord> records = new ArrayList<>();
    private @Nullable DdlEvent ddl;
    private @Nullable Instant oldest;
    private long bytes;
    private boolean moved;

    /**
     * Begins with an empty batch.
     *
     * @param showEvents whether records are to show the whole change event
     * @param wanted the collections of which anything is sent
     */
    EventBatch(MongoPosition begin, boolean showEvents, TableFilter wanted) {
        this.wanted = wanted;
        this.position = begin;
        this.showEvents = showEvents;
    }

    /** Whether the next event belongs to another batch. */
    boolean isFull(ReadEvent next) {
        return ddl != null || bytes >= LARGE_BYTES || (next.isDdl() && !records.isEmpty());
    }

    boolean hasChanges() {
        return ddl != null || !records.isEmpty();
    }

    /** Whether there is anything to tell: changes, or a place further on. */
    boolean hasNews() {
        return hasChanges() || moved;
    }

    /** The place behind all that has been taken. */
    MongoPosition position() {
        return position;
    }

    /** Moves on to a place before which there is nothing that has not been taken. */
    void pass(ResumeToken token) {
        if (token.compareTo(position.token()) <= 0) {
            return; // of routers, an answer without events can name an earlier place than the one before
        }
        moveTo(token, position.transaction(), position.sequence());
    }

    void take(ReadEvent event) {
        String transaction = event.head().transaction();
        boolean goesOn = transaction != null && transaction.equals(position.transaction());
        long sequence = goesOn ? position.sequence() + 1 : 1;
        ResumeToken token = event.token();
        if (event.change() != null) {
            records.add(record(event, event.change(), sequence));
            bytes += 2L * event.document().getByteLength() + RECORD_OVERHEAD;
        } else if (event.isDdl()) {
            ddl = ddl(event, sequence);
            bytes += 2L * ddl.statement().length() + RECORD_OVERHEAD;
        }
        if (oldest == null && hasChanges()) {
            oldest = event.head().instant();
        }
        moveTo(token, transaction, transaction == null ? 0 : sequence);
    }

    private void moveTo(ResumeToken token, @Nullable String transaction, long sequence) {
        moved |= !token.equals(position.token());
        position = new MongoPosition(position.deployment(), token, transaction, sequence);
    }

    private ChangeRecord record(ReadEvent event, EventType change, long sequence) {
        EventHead head = event.head();
        RawBsonDocument document = event.document();
        Object id = EventJson.ofId(document, EventHead.KEY);
        Row row = change == EventType.DELETE
                ? Row.of(id, EventJson.ofDocument(document, deletedField(head)))
                : Row.of(id, value(document, EventHead.DOCUMENT, head.document()));
        Row before = change == EventType.UPDATE && head.before() == Presence.THERE
                ? Row.of(id, EventJson.ofDocument(document, EventHead.BEFORE))
                : null;
        Json shown = showEvents ? EventJson.ofEvent(document) : null;
        return new ChangeRecord(change, columns(head), row, before, origin(event, shown, sequence), sequence);
    }

    /** Of a deleted document the key is known at least. */
    private static String deletedField(EventHead head) {
        return head.before() == Presence.THERE ? EventHead.BEFORE : EventHead.KEY;
    }

    private static @Nullable Object value(RawBsonDocument document, String field, Presence presence) {
        return switch (presence) {
            case THERE -> EventJson.ofDocument(document, field);
            case GONE -> null;
            case ABSENT -> Row.ABSENT;
        };
    }

    private Columns columns(EventHead head) {
        if (columns.size() > MANY_COLLECTIONS) {
            columns.clear();
        }
        return columns.computeIfAbsent(
                new Name(Objects.requireNonNull(head.database()), Objects.requireNonNull(head.collection())),
                name -> Columns.ofCollection(name.database(), name.collection()));
    }

    private DdlEvent ddl(ReadEvent event, long sequence) {
        EventHead head = event.head();
        String database = head.database();
        List<String> collections = Stream.of(head.collection(), head.renamedTo())
                .filter(Objects::nonNull)
                .map(String.class::cast)
                .toList();
        boolean whole = database != null
                && (collections.isEmpty()
                        ? wanted.acceptsWholeDatabase(database)
                        : collections.stream().allMatch(collection -> wanted.accepts(database, collection)));
        return new DdlEvent(
                OperationTypes.ddl(head.operationType()),
                database,
                collections,
                whole,
                EventJson.ofEvent(event.document()).text(),
                origin(event, null, sequence),
                sequence);
    }

    private static Origin origin(ReadEvent event, @Nullable Json shown, long sequence) {
        EventHead head = event.head();
        LogEntry entry = new LogEntry(event.token().data(), 0, 0, sequence, null);
        return new Origin(head.instant(), null, 0, null, head.transaction(), shown, null, entry);
    }

    /** What has been gathered, possibly nothing; the next batch begins. */
    ChangeBatch build() {
        ChangeBatch batch = new ChangeBatch(records, ddl, position, bytes, 0, oldest);
        records = new ArrayList<>();
        ddl = null;
        oldest = null;
        bytes = 0;
        moved = false;
        return batch;
    }

    /** A collection. */
    private record Name(String database, String collection) {}
}
