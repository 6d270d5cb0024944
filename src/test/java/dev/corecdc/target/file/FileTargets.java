package dev.corecdc.target.file;

import dev.corecdc.format.RecordFormat;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.util.unit.DataSize;

/** File targets, and what they write of {@link dev.corecdc.testing.Changes#inserts}. */
final class FileTargets {

    private static final Clock STOPPED = Clock.fixed(Instant.parse("2026-11-03T10:15:30.123Z"), ZoneOffset.UTC);

    private FileTargets() {}

    static FileTarget create(Path path) {
        return (FileTarget) new FileTargetFactory()
                .create("out", new NumberFormat(), new FileTargetSettings(path, DataSize.ofMegabytes(256)));
    }

    /** With a clock that stands at 2026-11-03T10:15:30.123Z. */
    static FileTarget rolling(Path path, long maxSize, RecordFormat format) throws IOException {
        RollingFile file = new RollingFile(path, maxSize, STOPPED);
        file.open();
        return new FileTarget(format, file);
    }

    static String lines(long first, long last) {
        StringBuilder text = new StringBuilder();
        for (long number = first; number <= last; number++) {
            text.append("INSERT ")
                    .append(number)
                    .append(" name ")
                    .append(number)
                    .append('\n');
        }
        return text.toString();
    }
}
