package dev.corecdc.testing;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Makes changes of a table {@code shop.person}, told apart by their number. */
public final class Changes {

    public static final Columns PERSON = new Columns(
            "shop",
            "person",
            List.of(new Column("id", ColumnType.BIGINT, false), new Column("name", ColumnType.TEXT, false)),
            List.of(0));

    private static final Instant TIME = Instant.parse("2026-11-03T10:15:30Z");

    private Changes() {}

    /** A row inserted by a transaction of its own. */
    public static ChangeRecord insert(long number) {
        return insert(number, "name " + number);
    }

    /** A row inserted by a transaction of its own, with a name of one's choice. */
    public static ChangeRecord insert(long number, String name) {
        return new ChangeRecord(EventType.INSERT, PERSON, Row.of(number, name), null, origin(number), 1);
    }

    /** Rows inserted, numbered from {@code first} to {@code last}. */
    public static List<ChangeRecord> inserts(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Changes::insert).toList();
    }

    /** A statement that works on the table. */
    public static DdlEvent ddl(long number) {
        String statement = "ALTER TABLE person COMMENT 'number " + number + "'";
        return new DdlEvent(DdlKind.OTHER, "shop", List.of("person"), true, statement, origin(number), 1);
    }

    private static Origin origin(long number) {
        return new Origin(TIME.plusSeconds(number), "binlog.000001", number * 100, null, Long.toString(number));
    }
}
