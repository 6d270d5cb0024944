package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded logs in the form that MySQL 5.7 gives them: its table maps say nothing but types, lengths and what can be null, its GTID events have no times,
 * and the head of the file has its version. No server of that version was asked.
 */
class LogWithoutMetadataTests {

    private static final int GTID_OF_57 = 42;
    private static final int VERSION = 2;
    private static final int VERSION_LENGTH = 50;

    /** Where its DDL begins in an empty database. */
    private static final TableSchemas EMPTY =
            new TableSchemas(true, Map.of(), Map.of("recorded", "utf8mb4", "shop", "utf8mb4"));

    @ParameterizedTest
    @ValueSource(strings = {"mysql-log", "mysql-anonymous", "mysql-xa", "mariadb-xa"})
    void isReadAsOneThatSaysAll(String name) {
        RecordedLog log = RecordedLog.ofFile(name);

        List<String> full = replayed(log, new Replay(log.flavor(), false), event -> event);
        List<String> bare = replayed(log, new Replay(log.flavor(), EMPTY), LogWithoutMetadataTests::as57);

        assertThat(full).anyMatch(change -> change.startsWith("INSERT"));
        assertThat(bare).isEqualTo(full);
    }

    private static List<String> replayed(RecordedLog log, Replay replay, UnaryOperator<byte[]> form) {
        List<String> changes = new ArrayList<>(replay.feed(form.apply(log.format())));
        log.groups().forEach(group -> group.forEach(event -> changes.addAll(replay.feed(form.apply(event)))));
        assertThat(replay.end()).isNull();
        return changes;
    }

    private static byte[] as57(byte[] event) {
        byte[] body = RecordedLog.body(event);
        return switch (RecordedLog.type(event)) {
            case EventTypes.TABLE_MAP -> RecordedLog.withBody(event, BareTableMap.of(body));
            case EventTypes.GTID, EventTypes.ANONYMOUS_GTID ->
                RecordedLog.withBody(event, Arrays.copyOf(body, Math.min(body.length, GTID_OF_57)));
            case EventTypes.FORMAT_DESCRIPTION -> {
                Arrays.fill(body, VERSION, VERSION + VERSION_LENGTH, (byte) 0);
                byte[] version = "5.7.44-log".getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(version, 0, body, VERSION, version.length);
                yield RecordedLog.withBody(event, body);
            }
            default -> event;
        };
    }
}
