package dev.corecdc.lease;

import java.time.Duration;

/** A clock that stands until it is set forward. Whoever sleeps by it sets it forward, and lets others act meanwhile. */
public final class ManualClock implements LeaseClock {

    private long nanos;
    private long millis;
    private Runnable meanwhile = () -> {};

    /** @param reading what it shows at first; clocks of different machines have nothing in common */
    public ManualClock(Duration reading) {
        nanos = reading.toNanos();
        millis = -reading.toMillis();
    }

    public synchronized void advance(Duration time) {
        nanos += time.toNanos();
        millis += time.toMillis();
    }

    /** The machine sleeps: only the clock on the wall goes on. */
    public synchronized void suspend(Duration time) {
        millis += time.toMillis();
    }

    /** What happens whenever somebody has slept. */
    public void meanwhile(Runnable happens) {
        meanwhile = happens;
    }

    @Override
    public synchronized Moment now() {
        return new Moment(nanos, millis);
    }

    @Override
    public void sleep(Duration time) {
        advance(time);
        meanwhile.run();
    }
}
