package dev.corecdc.management.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often logins have failed lately, by address and user, so that passwords cannot be guessed at leisure and nobody is locked out
 * by somebody elsewhere. Safe for use by several threads.
 *
 * <p>It remembers {@value #MOST} of them, and forgets the one that was quiet the longest for a new one.
 */
final class FailedLogins {

    static final int MOST = 10_000;

    /** As much of a name as is remembered; what is longer shares its count with others. */
    private static final int NAME_LENGTH = 64;

    private static final int IPV6_GROUPS = 8;
    private static final int IPV6_NETWORK_GROUPS = 4;

    private final int limit;
    private final long periodNanos;
    private final LongSupplier nanoTime;
    private final Map<Caller, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    /** Somebody at an address who claims to be a user. */
    record Caller(String network, String user) {

        /** Of an IPv6 address the network counts, as a host has addresses without number there. */
        static Caller of(String address, String user) {
            String[] groups = address.split(":", -1);
            String network = groups.length == IPV6_GROUPS
                    ? String.join(":", List.of(groups).subList(0, IPV6_NETWORK_GROUPS))
                    : address;
            return new Caller(cut(network), cut(user));
        }

        private static String cut(String text) {
            return text.length() > NAME_LENGTH ? text.substring(0, NAME_LENGTH) : text;
        }
    }

    private record Failures(int count, long last) {}

    /**
     * Makes an empty memory.
     *
     * @param limit how many failures may follow each other, each within {@code period} after the one before
     * @param nanoTime the clock, like {@link System#nanoTime}
     */
    FailedLogins(int limit, Duration period, LongSupplier nanoTime) {
        this.limit = limit;
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
    }

    /** How long the caller has to wait before it may try, zero when it may at once. */
    synchronized Duration lockedFor(Caller caller) {
        Failures known = failures.get(caller);
        return known == null || known.count() < limit
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, known.last() + periodNanos - nanoTime.getAsLong()));
    }

    /** Notes a failure; whether it is the last one that is taken for a while. */
    synchronized boolean add(Caller caller) {
        long now = nanoTime.getAsLong();
        Failures known = failures.get(caller);
        int count = known == null || now - known.last() >= periodNanos ? 1 : known.count() + 1;
        failures.put(caller, new Failures(count, now));
        if (failures.size() > MOST) {
            failures.remove(failures.keySet().iterator().next());
        }
        return count == limit;
    }

    /** Notes a success. */
    synchronized void forget(Caller caller) {
        failures.remove(caller);
    }

    /** How many are remembered. */
    synchronized int size() {
        return failures.size();
    }
}
