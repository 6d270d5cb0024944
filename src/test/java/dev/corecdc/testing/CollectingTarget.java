package dev.corecdc.testing;

import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what it is given, and can be told to fail, to hang or to be slow. */
public class CollectingTarget implements Target {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<ChangeEvent> events = new ArrayList<>();
    private int attempts;
    private int callers;
    private int mostCallers;
    private int failures;
    private Supplier<? extends Throwable> failure = () -> new IllegalStateException("the target is broken");
    private @Nullable CountDownLatch hang;
    private boolean stubborn;
    private Duration delay = Duration.ZERO;
    private Consumer<List<? extends ChangeEvent>> watcher = any -> {};

    /** One that several threads may call. */
    public static class Concurrent extends CollectingTarget implements ConcurrentTarget {}

    /** One that writes DDL statements among its records. */
    public static class WritingDdl extends CollectingTarget implements DdlRecordTarget {

        @Override
        public void saveDdl(DdlEvent statement) throws Exception {
            take(List.of(statement));
        }
    }

    /** One that executes DDL statements. */
    public static class ExecutingDdl extends CollectingTarget implements DdlTarget {

        private final List<Boolean> repeated = new ArrayList<>();

        @Override
        public void execute(DdlEvent statement, boolean again) throws Exception {
            synchronized (this) {
                repeated.add(again);
            }
            take(List.of(statement));
        }

        /** What each attempt to execute a statement was told of being a repeated one. */
        public synchronized List<Boolean> repeated() {
            return List.copyOf(repeated);
        }
    }

    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        take(records);
    }

    void take(List<? extends ChangeEvent> taken) throws Exception {
        enter();
        try {
            sufferFaults();
            if (!delay.isZero()) {
                LockSupport.parkNanos(delay.toNanos());
            }
            synchronized (this) {
                events.addAll(taken);
            }
            watcher.accept(taken);
        } finally {
            synchronized (this) {
                callers--;
            }
        }
    }

    private synchronized void enter() {
        attempts++;
        callers++;
        mostCallers = Math.max(mostCallers, callers);
    }

    private void sufferFaults() throws Exception {
        CountDownLatch latch;
        synchronized (this) {
            latch = hang;
        }
        while (latch != null) {
            try {
                latch.await();
                latch = null;
            } catch (InterruptedException e) {
                if (!stubborn) {
                    throw e;
                }
            }
        }
        Throwable thrown = null;
        synchronized (this) {
            if (failures > 0) {
                failures--;
                thrown = failure.get();
            }
        }
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof Exception exception) {
            throw exception;
        }
    }

    /** Fails the next {@code times} times. */
    public synchronized CollectingTarget failNext(int times) {
        failures = times;
        return this;
    }

    /** Fails the next {@code times} times with what is given. */
    public synchronized CollectingTarget failNext(int times, Supplier<? extends Throwable> with) {
        failures = times;
        failure = with;
        return this;
    }

    /** Fails until {@link #heal}. */
    public CollectingTarget fail() {
        return failNext(Integer.MAX_VALUE);
    }

    /** Hangs in each call until {@link #heal}, or until it is interrupted. */
    public synchronized CollectingTarget hang() {
        if (hang == null) {
            hang = new CountDownLatch(1);
        }
        stubborn = false;
        return this;
    }

    /** Hangs in each call until {@link #heal}, whether it is interrupted or not. */
    public synchronized CollectingTarget hangStubbornly() {
        hang();
        stubborn = true;
        return this;
    }

    /** Takes so long for each call. */
    public CollectingTarget slow(Duration perCall) {
        delay = perCall;
        return this;
    }

    /** Ends all faults. */
    public synchronized void heal() {
        failures = 0;
        if (hang != null) {
            hang.countDown();
            hang = null;
        }
    }

    /** Hears of what was collected, before the call returns. */
    public CollectingTarget watchedBy(Consumer<List<? extends ChangeEvent>> hearer) {
        watcher = hearer;
        return this;
    }

    /** All that came, in order. */
    public synchronized List<ChangeEvent> events() {
        return List.copyOf(events);
    }

    /** The DDL statements that came, in order. */
    public List<String> statements() {
        return events().stream()
                .filter(DdlEvent.class::isInstance)
                .map(event -> ((DdlEvent) event).statement())
                .toList();
    }

    /** The ids of the records that came, in order. */
    public List<Long> ids() {
        return events().stream()
                .filter(ChangeRecord.class::isInstance)
                .map(ScriptedProcessor::idOf)
                .toList();
    }

    /** The ids of the records that came, in order, without those that are no larger than one before. */
    public List<Long> idsWithoutRepeats() {
        TreeSet<Long> seen = new TreeSet<>();
        return ids().stream()
                .filter(id -> (seen.isEmpty() || id > seen.last()) && seen.add(id))
                .toList();
    }

    /** How often it was called. */
    public synchronized int attempts() {
        return attempts;
    }

    /** How many threads are in a call. */
    public synchronized int callers() {
        return callers;
    }

    /** The most threads that were in a call at once. */
    public synchronized int mostCallers() {
        return mostCallers;
    }

    /** Waits until at least so many records have come. */
    public void awaitRecords(int atLeast) {
        await().atMost(PATIENCE).until(() -> ids().size(), size -> size >= atLeast);
    }

    /** Waits until there were at least so many calls. */
    public void awaitAttempts(int atLeast) {
        await().atMost(PATIENCE).until(this::attempts, calls -> calls >= atLeast);
    }

    /** Waits until a call is in hand. */
    public void awaitCaller() {
        await().atMost(PATIENCE).until(() -> callers() > 0);
    }
}
