package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Gives each open reader a server id of its own. Safe for use by several threads. */
final class ServerIds {

    private static final long LARGEST = 0xffff_ffffL;

    /** Derived ids begin here, above those that people give their servers. */
    private static final int FIRST_DERIVED = 1 << 28;

    private final long first;
    private final long last;
    private final SortedSet<Long> used = new TreeSet<>();

    private ServerIds(long first, long last) {
        this.first = first;
        this.last = last;
    }

    /**
     * @param setting a number, a range such as {@code 5400-5404}, or nothing
     * @throws IllegalArgumentException when it is none of these
     */
    static ServerIds of(@Nullable String setting) {
        if (setting == null || setting.isBlank()) {
            return new ServerIds(0, 0);
        }
        String[] ends = setting.strip().split("-", 2);
        try {
            long first = Long.parseLong(ends[0].strip());
            long last = ends.length == 1 ? first : Long.parseLong(ends[1].strip());
            if (first < 1 || last < first || last > LARGEST) {
                throw new NumberFormatException();
            }
            return new ServerIds(first, last);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "server-id '%s' is neither a number from 1 to %d nor a range of them, such as 5400-5404"
                            .formatted(setting, LARGEST));
        }
    }

    /**
     * An id that no open reader has.
     *
     * @throws SourceException when the range has no free one
     */
    synchronized long take() throws SourceException {
        if (first == 0) {
            return derive();
        }
        for (long id = first; id <= last; id++) {
            if (used.add(id)) {
                return id;
            }
        }
        throw new SourceException(
                Kind.UNAVAILABLE,
                "every server-id from %d to %d is in use by a reader of this processor; make the range of 'server-id' wider"
                        .formatted(first, last));
    }

    private long derive() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextInt(FIRST_DERIVED, Integer.MAX_VALUE);
        } while (!used.add(id));
        return id;
    }

    /** Whether the setting names the id. */
    boolean contain(long id) {
        return first != 0 && first <= id && id <= last;
    }

    synchronized void giveBack(long id) {
        used.remove(id);
    }
}
