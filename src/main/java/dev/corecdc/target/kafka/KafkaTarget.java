package dev.corecdc.target.kafka;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.kafka.Flight.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends each change as a record. Saved is what all in-sync replicas have.
 *
 * <p>What the producer was given it sends for ever, in order and once, whatever becomes of the connection. When that takes too long, the call
 * fails. The next one with the same changes goes on with them, and one with others waits for them first. Changes are sent again only after the
 * brokers refused one: then the producer is closed at once, so that nothing follows what was refused.
 */
final class KafkaTarget implements DdlRecordTarget, AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Clients clients;
    private final Topics topics;
    private final Messages messages;
    private final Duration timeout;

    private volatile @Nullable Producer<byte[], byte[]> producer;

    /** What a call that failed has left with the producer. */
    private @Nullable Flight left;

    /** Whether the producer is of no more use. */
    private volatile boolean broken;

    KafkaTarget(Clients clients, Topics topics, Messages messages, Duration timeout) {
        this.clients = clients;
        this.topics = topics;
        this.messages = messages;
        this.timeout = timeout;
    }

    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        deliver(records);
    }

    @Override
    public void saveDdl(DdlEvent statement) throws Exception {
        deliver(List.of(statement));
    }

    private void deliver(List<? extends ChangeEvent> changes) throws Exception {
        boolean interrupted = Thread.interrupted();
        try {
            send(changes, System.nanoTime() + timeout.toNanos());
        } catch (InterruptException e) {
            throw Interruption.of(e);
        } catch (IOException e) {
            topics.forget();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(List<? extends ChangeEvent> changes, long deadline)
            throws IOException, InterruptedException, RejectedRecordException {
        Flight flight = begin(changes, deadline);
        messages.ensureTopics(changes, topics);
        Producer<byte[], byte[]> open = producer();
        left = flight;
        try {
            flight.send(messages, open, this::breakOff);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            broken = true;
            throw new IOException("Kafka's producer fails: " + KafkaFaults.words(e), e);
        }
        boolean answered = flight.await(deadline);
        check(flight);
        if (!answered) {
            throw unanswered(flight);
        }
        left = null;
    }

    /** The flight of these changes, which may be under way. No other one is then. */
    private Flight begin(List<? extends ChangeEvent> changes, long deadline) throws IOException, InterruptedException {
        closeBroken();
        Flight before = left;
        if (before != null) {
            before.forgive();
            if (before.isOf(changes)) {
                return before;
            }
            if (!before.await(deadline)) {
                throw unanswered(before);
            }
            closeBroken();
        }
        return new Flight(changes);
    }

    private IOException unanswered(Flight flight) {
        return new IOException("the brokers have not taken it within %s: %s".formatted(timeout, flight.progress()));
    }

    private void check(Flight flight) throws IOException, RejectedRecordException {
        Failure failure = flight.failure();
        if (failure == null) {
            return;
        }
        Exception cause = failure.cause();
        if (KafkaFaults.isOfTheRecord(cause)) {
            flight.abandon();
            throw new RejectedRecordException(failure.index(), KafkaFaults.words(cause), cause);
        }
        if (!KafkaFaults.isPassing(cause)) {
            broken = true;
        }
        throw new IOException("the brokers do not take it: " + KafkaFaults.words(cause), cause);
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = clients.producer();
            producer = open;
        }
        return open;
    }

    /** Called by the producer's own thread, which sends nothing more then. */
    private void breakOff() {
        Producer<byte[], byte[]> open = producer;
        if (!broken && open != null) {
            broken = true;
            open.close(Duration.ZERO);
        }
    }

    private void closeBroken() {
        if (broken) {
            close();
        }
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        left = null;
        if (open != null) {
            open.close(broken ? Duration.ZERO : CLOSING);
        }
        broken = false;
    }
}
