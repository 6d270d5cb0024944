package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.format.CoreCdcJson;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import dev.corecdc.testing.mongodb.ReplicaSetOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of the three events that the seed prints. */
class SeedRecordsTests {

    private static final String SERVICE = "people-cdc";

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void printsWhatTheSeedPrints(String what, RawBsonDocument event, String expected) {
        assertThat(CoreCdcJson.of(EventBatches.change(true, event), SERVICE)).isEqualTo(CoreCdcJson.parse(expected));
    }

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of("insert", SeedEvents.INSERT, SeedEvents.INSERT_RECORD),
                Arguments.of("update", SeedEvents.UPDATE, SeedEvents.UPDATE_RECORD),
                Arguments.of("delete", SeedEvents.DELETE, SeedEvents.DELETE_RECORD));
    }

    @Test
    void printsThemWhenAServerSendsThem() throws Exception {
        Instant before = Instant.ofEpochSecond(1733114900);
        ReplicaSetOptions options =
                ReplicaSetOptions.defaults().withVersion(5, 0, 31).withClock(Clock.fixed(before, ZoneOffset.UTC));
        try (InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start(options);
                FollowedDatabase followed = new FollowedDatabase(replicaSet.uri())) {
            Processor processor = followed.follow()
                    .database("test")
                    .with("full-document", "default")
                    .processor();
            Position start = processor.locate("latest");
            List.of(SeedEvents.INSERT, SeedEvents.UPDATE, SeedEvents.DELETE).forEach(replicaSet::append);

            try (ChangeReader reader = processor.open(start)) {
                List<ChangeBatch> batches = Batches.read(reader, 3);
                assertThat(batches.stream().flatMap(batch -> batch.records().stream()))
                        .extracting((ChangeRecord change) -> CoreCdcJson.of(change, SERVICE))
                        .containsExactly(
                                CoreCdcJson.parse(SeedEvents.INSERT_RECORD),
                                CoreCdcJson.parse(SeedEvents.UPDATE_RECORD),
                                CoreCdcJson.parse(SeedEvents.DELETE_RECORD));
            }
        }
    }
}
