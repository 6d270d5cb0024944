package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes work and gathers it into batches, and knows the position behind what it has taken. Used by one thread.
 *
 * <p>A batch ends at the latest with the event that makes it large; DDL stands alone.
 */
final class BatchBuilder {

    private static final int LARGE_RECORDS = 2_000;
    private static final long LARGE_BYTES = 1 << 20;

    /** What takes more is handed over before anything else is read, which might be as large again. */
    private static final long HUGE_BYTES = 16 << 20;

    /** About how much memory a record and each of its values take beside what they hold. */
    private static final int RECORD_OVERHEAD = 120;

    private static final int VALUE_OVERHEAD = 28;

    private final PositionTracker position;
    private final DdlParser parser = new DdlParser();
    private List<ChangeRecord> records = new ArrayList<>();
    private @Nullable DdlEvent ddl;
    private @Nullable Instant oldest;
    private @Nullable OriginalQuery query;
    private boolean queryCounted;
    private long bytes;
    private long excluded;
    private boolean moved;

    BatchBuilder(PositionTracker position) {
        this.position = position;
        this.moved = position.tellsBegin();
    }

    /** Whether the next piece of work belongs to another batch. What only moves the position never does. */
    boolean isFull(Work next) {
        return next instanceof Work.Change
                && (ddl != null
                        || records.size() >= LARGE_RECORDS
                        || bytes >= LARGE_BYTES
                        || (next instanceof Work.Ddl && !records.isEmpty()));
    }

    /** Whether it holds so much that nothing else should be read beside it. */
    boolean isHuge() {
        return bytes >= HUGE_BYTES;
    }

    boolean hasChanges() {
        return ddl != null || !records.isEmpty();
    }

    /** Whether there is anything to tell: changes, or a place further on. */
    boolean hasNews() {
        return hasChanges() || moved;
    }

    /**
     * @throws UndecodableEventException when a row cannot be decoded; then, and also when the memory runs out, nothing of the work
     *     has been taken
     */
    void take(Work work) {
        if (work instanceof Work.Query original) {
            query = original.query();
            queryCounted = false;
            return;
        }
        if (work instanceof Work.Rows rows) {
            takeRows(rows);
        } else if (work instanceof Work.Ddl statement) {
            takeDdl(statement);
        } else if (work instanceof Work.Excluded left) {
            excluded += position.repeats(left) ? 0 : left.count();
        }
        position.pass(work);
        moved = true;
    }

    private void takeRows(Work.Rows work) {
        RowsEvent rows = RowsEvent.open(work.event().type(), work.event().body(), work.table());
        EventGroup group = work.group();
        if (position.repeats(work)) {
            group.skipChanges(rows.rows());
            return;
        }
        LogEvent event = work.event();
        Origin origin = origin(
                group,
                event.instant(),
                work.end(),
                query,
                new LogEntry(
                        null, event.serverId(), work.end() - event.length(), group.changes() + 1, group.committed()));
        int before = records.size();
        try {
            while (rows.next()) {
                records.add(new ChangeRecord(
                        rows.type(), work.table().columns(), rows.row(), rows.before(), origin, group.nextChange()));
            }
        } catch (UndecodableEventException | OutOfMemoryError e) {
            records.subList(before, records.size()).clear();
            throw e;
        }
        bytes += rows.bytes() + (long) RECORD_OVERHEAD * rows.rows() + VALUE_OVERHEAD * rows.values();
        countQuery();
        age(group, origin);
    }

    /** All changes of a batch share the statement. */
    private void countQuery() {
        if (query != null && query.text() != null && !queryCounted) {
            bytes += 2L * query.text().length();
            queryCounted = true;
        }
    }

    private void takeDdl(Work.Ddl work) {
        EventGroup group = work.group();
        if (position.repeats(work)) {
            group.skipChanges(1);
            return;
        }
        String named = work.statement().database();
        String database = named == null ? work.query().database() : named;
        Origin origin = origin(
                group, work.timestamp(), work.end(), query == null ? null : new OriginalQuery(null), work.entry());
        DdlKind kind = parser.kind(work.query(), work.statement());
        ddl = new DdlEvent(
                kind,
                database.isEmpty() ? null : database,
                work.statement().tables().stream().map(TableName::table).toList(),
                work.whole() || kind == DdlKind.CREATE_DATABASE,
                work.statement().text(work.query().sql()),
                origin,
                group.nextChange(),
                work.query().session());
        bytes += RECORD_OVERHEAD + 2L * work.query().sql().length();
        age(group, origin);
    }

    private static Origin origin(
            EventGroup group, Instant timestamp, long end, @Nullable OriginalQuery from, LogEntry entry) {
        return new Origin(timestamp, group.source(), end, group.globalId(), group.transactionId(), null, from, entry);
    }

    private void age(EventGroup group, Origin origin) {
        if (oldest == null) {
            oldest = group.committed() != null ? group.committed() : origin.timestamp();
        }
    }

    /** What has been gathered, possibly nothing; the next batch begins. */
    ChangeBatch build() {
        ChangeBatch batch = new ChangeBatch(records, ddl, position.current(), bytes, excluded, oldest);
        records = new ArrayList<>();
        ddl = null;
        oldest = null;
        queryCounted = false;
        bytes = 0;
        excluded = 0;
        moved = false;
        return batch;
    }
}
