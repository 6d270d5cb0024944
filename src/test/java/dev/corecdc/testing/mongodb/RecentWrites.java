package dev.corecdc.testing.mongodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The writes that were committed while a transaction was open, numbered from the beginning of time. */
final class RecentWrites {

    private final List<DocumentWrite> writes = new ArrayList<>();
    private final Map<DocumentAddress, Long> lastWrites = new HashMap<>();
    private long forgotten;

    /** The number of the next write. */
    long count() {
        return forgotten + writes.size();
    }

    void add(List<DocumentWrite> more) {
        for (DocumentWrite write : more) {
            lastWrites.put(DocumentAddress.of(write), count());
            writes.add(write);
        }
    }

    /** What was written since that number was the next. */
    List<DocumentWrite> since(long number) {
        return writes.subList((int) (number - forgotten), writes.size());
    }

    boolean isWrittenSince(long number, DocumentAddress address) {
        return lastWrites.getOrDefault(address, -1L) >= number;
    }

    void clear() {
        forgotten = count();
        writes.clear();
        lastWrites.clear();
    }
}
