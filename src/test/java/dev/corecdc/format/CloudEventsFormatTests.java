package dev.corecdc.format;

import static dev.corecdc.format.Told.ddl;
import static dev.corecdc.format.Told.document;
import static dev.corecdc.format.Told.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is expected follows CloudEvents 1.0.2, "JSON Event Format". */
class CloudEventsFormatTests {

    private final RecordFormat records = new CoreCdcFormat(Told.SETTINGS);
    private final RecordFormat format = new CloudEventsFormat(Told.SETTINGS);

    @Test
    void wrapsARecord() {
        ChangeEvent change = insert(Told.ITEM, Row.of(1L, "x", null));
        assertThat(text(change))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"24bc7850-2c16-11e6-a073-0242ac110002:23:5\","
                        + "\"source\":\"/orders-cdc\",\"type\":\"dev.corecdc.insert\",\"subject\":\"shop.item\","
                        + "\"time\":\"2024-12-03T03:48:55.654321Z\",\"datacontenttype\":\"application/json\","
                        + "\"data\":" + Told.text(records, change) + "}");
    }

    @Test
    void namesAChangeWithoutAGtidByItsPlace() {
        Origin origin = new Origin(
                Instant.EPOCH, "binlog.000002", 1557, null, null, null, null, new LogEntry(null, 7, 1500, 1, null));
        assertThat(text(new ChangeRecord(EventType.DELETE, Told.ITEM, Row.of(1L, "x", 1L), null, origin, 2)))
                .contains("\"id\":\"7:binlog.000002:1557:2\"")
                .contains("\"type\":\"dev.corecdc.delete\"")
                .contains("\"time\":\"1970-01-01T00:00:00Z\"");
    }

    @Test
    void namesAChangeOfADocumentByItsToken() {
        assertThat(text(document(EventType.UPDATE, "{\"_id\": 1}", null, null)))
                .contains("\"id\":\"82674E7B0A0000\"")
                .contains("\"type\":\"dev.corecdc.update\",\"subject\":\"crm.people\"");
    }

    @Test
    void wrapsADdlStatement() {
        assertThat(text(ddl(DdlKind.ALTER_TABLE, "shop", List.of("item"), "ALTER")))
                .contains("\"type\":\"dev.corecdc.ddl\",\"subject\":\"shop.item\",")
                .contains("\"data\":{\"event_timestamp\":");
        assertThat(text(ddl(DdlKind.CREATE_DATABASE, "shop", List.of(), "CREATE")))
                .contains("\"subject\":\"shop\",");
        assertThat(text(ddl(DdlKind.OTHER, null, List.of(), "CREATE USER u")))
                .contains("\"type\":\"dev.corecdc.ddl\",\"time\":");
    }

    @Test
    void makesAnyServiceAReference() {
        FormatSettings settings = new FormatSettings("Büro 7?", Told.NUMBERS);
        assertThat(Told.text(new CloudEventsFormat(settings), insert(Told.ITEM, Row.of(1L, "x", 1L))))
                .contains("\"source\":\"/B%C3%BCro%207%3F\"");
    }

    private String text(ChangeEvent event) {
        return Told.text(format, event);
    }
}
