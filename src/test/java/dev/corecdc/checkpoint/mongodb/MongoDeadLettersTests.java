package dev.corecdc.checkpoint.mongodb;

import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.checkpoint.DeadLetterStoreContract;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MongoDeadLettersTests extends DeadLetterStoreContract {

    private static final InMemoryReplicaSet SERVER = InMemoryReplicaSet.start();
    private static final AtomicInteger PLACES = new AtomicInteger();

    private final MongoCheckpointSettings settings = new MongoCheckpointSettings(
            SERVER.uri(), "core_cdc", "letters-" + PLACES.incrementAndGet(), Duration.ofSeconds(30));

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Override
    protected DeadLetterStore open() {
        return MongoCheckpointStore.open("orders", settings);
    }
}
