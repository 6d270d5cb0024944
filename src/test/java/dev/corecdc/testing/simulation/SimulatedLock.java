package dev.corecdc.testing.simulation;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Stands for {@link java.util.concurrent.locks.ReentrantLock} in simulated code; never fair. */
public final class SimulatedLock implements Lock {

    private final Monitor monitor = new Monitor("lock");

    public SimulatedLock() {}

    public SimulatedLock(boolean fair) {}

    @Override
    public void lock() {
        monitor.enter();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        monitor.enter(Long.MAX_VALUE);
    }

    @Override
    public boolean tryLock() {
        return monitor.tryEnter();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return monitor.enter(Simulation.current().now() + unit.toNanos(time));
    }

    @Override
    public void unlock() {
        monitor.exit();
    }

    public boolean isLocked() {
        Simulation.current().point();
        return monitor.isHeld();
    }

    @Override
    public Condition newCondition() {
        return new SimulatedCondition();
    }

    private final class SimulatedCondition implements Condition {

        private final Monitor.WaitSet waiting = new Monitor.WaitSet();

        @Override
        public void await() throws InterruptedException {
            monitor.await(waiting, Long.MAX_VALUE);
        }

        @Override
        public long awaitNanos(long nanos) throws InterruptedException {
            long deadline = Simulation.current().now() + nanos;
            if (nanos > 0) {
                monitor.await(waiting, deadline);
            }
            return deadline - Simulation.current().now();
        }

        @Override
        public boolean await(long time, TimeUnit unit) throws InterruptedException {
            throw new UnsupportedOperationException();
        }

        @Override
        public void awaitUninterruptibly() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean awaitUntil(Date deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void signal() {
            signalAll();
        }

        @Override
        public void signalAll() {
            waiting.wakeAll(Simulation.current());
        }
    }
}
