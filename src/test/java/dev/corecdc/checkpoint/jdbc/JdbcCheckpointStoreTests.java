package dev.corecdc.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.checkpoint.CheckpointException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JdbcCheckpointStoreTests extends JdbcStoreContract {

    private static final Duration LEASE = Duration.ofSeconds(15);

    @Override
    JdbcCheckpointSettings settings(String table, Duration lease) {
        return new JdbcCheckpointSettings("jdbc:h2:mem:checkpoints;DB_CLOSE_DELAY=-1", "sa", "s3cret", table, lease);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;DROP TABLE x", "a.b.c", "", "1a", "a\"b"})
    void takesNoNameForATableThatIsMoreThanAName(String table) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcCheckpointStore.open("orders", settings(table, LEASE)))
                .withMessageContaining("'jdbc.table'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://me:s3cret@host/db",
                "jdbc:mysql://host/db?user=me&password=s3cret",
                "jdbc:postgresql://host/db?user=me&Password=s3cret",
                "jdbc:oracle:thin:@host:1521/db",
                "mysql://host/s3cret"
            })
    void refusesAUrlWithAPasswordOrOfAnotherKindWithoutShowingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcCheckpointStore.open(
                        "orders", new JdbcCheckpointSettings(url, null, null, "checkpoints", LEASE)))
                .withMessageContaining("'jdbc.url'")
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2S", "PT11M"})
    void refusesALeaseThatIsTooShortOrTooLong(Duration lease) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcCheckpointStore.open("orders", settings("checkpoints", lease)))
                .withMessageContaining("'jdbc.lease'");
    }

    @Test
    void saysThatNobodyIsThere() {
        JdbcCheckpointSettings settings = new JdbcCheckpointSettings(
                "jdbc:mysql://127.0.0.1:1/copy?connectTimeout=2000", "me", "s3cret", "checkpoints", LEASE);
        assertThatThrownBy(() -> JdbcCheckpointStore.open("orders", settings))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("The checkpoints in //127.0.0.1:1/copy (checkpoints) cannot be used: ")
                .hasMessageContaining("cdc.checkpoint.jdbc.url")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void doesNotShowThePassword() {
        assertThat(settings("checkpoints", LEASE)).hasToString("JdbcCheckpointSettings[checkpoints, lease=PT15S]");
    }
}
