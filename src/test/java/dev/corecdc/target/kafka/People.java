package dev.corecdc.target.kafka;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.testing.Changes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes changes of the table {@code shop.person}, numbered by their place in the log. */
final class People {

    static final Columns WITHOUT_KEY = new Columns("shop", "visit", Changes.PERSON.columns(), List.of());

    private static final Instant TIME = Instant.parse("2026-11-03T10:15:30Z");

    private People() {}

    static ChangeRecord update(long number, Row before, Row after) {
        return of(EventType.UPDATE, Changes.PERSON, number, before, after);
    }

    static ChangeRecord delete(long number, long id, String name) {
        return of(EventType.DELETE, Changes.PERSON, number, null, Row.of(id, name));
    }

    static ChangeRecord of(EventType type, Columns columns, long number, @Nullable Row before, Row row) {
        Origin origin = new Origin(TIME, "binlog.000001", number * 100, "uuid:" + number, null);
        return new ChangeRecord(type, columns, row, before, origin, 1);
    }
}
