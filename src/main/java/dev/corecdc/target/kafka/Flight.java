package dev.corecdc.target.kafka;

import dev.corecdc.event.ChangeEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Changes on their way to the brokers: how many of them a producer has been given, and what has become of those. Sent by one thread; the
 * brokers' answers come on another.
 */
final class Flight {

    private final List<? extends ChangeEvent> changes;
    private int next;
    private boolean abandoned;

    // Guarded by this.
    private int unanswered;
    private @Nullable Failure failure;

    /** @param changes in the order in which they are sent */
    Flight(List<? extends ChangeEvent> changes) {
        this.changes = changes;
    }

    /**
     * Why a change was not taken.
     *
     * @param index which one
     * @param late whether it was the brokers that refused it, and later ones may have been sent meanwhile
     */
    record Failure(int index, Exception cause, boolean late) {}

    /** Whether these changes are the same, and wait for nothing but the brokers. */
    boolean isOf(List<? extends ChangeEvent> others) {
        if (abandoned || changes.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < changes.size(); i++) {
            ChangeEvent mine = changes.get(i);
            ChangeEvent other = others.get(i);
            if (mine.type() != other.type()
                    || mine.sequence() != other.sequence()
                    || !mine.origin().equals(other.origin())) {
                return false;
            }
        }
        return true;
    }

    /** The same changes that come again are to be sent again. */
    void abandon() {
        abandoned = true;
    }

    /**
     * Gives a producer what it has not been given, up to the first failure.
     *
     * @param whenLate told when it is the brokers that have refused a record, by the thread that sends no other before it returns
     * @throws IOException when there can be no such topic
     */
    void send(Messages messages, Producer<byte[], byte[]> producer, Runnable whenLate) throws IOException {
        while (next < changes.size() && failure() == null) {
            for (ProducerRecord<byte[], byte[]> message : messages.of(changes.get(next))) {
                send(message, producer, whenLate);
            }
            if (failure() == null) {
                next++;
            }
        }
    }

    /** Gives a producer a record more, which goes with the changes. */
    void send(ProducerRecord<byte[], byte[]> message, Producer<byte[], byte[]> producer, Runnable whenLate) {
        if (failure() != null) {
            return;
        }
        synchronized (this) {
            unanswered++;
        }
        try {
            var unused = producer.send(message, answer(whenLate));
        } catch (RuntimeException e) {
            synchronized (this) {
                unanswered--;
            }
            throw e;
        }
    }

    private Callback answer(Runnable whenLate) {
        int index = next;
        Thread sender = Thread.currentThread();
        return (metadata, exception) -> {
            boolean late = !Thread.currentThread().equals(sender);
            if (exception != null && late) {
                whenLate.run();
            }
            answered(exception == null ? null : new Failure(index, exception, late));
        };
    }

    private synchronized void answered(@Nullable Failure why) {
        unanswered--;
        if (failure == null) {
            failure = why;
        }
        notifyAll();
    }

    /** The first failure, null when there is none. */
    synchronized @Nullable Failure failure() {
        return failure;
    }

    /** Forgets a failure before anything was sent, so that the same changes can go on. What the brokers have refused stays refused. */
    synchronized void forgive() {
        if (failure != null && !failure.late()) {
            failure = null;
        }
    }

    /** Waits until every record that was sent has an answer, or one of them a failure; false when it is later than {@code deadline} of {@link System#nanoTime} before. */
    synchronized boolean await(long deadline) throws InterruptedException {
        while (unanswered > 0 && failure == null) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** How far it has come, in words. */
    synchronized String progress() {
        return "of %d changes %d were sent, and %d records have no answer yet"
                .formatted(changes.size(), next, unanswered);
    }
}
