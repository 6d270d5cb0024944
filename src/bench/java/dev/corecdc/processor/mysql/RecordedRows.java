package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of sixty rows each, as MySQL 9.7.4 wrote them into its log. The SQL stands in {@code mysql-rows.events}, which was made by
 * {@link RecordedEvents#main} of a server with {@code binlog_row_event_max_size=65536}.
 */
public final class RecordedRows {

    public static final int ROWS = 60;

    /** Of the table of the other benchmarks, with its 12 columns of mixed types. */
    public static final String ORDERS_INSERTED = "orders INSERT";

    /** The same rows, all columns before and after. */
    public static final String ORDERS_UPDATED = "orders UPDATE";

    /** 26 columns: nearly every type whose values take few bytes. */
    public static final String SMALL_TYPES_INSERTED = "small_types INSERT";

    private final TableMap table;
    private final LoggedEvent event;

    private RecordedRows(TableMap table, LoggedEvent event) {
        this.table = table;
        this.event = event;
    }

    /** Reads one of those above. */
    public static RecordedRows read(String name) {
        TableMap table = null;
        for (LoggedEvent event : RecordedEvents.read("mysql-rows")) {
            if (event.isTableMap()) {
                table = TableMap.parse(event.body(), Flavor.MYSQL);
            } else if (table != null && name.equals(table.columns().table() + " " + RowsEvent.type(event.type()))) {
                return new RecordedRows(table, event);
            }
        }
        throw new IllegalArgumentException("nothing was recorded as " + name);
    }

    /** The event, undecoded, before its first row. */
    RowsEvent open() {
        return RowsEvent.open(event.type(), event.body(), table);
    }

    /** The changes as the processor hands them over, with an origin that only they share. */
    public List<ChangeRecord> changes() {
        Origin origin = new Origin(
                Instant.ofEpochSecond(1_767_225_600),
                "binlog.000002",
                8_675_309,
                "056f9d50-e708-11f1-aaf2-02fc00000001:206",
                "1764",
                null,
                null,
                new LogEntry(null, 1, 8_667_117, 1, Instant.ofEpochSecond(1_767_225_600, 123_456_000)));
        List<ChangeRecord> changes = new ArrayList<>(ROWS);
        RowsEvent rows = open();
        while (rows.next()) {
            changes.add(new ChangeRecord(
                    rows.type(), table.columns(), rows.row(), rows.before(), origin, changes.size() + 1));
        }
        if (changes.size() != ROWS) {
            throw new IllegalStateException("the event has %d rows".formatted(changes.size()));
        }
        return changes;
    }
}
