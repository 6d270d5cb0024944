package dev.corecdc.stream;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners, none of which can disturb the others or the stream. */
public final class StreamListeners implements StreamListener {

    private static final Logger log = LoggerFactory.getLogger(StreamListeners.class);

    private final List<StreamListener> listeners;
    private final Set<StreamListener> failing = ConcurrentHashMap.newKeySet();

    public StreamListeners(List<StreamListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void delivered(String processor, String target, int records, Duration took) {
        for (StreamListener listener : listeners) {
            try {
                listener.delivered(processor, target, records, took);
                failing.remove(listener);
            } catch (RuntimeException e) {
                // Not each time: it hears of every batch.
                if (failing.add(listener)) {
                    log.warn("{}/{}: a listener threw", processor, target, e);
                }
            }
        }
    }
}
