package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Declaration;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests of all formats tell. */
final class Told {

    static final JsonSettings NUMBERS = new JsonSettings(NumberStyle.NUMBER, NumberStyle.NUMBER);

    static final FormatSettings SETTINGS = new FormatSettings("orders-cdc", NUMBERS);

    /** When messages are written. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2024-12-03T03:48:57.123456789Z"), ZoneOffset.UTC);

    /** The second event of rows of a transaction, whose first had three. */
    static final Origin ORIGIN = new Origin(
            Instant.parse("2024-12-03T03:48:55Z"),
            "binlog.000002",
            1557,
            "24bc7850-2c16-11e6-a073-0242ac110002:23",
            "31",
            null,
            null,
            new LogEntry(null, 223344, 1500, 4, Instant.parse("2024-12-03T03:48:55.654321Z")));

    static final Origin UNKNOWN = new Origin(Instant.ofEpochSecond(0), null, 0, null, null);

    /** Its primary key is not in the order of its columns. */
    static final Columns ITEM = new Columns(
            "shop",
            "item",
            List.of(
                    column("number", ColumnType.INT, "int"),
                    column("kind", ColumnType.TEXT, "varchar(10)"),
                    column("price", ColumnType.INT, "int")),
            List.of(1, 0));

    static final Columns PEOPLE = Columns.ofCollection("crm", "people");

    private static final Origin OF_DOCUMENT = new Origin(
            Instant.parse("2024-12-03T03:48:55Z"),
            null,
            0,
            null,
            "0f3c:7",
            null,
            null,
            new LogEntry("82674E7B0A0000", 0, 0, 1, null));

    private Told() {}

    static Column column(String name, ColumnType type, String declared) {
        return new Column(name, type, declared.endsWith(" unsigned"), new Declaration(declared, 0, true, List.of()));
    }

    static Columns tableOf(Column column) {
        return new Columns("s", "t", List.of(column), List.of());
    }

    static ChangeRecord insert(Columns columns, Row row) {
        return new ChangeRecord(EventType.INSERT, columns, row, null, ORIGIN, 5);
    }

    static ChangeRecord update(Row before, Row after) {
        return new ChangeRecord(EventType.UPDATE, ITEM, after, before, ORIGIN, 5);
    }

    static ChangeRecord delete(Columns columns, Row row) {
        return new ChangeRecord(EventType.DELETE, columns, row, null, ORIGIN, 5);
    }

    static DdlEvent ddl(DdlKind kind, @Nullable String schema, List<String> tables, String sql) {
        return new DdlEvent(kind, schema, tables, true, sql, ORIGIN, 4);
    }

    /** A change of a document with the {@code _id} 1. */
    static ChangeRecord document(
            EventType type, @Nullable Object document, @Nullable String before, @Nullable String event) {
        Origin origin = new Origin(
                OF_DOCUMENT.timestamp(),
                null,
                0,
                null,
                OF_DOCUMENT.transactionId(),
                event == null ? null : Json.of(event),
                null,
                OF_DOCUMENT.entry());
        Row row = Row.of(Json.of("1"), document instanceof String text ? Json.of(text) : document);
        Row old = before == null ? null : Row.of(Json.of("1"), Json.of(before));
        return new ChangeRecord(type, PEOPLE, row, old, origin, 1);
    }

    static DdlEvent ddlOfCollection(String event) {
        return new DdlEvent(DdlKind.DROP_TABLE, "crm", List.of("people"), true, event, OF_DOCUMENT, 1);
    }

    static String text(RecordFormat format, ChangeEvent event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
