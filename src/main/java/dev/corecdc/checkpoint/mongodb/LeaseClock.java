package dev.corecdc.checkpoint.mongodb;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time by which a lease is measured. It means nothing on another machine, and is never compared with another's. */
interface LeaseClock {

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

    Moment now();

    void sleep(Duration time) throws InterruptedException;

    /**
     * A moment, by two clocks of which neither is always right.
     *
     * @param nanos as {@link System#nanoTime}: it never goes back, and on some systems stands still while the machine sleeps
     * @param millis as {@link System#currentTimeMillis}: it goes on while the machine sleeps, and may be set
     */
    record Moment(long nanos, long millis) {

        /** How much time has passed, as far as is certain. */
        Duration atLeastUntil(Moment later) {
            return Duration.ofNanos(later.nanos - nanos);
        }

        /** How much time may have passed. */
        Duration atMostUntil(Moment later) {
            Duration awake = atLeastUntil(later);
            Duration byTheWall = Duration.ofMillis(later.millis - millis);
            return byTheWall.compareTo(awake) > 0 ? byTheWall : awake;
        }
    }
}
