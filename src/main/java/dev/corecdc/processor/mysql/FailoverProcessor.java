package dev.corecdc.processor.mysql;

import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.CheckedSource;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProvingSource;
import dev.corecdc.processor.RetainingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one of several servers that have the same transactions: the first, in the order of preference, that can go on from where reading
 * has got to. After a connection was lost, the server that it led to is tried first.
 */
final class FailoverProcessor implements Processor, CheckedSource, RetainingSource, ProvingSource {

    private static final Logger log = LoggerFactory.getLogger(FailoverProcessor.class);

    private final String name;
    private final List<? extends Processor> servers;

    /** The one that was read last, since the service began. */
    private volatile @Nullable Processor last;

    /** What servers no longer had while they were read, until all others have been asked for it. */
    private final Map<Processor, Loss> losses = new ConcurrentHashMap<>();

    /** @param servers in the order of preference */
    FailoverProcessor(String name, List<? extends Processor> servers) {
        this.name = name;
        this.servers = List.copyOf(servers);
    }

    /** Where reading had got to when a server no longer had what follows. */
    private record Loss(Position place, PositionLostException why) {}

    /** What is asked of a server. */
    private interface Question<T> {
        T ask(Processor server) throws SourceException;
    }

    @Override
    public Position locate(String startAt) throws SourceException {
        return first(server -> server.locate(startAt));
    }

    /**
     * {@inheritDoc} When the log is lost while the reader reads, the reader says that the source is not there: to open another one asks the other
     * servers.
     *
     * @throws PositionLostException only when no server can be hoped to hold {@code from}
     */
    @Override
    public ChangeReader open(Position from) throws SourceException {
        try {
            return first(server -> {
                Loss loss = losses.get(server);
                if (loss != null && loss.place().covers(from)) {
                    throw loss.why();
                }
                ChangeReader reader = server.open(from);
                last = server;
                return new FailoverReader(reader, from, (place, why) -> losses.put(server, new Loss(place, why)));
            });
        } catch (PositionLostException e) {
            losses.clear(); // each is asked anew, should anybody try again
            throw e;
        }
    }

    @Override
    public List<String> warnings() {
        return last instanceof CheckedSource source ? source.warnings() : List.of();
    }

    /** Of the server whose position it is: how far back the logs of the others reach in its files is not known. */
    @Override
    public @Nullable HistoryMargin margin(Position position) throws SourceException {
        SourceException failure = null;
        for (Processor server : inOrder()) {
            try {
                HistoryMargin margin = server instanceof RetainingSource source ? source.margin(position) : null;
                if (margin != null) {
                    return margin;
                }
            } catch (SourceException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    /** {@inheritDoc} The server whose files it names has the say: to the others it is a place by its transactions alone, if at all. */
    @Override
    public Position proven(Position written) throws SourceException {
        Processor owner = owner(written);
        return owner == null ? first(server -> proven(written, server)) : proven(written, owner);
    }

    private static Position proven(Position written, Processor server) throws SourceException {
        return server instanceof ProvingSource source ? source.proven(written) : written;
    }

    /** The server whose position it is; null when none of those that answer is. */
    private @Nullable Processor owner(Position position) {
        for (Processor server : inOrder()) {
            try {
                if (server instanceof OwningSource source && source.owns(position)) {
                    return server;
                }
            } catch (SourceException e) {
                log.debug("{}: not told whether {} is its place: {}", name, position, e.getMessage());
            }
        }
        return null;
    }

    private <T> T first(Question<T> question) throws SourceException {
        List<SourceException> failures = new ArrayList<>();
        for (Processor server : inOrder()) {
            try {
                T answer = question.ask(server);
                failures.forEach(failure -> log.warn("{} goes on without it: {}", name, failure.getMessage()));
                return answer;
            } catch (SourceException e) {
                failures.add(e);
                if (Thread.currentThread().isInterrupted()) {
                    // What the others would say is not known.
                    throw new SourceException(Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
                }
            }
        }
        throw failure(failures);
    }

    private List<Processor> inOrder() {
        List<Processor> order = new ArrayList<>(servers);
        Processor preferred = last;
        if (preferred != null) {
            order.remove(preferred);
            order.add(0, preferred);
        }
        return order;
    }

    /** What all of them together say: as long as waiting may help with one of them, nothing is given up. */
    private static SourceException failure(List<SourceException> failures) {
        String message =
                failures.stream().map(SourceException::getMessage).distinct().collect(Collectors.joining(" | "));
        SourceException cause = failures.get(0);
        if (failures.stream().allMatch(PositionLostException.class::isInstance)) {
            return new PositionLostException(message, cause);
        }
        return new SourceException(kind(failures), message, cause);
    }

    private static Kind kind(List<SourceException> failures) {
        if (failures.stream().anyMatch(failure -> failure.kind() == Kind.UNAVAILABLE)) {
            return Kind.UNAVAILABLE;
        }
        return failures.stream().anyMatch(failure -> failure.kind() == Kind.REFUSED) ? Kind.REFUSED : Kind.UNREADABLE;
    }

    @Override
    public Position parse(Map<String, ?> saved) {
        return servers.get(0).parse(saved);
    }
}
