package dev.corecdc.stream;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Fails, hangs, is slow and takes some changes never, as it is told, and tells what it has taken. */
class RandomTarget implements Target {

    private final Witness witness;
    private final Set<Integer> poison = new HashSet<>();
    private boolean tells;
    private int failures;
    private boolean failsLate;
    private @Nullable CountDownLatch hang;
    private boolean stubborn;
    private Duration delay = Duration.ZERO;
    private int callers;

    /** How many lives of the stream were before this one. */
    private int life;

    /** Hears of what becomes of a target. */
    interface Witness {

        /** It has taken changes, and has not yet told that to the one who brought them. */
        void took(List<Integer> places);

        /** The one who brought the last changes does not know that they were taken. */
        void mayRepeat();

        /** Something was that must not be. */
        void fault(String what);
    }

    /** Makes one without faults. */
    RandomTarget(Witness witness) {
        this.witness = witness;
    }

    static final class WritingDdl extends RandomTarget implements DdlRecordTarget {

        WritingDdl(Witness witness) {
            super(witness);
        }

        @Override
        public void saveDdl(DdlEvent statement) throws Exception {
            take(List.of(statement));
        }
    }

    /** One that several threads may call. */
    static final class Concurrent extends RandomTarget implements ConcurrentTarget {

        Concurrent(Witness witness) {
            super(witness);
        }
    }

    static final class ExecutingDdl extends RandomTarget implements DdlTarget {

        ExecutingDdl(Witness witness) {
            super(witness);
        }

        @Override
        public void execute(DdlEvent statement, boolean repeated) throws Exception {
            take(List.of(statement));
        }
    }

    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        take(records);
    }

    void take(List<? extends ChangeEvent> changes) throws Exception {
        int begun = enter();
        try {
            hangAsTold();
            LockSupport.parkNanos(delay().toNanos());
            takeOrFail(changes, begun);
        } finally {
            leave();
        }
    }

    private synchronized int enter() {
        if (callers++ > 0 && !(this instanceof ConcurrentTarget)) {
            witness.fault("two threads are in the target");
        }
        return life;
    }

    private synchronized void leave() {
        callers--;
    }

    private void hangAsTold() throws InterruptedException {
        for (CountDownLatch latch = latch(); latch != null; latch = latch()) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                if (!isStubborn()) {
                    throw e;
                }
            }
        }
    }

    private synchronized @Nullable CountDownLatch latch() {
        return hang;
    }

    private synchronized boolean isStubborn() {
        return stubborn;
    }

    private synchronized Duration delay() {
        return delay;
    }

    private synchronized void takeOrFail(List<? extends ChangeEvent> changes, int begun) throws Exception {
        boolean fails = failures > 0;
        if (fails) {
            failures--;
            if (!failsLate) {
                throw new IllegalStateException("told to fail");
            }
        }
        for (int i = 0; i < changes.size(); i++) {
            if (poison.contains(RandomLog.placeOf(changes.get(i))) && !isMended(changes.get(i))) {
                throw new RejectedRecordException(tells ? i : -1, "poison", null);
            }
        }
        witness.took(changes.stream().map(RandomLog::placeOf).toList());
        if (fails || begun != life) {
            witness.mayRepeat();
        }
        if (fails) {
            throw new IllegalStateException("told to fail when all is done");
        }
    }

    private static boolean isMended(ChangeEvent change) {
        return change instanceof ChangeRecord row
                && RandomLog.MENDED.equals(row.row().get(2));
    }

    /** Never takes the change at a place of the log; {@code telling} which one it is. */
    synchronized void refuse(int place, boolean telling) {
        poison.add(place);
        tells = telling;
    }

    /** Takes everything again. */
    synchronized void refuseNothing() {
        poison.clear();
    }

    /** @param late whether it has taken all when it fails */
    synchronized void failNext(int times, boolean late) {
        failures = times;
        failsLate = late;
    }

    synchronized void hang(boolean whateverComes) {
        if (hang == null) {
            hang = new CountDownLatch(1);
        }
        stubborn = whateverComes;
    }

    synchronized void slow(Duration perCall) {
        delay = perCall;
    }

    /** Ends all faults but what it refuses. */
    synchronized void heal() {
        failures = 0;
        delay = Duration.ZERO;
        if (hang != null) {
            hang.countDown();
            hang = null;
        }
    }

    /** The stream begins anew, from its checkpoints. */
    synchronized void beginLife() {
        life++;
    }

    /** Its callers were killed. */
    synchronized void forgetCallers() {
        callers = 0;
    }
}
