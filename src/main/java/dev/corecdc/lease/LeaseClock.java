package dev.corecdc.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time by which a lease is measured. It means nothing on another machine, and is never compared with another's. */
public interface LeaseClock {

    /** The clocks of this machine. */
    LeaseClock SYSTEM = new LeaseClock() {
        @Override
        public Moment now() {
            return new Moment(System.nanoTime(), System.currentTimeMillis());
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    };

    /** The moment that it is. */
    Moment now();

    /** Waits so long. */
    void sleep(Duration time) throws InterruptedException;

    /**
     * A moment, by two clocks of which neither is always right.
     *
     * @param nanos as {@link System#nanoTime}: it never goes back, and on some systems stands still while the machine sleeps
     * @param millis as {@link System#currentTimeMillis}: it goes on while the machine sleeps, and may be set
     */
    record Moment(long nanos, long millis) {

        /** How much time has passed, as far as is certain. */
        public Duration atLeastUntil(Moment later) {
            return Duration.ofNanos(later.nanos - nanos);
        }

        /** How much time may have passed. */
        public Duration atMostUntil(Moment later) {
            Duration awake = atLeastUntil(later);
            Duration byTheWall = Duration.ofMillis(later.millis - millis);
            return byTheWall.compareTo(awake) > 0 ? byTheWall : awake;
        }
    }
}
