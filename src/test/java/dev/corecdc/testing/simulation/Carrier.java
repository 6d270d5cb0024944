package dev.corecdc.testing.simulation;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A real thread that lends itself to simulated ones, one after the other. */
final class Carrier extends Thread {

    private static final ConcurrentLinkedDeque<Carrier> IDLE = new ConcurrentLinkedDeque<>();

    private final Semaphore hired = new Semaphore(0);
    private volatile @Nullable SimulatedThread guest;

    private Carrier() {
        super("simulated");
        setDaemon(true);
    }

    /** Lets a simulated thread run, as soon as it is its turn. */
    static void carry(SimulatedThread guest) {
        Carrier carrier = IDLE.poll();
        if (carrier == null) {
            carrier = new Carrier();
            carrier.start();
        }
        carrier.guest = guest;
        carrier.hired.release();
    }

    /** The simulated thread that runs now, and not another one meanwhile. */
    static @Nullable SimulatedThread guest() {
        return Thread.currentThread() instanceof Carrier carrier ? carrier.guest : null;
    }

    @Override
    public void run() {
        while (true) {
            hired.acquireUninterruptibly();
            SimulatedThread served = guest;
            if (served != null) {
                served.live();
                Thread.interrupted();
            }
        }
    }

    /** Told by a guest that ends: another one may come from now on. */
    static void leave() {
        if (Thread.currentThread() instanceof Carrier carrier) {
            IDLE.push(carrier);
        }
    }
}
