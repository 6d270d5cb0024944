package dev.corecdc.testing.mongodb;

import dev.corecdc.testing.AtExit;
import dev.corecdc.testing.ServerNotAvailableException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Where tests get their replica sets. The stand-in is always there; a real server is where a container engine can start its
 * image. Where none can, the test is skipped and the message says why, unless {@code CDC_TEST_REQUIRE} lists the kind
 * ({@code mongodb-7-0,mongodb-8-0}): then the test fails.
 */
final class MongoServers {

    private static final Map<MongoKind, MongoServer> SHARED = new EnumMap<>(MongoKind.class);
    private static final Map<MongoKind, String> MISSING = new EnumMap<>(MongoKind.class);

    private static final ScheduledExecutorService NOTES = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "stand-in-notes");
        thread.setDaemon(true);
        return thread;
    });

    private MongoServers() {}

    static synchronized MongoServer shared(MongoKind kind) {
        return SHARED.computeIfAbsent(kind, MongoServers::start);
    }

    static synchronized MongoServer start(MongoKind kind) {
        String image = kind.image();
        if (image == null) {
            InMemoryReplicaSet standIn = InMemoryReplicaSet.start();
            AtExit.close(standIn);
            // A server does so every ten seconds.
            var unused = NOTES.scheduleAtFixedRate(standIn::note, 1, 1, TimeUnit.SECONDS);
            return standIn;
        }
        @Nullable String known = MISSING.get(kind);
        if (known != null) {
            throw absence(kind, known);
        }
        try {
            return ContainerMongo.start(kind, image);
        } catch (ServerNotAvailableException e) {
            String reason = "container engine: " + e.getMessage();
            MISSING.put(kind, reason);
            throw absence(kind, reason);
        }
    }

    private static RuntimeException absence(MongoKind kind, String reason) {
        String message = "No " + kind + " server for this test (" + reason + ")";
        return isRequired(kind) ? new IllegalStateException(message) : new TestAbortedException(message);
    }

    private static boolean isRequired(MongoKind kind) {
        @Nullable String required = System.getenv("CDC_TEST_REQUIRE");
        return required != null
                && Arrays.asList(required.split("\\s*,\\s*", -1)).contains(kind.type());
    }
}
