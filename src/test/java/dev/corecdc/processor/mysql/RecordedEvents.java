package dev.corecdc.processor.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Events that a real server wrote, beside the SQL that made it do so. The files {@code mysql-*.events} come from MySQL
 * 9.7.4, {@code mariadb-*.events} from MariaDB 11.8.6, both with {@code binlog_row_metadata=FULL}.
 */
final class RecordedEvents {

    private RecordedEvents() {}

    static List<LoggedEvent> read(String name) {
        try (InputStream in = RecordedEvents.class.getResourceAsStream(name + ".events")) {
            if (in == null) {
                throw new IllegalArgumentException("nothing was recorded as " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("event "))
                    .map(RecordedEvents::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LoggedEvent parse(String line) {
        String[] words = line.split(" ", -1);
        return new LoggedEvent(Integer.parseInt(words[1]), HexFormat.of().parseHex(words[2]));
    }

    /**
     * Writes a recording: {@code SQL-FILE BINLOG-FILE EVENTS-FILE}. The log has to be of a server that ran the statements
     * and nothing else.
     */
    public static void main(String[] arguments) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<String> sql = Files.lines(Path.of(arguments[0]))) {
            sql.forEach(line -> lines.add(("sql " + line).trim()));
        }
        for (LoggedEvent event : BinlogFile.read(Path.of(arguments[1]))) {
            if (event.isTableMap() || event.isRows()) {
                lines.add("event " + event.type() + " " + HexFormat.of().formatHex(event.body()));
            }
        }
        Files.write(Path.of(arguments[2]), lines);
    }
}
