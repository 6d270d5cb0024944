package dev.corecdc.processor.mysql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the events of a binlog file whose events have checksums, as is the default. */
final class BinlogFile {

    private static final int MAGIC = 4;
    private static final int HEADER = 19;
    private static final int CHECKSUM = 4;

    private BinlogFile() {}

    static List<LoggedEvent> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<LoggedEvent> events = new ArrayList<>();
        int at = MAGIC;
        while (at < bytes.length) {
            int length = BinaryNumbers.int32(bytes, at + 9);
            byte[] body = Arrays.copyOfRange(bytes, at + HEADER, at + length - CHECKSUM);
            events.add(new LoggedEvent(bytes[at + 4] & 0xff, body));
            at += length;
        }
        return events;
    }
}
