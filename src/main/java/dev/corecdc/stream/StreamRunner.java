package dev.corecdc.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the streams as long as the application context runs: they start after the web server and stop before it. Can be
 * started and stopped any number of times.
 */
public final class StreamRunner implements SmartLifecycle {

    private static final Duration LAST_SAVE = Duration.ofSeconds(1);

    private final StreamControl streams;
    private final StreamSettings settings;
    private final StatusLog statusLog;
    private volatile @Nullable CheckpointFlusher flusher;

    public StreamRunner(StreamControl streams, StreamSettings settings) {
        this.streams = streams;
        this.settings = settings;
        this.statusLog = new StatusLog(streams::statuses, settings.logInterval());
    }

    @Override
    public synchronized void start() {
        if (flusher != null) {
            return;
        }
        flusher = new CheckpointFlusher(streams.checkpoints(), settings.flushInterval());
        try {
            streams.start();
            statusLog.start();
        } catch (RuntimeException | Error e) {
            stop();
            throw e;
        }
    }

    @Override
    public synchronized void stop() {
        CheckpointFlusher stopping = flusher;
        if (stopping == null) {
            return;
        }
        statusLog.stop();
        try {
            try {
                streams.stop();
            } finally {
                stopping.stop(LAST_SAVE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            flusher = null;
        }
    }

    @Override
    public boolean isRunning() {
        return flusher != null;
    }
}
