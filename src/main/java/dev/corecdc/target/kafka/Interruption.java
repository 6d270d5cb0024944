package dev.corecdc.target.kafka;

import org.apache.kafka.common.errors.InterruptException;

/** Tells an interrupt of a thread in Java's way: Kafka's exception leaves the thread interrupted. */
final class Interruption {

    private Interruption() {}

    static InterruptedException of(InterruptException exception) {
        var unused = Thread.interrupted();
        InterruptedException interruption = new InterruptedException("interrupted while Kafka was waited for");
        interruption.initCause(exception);
        return interruption;
    }
}
