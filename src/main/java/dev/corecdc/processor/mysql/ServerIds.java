package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gives each open reader a server id of its own. Safe for use by several threads. */
final class ServerIds {

    private static final long LARGEST = 0xffff_ffffL;

    /** Derived ids begin here, above those that people give their servers. */
    private static final int FIRST_DERIVED = 1 << 28;

    /** How long an id is left to the reader that took it over, for the first time and at most. */
    private static final Duration FIRST_REST = Duration.ofSeconds(2);

    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final long first;
    private final long last;
    private final LongSupplier nanos;
    private final SortedSet<Long> used = new TreeSet<>();
    private final Map<Long, Rest> rests = new HashMap<>();

    /** An id that is left to another reader until {@code end}. */
    private record Rest(long end, Duration length) {}

    private ServerIds(long first, long last, LongSupplier nanos) {
        this.first = first;
        this.last = last;
        this.nanos = nanos;
    }

    /**
     * @param setting a number, a range such as {@code 5400-5404}, or nothing
     * @throws IllegalArgumentException when it is none of these
     */
    static ServerIds of(@Nullable String setting) {
        return of(setting, System::nanoTime);
    }

    static ServerIds of(@Nullable String setting, LongSupplier nanos) {
        if (setting == null || setting.isBlank()) {
            return new ServerIds(0, 0, nanos);
        }
        String[] ends = setting.strip().split("-", 2);
        try {
            long first = Long.parseLong(ends[0].strip());
            long last = ends.length == 1 ? first : Long.parseLong(ends[1].strip());
            if (first < 1 || last < first || last > LARGEST) {
                throw new NumberFormatException();
            }
            return new ServerIds(first, last, nanos);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "server-id '%s' is neither a number from 1 to %d nor a range of them, such as 5400-5404"
                            .formatted(setting, LARGEST));
        }
    }

    /**
     * An id that no open reader has.
     *
     * @throws SourceException when the range has no free one, or none that another reader has not taken over lately
     */
    synchronized long take() throws SourceException {
        if (first == 0) {
            return derive();
        }
        long soonest = Long.MAX_VALUE;
        for (long id = first; id <= last; id++) {
            long rest = rest(id);
            if (rest <= 0 && used.add(id)) {
                return id;
            }
            soonest = rest > 0 ? Math.min(soonest, rest) : soonest;
        }
        if (soonest < Long.MAX_VALUE) {
            throw new SourceException(
                    Kind.UNAVAILABLE,
                    ("another reader of the server uses the server-id %s too, and each connection of the one ends the other's. It is tried"
                                    + " again in %d s. Give one of them another 'server-id', or none, which derives one.")
                            .formatted(first == last ? first : first + "-" + last, soonest / 1_000_000_000 + 1));
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

    /** Gives an id back that somebody else's reader has taken over. It is not given out again for a time, which doubles each time. */
    synchronized void takenOver(long id) {
        giveBack(id);
        if (first == 0) {
            return; // the next one is another
        }
        Duration length = nextRest(rests.get(id));
        rests.put(id, new Rest(nanos.getAsLong() + length.toNanos(), length));
    }

    private Duration nextRest(@Nullable Rest before) {
        if (before == null || nanos.getAsLong() - before.end() >= LONGEST_REST.toNanos()) {
            return FIRST_REST;
        }
        Duration doubled = before.length().multipliedBy(2);
        return doubled.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : doubled;
    }

    /** How many nanoseconds an id is to be left alone yet. */
    private long rest(long id) {
        Rest rest = rests.get(id);
        return rest == null ? 0 : rest.end() - nanos.getAsLong();
    }
}
