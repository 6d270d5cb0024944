package dev.corecdc.stream;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the streams as long as the application context runs: they start after the web server and stop before it. Can be
 * started and stopped any number of times.
 */
public final class StreamRunner implements SmartLifecycle {

    private final StreamControl streams;
    private final StreamSettings settings;
    private @Nullable ScheduledExecutorService flusher;

    public StreamRunner(StreamControl streams, StreamSettings settings) {
        this.streams = streams;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (flusher != null) {
            return;
        }
        streams.start();
        flusher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "cdc-checkpoints");
            thread.setDaemon(true);
            return thread;
        });
        long interval = settings.flushInterval().toMillis();
        var unused = flusher.scheduleWithFixedDelay(streams::flush, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (flusher == null) {
            return;
        }
        try {
            streams.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            flusher.shutdown();
            flusher = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return flusher != null;
    }
}
