package dev.corecdc.target.mongodb;

import static dev.corecdc.target.mongodb.Shop.NOTE;
import static dev.corecdc.target.mongodb.Shop.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.TargetException;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import dev.corecdc.testing.mongodb.MongoKind;
import dev.corecdc.testing.mongodb.ReplicaSetOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On the stand-in; on real servers see {@link MongoTargetIT}. */
class ExactlyOnceTests extends ExactlyOnceContract {

    private static final RecordFormat FORMAT = (event, out) -> {};

    ExactlyOnceTests() {
        super(MongoKind.STAND_IN);
    }

    private static MongoTargetSettings settings(String uri) {
        return new MongoTargetSettings(
                uri,
                "{schema}",
                "{table}",
                MongoTargetSettings.LetterCase.AS_IS,
                MongoTargetSettings.WithoutKey.APPEND,
                false,
                true,
                "core_cdc.positions",
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
    }

    @Test
    void aServerWithoutTransactionsIsRefusedAtTheStart() {
        try (InMemoryReplicaSet alone =
                InMemoryReplicaSet.start(ReplicaSetOptions.defaults().asStandalone())) {
            assertThatExceptionOfType(TargetException.class)
                    .isThrownBy(() -> new MongoTargetFactory("orders").create("copy", FORMAT, settings(alone.uri())))
                    .withMessageContaining("The target 'copy' has 'mongodb.exactly-once' set")
                    .withMessageContaining("is a standalone server, which has no transactions");
        }
    }

    @Test
    void aServerThatDoesNotAnswerAtTheStartIsAskedLater() throws Exception {
        try (InMemoryReplicaSet server = InMemoryReplicaSet.start()) {
            MongoTargetSettings settings = settings(server.uri());
            server.goAway();
            try (ExactlyOnceTarget target =
                    (ExactlyOnceTarget) new MongoTargetFactory("orders").create("copy", FORMAT, settings)) {
                assertThatExceptionOfType(MongoException.class).isThrownBy(() -> target.saved("shop"));
                server.comeBack();
                assertThat(target.saved("shop")).isNull();
            }
        }
    }

    @Test
    void aFailureBeforeTheCommitLeavesNothingAndTheNextAttemptWritesIt() throws Exception {
        try (InMemoryReplicaSet server = InMemoryReplicaSet.start();
                ExactlyOnceTarget target = (ExactlyOnceTarget)
                        new MongoTargetFactory("orders").create("copy", FORMAT, settings(server.uri()))) {
            target.saved("shop");
            server.failNext("update", 112, "WriteConflict");
            assertThatExceptionOfType(MongoException.class).isThrownBy(() -> save(target, 1));
            server.disconnectClients();
            save(target, 1);
            save(target, 2);
            try (MongoClient client = server.connect()) {
                assertThat(client.getDatabase("shop").getCollection("note").countDocuments())
                        .isEqualTo(2);
                assertThat(client.getDatabase("core_cdc")
                                .getCollection("positions")
                                .countDocuments())
                        .isEqualTo(1);
            }
        }
    }

    private static void save(ExactlyOnceTarget target, int number) throws Exception {
        target.save(List.of(insert(NOTE, 1L, "a")), "shop", new At(number));
    }
}
