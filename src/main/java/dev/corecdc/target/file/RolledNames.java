package dev.corecdc.target.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a full file is put aside: {@code out-20261103T101530123Z.ndjson} for {@code out.ndjson}, after
 * the time in UTC. Sorted by name they stand in the order in which they were written, also when the clock was put back.
 */
final class RolledNames {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT);

    private final String before;
    private final String after;
    private final Clock clock;

    RolledNames(String fileName, Clock clock) {
        int dot = fileName.lastIndexOf('.');
        int end = dot > 0 ? dot : fileName.length();
        this.before = fileName.substring(0, end) + "-";
        this.after = fileName.substring(end);
        this.clock = clock;
    }

    /** A name that nothing in the folder has, later than all that were given before and are still there. */
    Path next(Path folder) throws IOException {
        LocalDateTime time =
                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        LocalDateTime latest = latest(folder);
        if (latest != null && !time.isAfter(latest)) {
            time = latest.plus(1, ChronoUnit.MILLIS);
        }
        return folder.resolve(before + TIME.format(time) + after);
    }

    private @Nullable LocalDateTime latest(Path folder) throws IOException {
        LocalDateTime latest = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                LocalDateTime time = timeOf(file.getFileName().toString());
                if (time != null && (latest == null || time.isAfter(latest))) {
                    latest = time;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException(e);
        }
        return latest;
    }

    private @Nullable LocalDateTime timeOf(String fileName) {
        if (!fileName.startsWith(before)
                || !fileName.endsWith(after)
                || fileName.length() < before.length() + after.length()) {
            return null;
        }
        try {
            return LocalDateTime.parse(fileName.substring(before.length(), fileName.length() - after.length()), TIME);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
