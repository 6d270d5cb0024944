package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the head of each log file of a dump, to see whether the log is still the one that is meant: a server whose log is reset begins its
 * files and the numbers of its transactions anew. {@link #look} is for one thread, {@link #begun} for any.
 */
final class FileHeads implements FileTimes {

    /** Where the name of the next file stands in a ROTATE event. */
    private static final int NAME = Long.BYTES;

    private static final int MOST = 1000;

    private final Map<String, Instant> begun = new LinkedHashMap<>();
    private String file = "";

    /** @param from where the dump begins; when its file was begun is compared, if that is known */
    FileHeads(BinlogPosition from) {
        if (from.begun() != null) {
            begun.put(from.file(), from.begun());
        }
    }

    /** @throws LogResetException when an event is the head of a file that was begun anew, or leads back */
    synchronized void look(LogEvent event) throws LogResetException {
        if (event.type() == EventTypes.ROTATE) {
            byte[] body = event.body();
            String next = new String(body, NAME, body.length - NAME, StandardCharsets.UTF_8);
            if (!file.isEmpty() && BinlogFiles.precedes(next, file)) {
                throw new LogResetException(next);
            }
            file = next;
        } else if (event.type() == EventTypes.FORMAT_DESCRIPTION && event.timestamp() != 0) {
            Instant before = begun.putIfAbsent(file, event.instant());
            if (before != null && !before.equals(event.instant())) {
                throw new LogResetException(file);
            }
            if (begun.size() > MOST) {
                begun.remove(begun.keySet().iterator().next());
            }
        }
    }

    @Override
    public synchronized @Nullable Instant begun(String name) {
        return begun.get(name);
    }
}
