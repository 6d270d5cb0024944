package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.format.CoreCdcJson;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.OnEveryVersion;
import dev.corecdc.testing.ServerKind;
import java.util.ArrayList;
import java.util.List;

/** {@code binlog_row_image}: a record holds the columns that the log holds, and no others. */
class RowImagesIT {

    private static final String CREATE = """
            CREATE TABLE %s (id INT, line INT, name VARCHAR(10), n INT DEFAULT 7, note TEXT, picture BLOB%s) CHARSET utf8mb4""";
    private static final String INSERT = "INSERT INTO %s (id, line, name, note) VALUES (1, 2, 'one', 'text')";
    private static final String UPDATE = "UPDATE %s SET name = 'uno', picture = x'00' WHERE id = 1";
    private static final String UPDATE_KEY = "UPDATE %s SET id = 9 WHERE id = 1";
    private static final String DELETE = "DELETE FROM %s WHERE id = 9";

    private static final String FULL =
            "{\"id\":1,\"line\":2,\"name\":\"one\",\"n\":7,\"note\":\"text\",\"picture\":null}";

    @OnEveryVersion
    void minimalImagesHoldTheKeyBeforeAndWhatChangedAfterAChange(ServerKind kind) throws Exception {
        assertThat(changes(kind, "MINIMAL", ", PRIMARY KEY (line, id)"))
                .containsExactly(
                        "INSERT [\"line\",\"id\"] {\"id\":1,\"line\":2,\"name\":\"one\",\"note\":\"text\"}",
                        "UPDATE [\"line\",\"id\"] {\"name\":\"uno\",\"picture\":\"AA==\"} before {\"id\":1,\"line\":2}",
                        "UPDATE [\"line\",\"id\"] {\"id\":9} before {\"id\":1,\"line\":2}",
                        "DELETE [\"line\",\"id\"] {\"id\":9,\"line\":2}");
    }

    @OnEveryVersion
    void minimalImagesHoldAllColumnsBeforeAChangeWithoutAKey(ServerKind kind) throws Exception {
        String uno = FULL.replace("one", "uno").replace("null", "\"AA==\"");
        String deleted = uno.replace("\"id\":1", "\"id\":9");
        // MariaDB keeps to minimal images only where there is a key.
        assertThat(changes(kind, "MINIMAL", ""))
                .containsExactly(
                        "INSERT \"\" "
                                + (kind.isMariaDb()
                                        ? FULL
                                        : "{\"id\":1,\"line\":2,\"name\":\"one\",\"note\":\"text\"}"),
                        "UPDATE \"\" " + (kind.isMariaDb() ? uno : "{\"name\":\"uno\",\"picture\":\"AA==\"}")
                                + " before " + FULL,
                        "UPDATE \"\" " + (kind.isMariaDb() ? deleted : "{\"id\":9}") + " before " + uno,
                        "DELETE \"\" " + deleted);
    }

    @OnEveryVersion
    void imagesWithoutBlobsLeaveThoseOutThatAreNotNeeded(ServerKind kind) throws Exception {
        assertThat(changes(kind, "NOBLOB", ", PRIMARY KEY (id)"))
                .containsExactly(
                        "INSERT \"id\" " + FULL.replace(",\"picture\":null", ""),
                        "UPDATE \"id\" {\"id\":1,\"line\":2,\"name\":\"uno\",\"n\":7,\"picture\":\"AA==\"}"
                                + " before {\"id\":1,\"line\":2,\"name\":\"one\",\"n\":7}",
                        "UPDATE \"id\" {\"id\":9,\"line\":2,\"name\":\"uno\",\"n\":7}"
                                + " before {\"id\":1,\"line\":2,\"name\":\"uno\",\"n\":7}",
                        "DELETE \"id\" {\"id\":9,\"line\":2,\"name\":\"uno\",\"n\":7}");
    }

    @OnEveryVersion
    void imagesWithoutBlobsHoldThemAllBeforeAChangeWithoutAKey(ServerKind kind) throws Exception {
        String uno = FULL.replace("one", "uno").replace("null", "\"AA==\"");
        String deleted = uno.replace("\"id\":1", "\"id\":9");
        String note = ",\"note\":\"text\"";
        String picture = ",\"picture\":";
        boolean all = kind.isMariaDb();
        assertThat(changes(kind, "NOBLOB", ""))
                .containsExactly(
                        "INSERT \"\" " + (all ? FULL : FULL.replace(picture + "null", "")),
                        "UPDATE \"\" " + (all ? uno : uno.replace(note, "")) + " before " + FULL,
                        "UPDATE \"\" " + (all ? deleted : deleted.replace(note + picture + "\"AA==\"", "")) + " before "
                                + uno,
                        "DELETE \"\" " + deleted);
    }

    /** As {@code TYPE primary_key record before …}. */
    private static List<String> changes(ServerKind kind, String image, String key) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        Position start = followed.latest();
        List<String> statements =
                new ArrayList<>(List.of("SET binlog_row_image = " + image, CREATE.formatted("t", key)));
        for (String statement : List.of(INSERT, UPDATE, UPDATE_KEY, DELETE)) {
            statements.add(statement.formatted("t"));
        }
        followed.execute(statements.toArray(String[]::new));
        return Batches.events(followed.readToEnd(start)).stream()
                .filter(ChangeRecord.class::isInstance)
                .map(RowImagesIT::shown)
                .toList();
    }

    private static String shown(ChangeEvent change) {
        var json = CoreCdcJson.of(change, "test");
        String before = json.has("before") ? " before " + json.get("before") : "";
        return "%s %s %s%s".formatted(change.type(), json.get("primary_key"), json.get("record"), before);
    }
}
