package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.checkpoint.DeadLetterStoreContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JdbcDeadLettersTests extends DeadLetterStoreContract {

    private static final AtomicInteger TABLES = new AtomicInteger();

    private final JdbcCheckpointSettings settings = new JdbcCheckpointSettings(
            "jdbc:h2:mem:letters;DB_CLOSE_DELAY=-1",
            "sa",
            "",
            "letters_" + TABLES.incrementAndGet(),
            Duration.ofSeconds(30));

    @Override
    protected DeadLetterStore open() {
        return JdbcCheckpointStore.open("orders", settings);
    }
}
