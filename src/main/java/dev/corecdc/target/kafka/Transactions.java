package dev.corecdc.target.kafka;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.kafka.Flight.Failure;
import dev.corecdc.target.kafka.PositionTopic.Saved;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one processor. Safe for use by several threads, one at a time.
 *
 * <p>Only the producer that was opened last under their id can end one. Who claims the position writes so into the topic of positions: so whoever is
 * fenced can tell another service from a transaction that the brokers have given up, and does not fence that one in turn. Whether a commit that failed was
 * one cannot be told from its exception. So after any failure what is saved is read before anything else is written.
 */
final class Transactions implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final String id;
    private final Clients clients;
    private final Messages messages;
    private final Topics topics;
    private final PositionTopic positions;
    private final String writer = UUID.randomUUID().toString();

    private volatile @Nullable Producer<byte[], byte[]> producer;

    /** What is known to be saved; null before it is claimed. */
    private @Nullable Saved known;

    /** What the last attempt was to save, of which nothing is known; null when all is known. */
    private @Nullable Saved attempted;

    /** @param id the name of the transactions, and of the position */
    Transactions(String id, Clients clients, Messages messages, Topics topics, PositionTopic positions) {
        this.id = id;
        this.clients = clients;
        this.messages = messages;
        this.topics = topics;
        this.positions = positions;
    }

    /** What is saved, and the right to save the next: nobody else's transaction ends well after this. */
    synchronized Saved claim() throws IOException, InterruptedException {
        known = null;
        attempted = null;
        Producer<byte[], byte[]> open = open();
        Saved found = positions.read(id);
        Saved claim = new Saved(found.version() + 1, writer, found.content(), Instant.now());
        try {
            open.beginTransaction();
            var unused = open.send(positions.record(id, claim));
            open.commitTransaction();
        } catch (InterruptException e) {
            InterruptedException interruption = Interruption.of(e);
            close();
            throw interruption;
        } catch (KafkaException e) {
            close();
            throw new IOException("the position cannot be claimed: " + KafkaFaults.words(e), e);
        }
        known = claim;
        return found;
    }

    /** Sends changes and what is behind them in one transaction, unless an attempt before has done so; what is saved then. */
    synchronized Saved save(List<ChangeRecord> records, String content)
            throws IOException, InterruptedException, RejectedRecordException {
        if (hasBeenSaved(content)) {
            return claimed();
        }
        Saved last = claimed();
        messages.ensureTopics(records, topics);
        Producer<byte[], byte[]> ready = producer;
        Producer<byte[], byte[]> open = ready == null ? open() : ready;
        Saved next = new Saved(last.version() + 1, writer, content, Instant.now());
        Flight flight = new Flight(records);
        attempted = next;
        try {
            open.beginTransaction();
            flight.send(messages, open, () -> {});
            flight.send(positions.record(id, next), open, () -> {});
            commit(open, flight);
        } catch (InterruptException e) {
            InterruptedException interruption = Interruption.of(e);
            close();
            throw interruption;
        } catch (KafkaException e) {
            close();
            reject(flight, records.size());
            throw new IOException("the transaction has failed: " + KafkaFaults.words(e), e);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        known = next;
        attempted = null;
        return next;
    }

    /** As if the last commit had thrown. */
    synchronized void forgetTheAnswer() {
        Saved last = known;
        if (last != null) {
            attempted = last;
            known = new Saved(last.version() - 1, writer, "", last.savedAt());
        }
    }

    private static void commit(Producer<byte[], byte[]> open, Flight flight) throws IOException {
        Failure failure = flight.failure();
        if (failure != null) {
            throw failure.cause() instanceof KafkaException fault ? fault : new KafkaException(failure.cause());
        }
        open.commitTransaction();
    }

    /** A transaction of which a record was refused is not one. */
    private static void reject(Flight flight, int changes) throws RejectedRecordException {
        Failure failure = flight.failure();
        if (failure != null && failure.index() < changes && KafkaFaults.isOfTheRecord(failure.cause())) {
            throw new RejectedRecordException(failure.index(), KafkaFaults.words(failure.cause()), failure.cause());
        }
    }

    private Saved claimed() throws IOException {
        if (known == null) {
            throw new IOException("the position of '%s' has not been asked for".formatted(id));
        }
        return known;
    }

    /** Whether the attempt before, of which nothing is known, succeeded. */
    private boolean hasBeenSaved(String content) throws IOException, InterruptedException {
        Saved unknown = attempted;
        if (unknown == null) {
            return false;
        }
        checkMine(positions.read(id));
        producer = open();
        Saved found = positions.read(id);
        checkMine(found);
        if (found.version() == claimed().version()) {
            attempted = null;
            return false;
        }
        if (found.version() != unknown.version()
                || !found.content().equals(unknown.content())
                || !found.content().equals(content)) {
            throw taken();
        }
        known = unknown;
        attempted = null;
        return true;
    }

    private void checkMine(Saved found) throws IOException {
        if (!found.writer().equals(writer)) {
            throw taken();
        }
    }

    private IOException taken() {
        return new IOException(
                "another service of the same name sends changes there as '%s'. Stop one of them, and restart the other: it goes on where the changes end"
                        .formatted(id));
    }

    /** A producer that has fenced those before it, and ended what they had begun. */
    private Producer<byte[], byte[]> open() throws IOException, InterruptedException {
        close();
        Producer<byte[], byte[]> open = clients.producer(id);
        try {
            open.initTransactions();
        } catch (InterruptException e) {
            InterruptedException interruption = Interruption.of(e);
            open.close(Duration.ZERO);
            throw interruption;
        } catch (KafkaException e) {
            open.close(Duration.ZERO);
            throw new IOException("no transaction can be begun: " + KafkaFaults.words(e), e);
        }
        producer = open;
        return open;
    }

    /** Ends a transaction that is under way, if the brokers can be reached. */
    @Override
    public void close() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(CLOSING);
        }
    }
}
