package dev.corecdc.checkpoint.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.lease.LeaseEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceDocumentTests {

    private static final Instant NOW = Instant.parse("2026-11-03T10:15:30.123456Z");

    private static final String WHOLE = """
            {_id: 'orders', version: 1,
             lease: {holder: '6f2a', name: 'host-1 (process 4711)', epoch: {$numberLong: '3'},
                     renewals: {$numberLong: '812'}, ttlMillis: {$numberLong: '15000'}, released: false},
             processors: {
               shop: {paused: true, targets: {
                 'cdcTarget%2Eout': {savedAt: '2026-11-03T10:15:30.123456Z',
                                     position: {file: 'binlog.000042', offset: {$numberLong: '4'}}}}},
               people: {}}}
            """;

    @Test
    void isReadWhole() throws Exception {
        ServiceDocument document = ServiceDocument.of(BsonDocument.parse(WHOLE));

        assertThat(document.lease())
                .isEqualTo(new LeaseEntry("6f2a", "host-1 (process 4711)", 3, 812, Duration.ofSeconds(15), false));
        assertThat(document.processor("shop").paused()).isTrue();
        assertThat(document.processor("shop").checkpoints())
                .isEqualTo(Map.of("cdcTarget.out", new Checkpoint(Map.of("file", "binlog.000042", "offset", 4L), NOW)));
        assertThat(document.processor("people").paused()).isFalse();
        assertThat(document.processor("people").checkpoints()).isEmpty();
        assertThat(document.processor("nobody").checkpoints()).isEmpty();
    }

    @Test
    void isReadAsItIsWritten() throws Exception {
        LeaseEntry lease = new LeaseEntry("6f2a", "host-1", 3, 812, Duration.ofSeconds(15), true);

        ServiceDocument document = ServiceDocument.of(ServiceDocument.empty("orders", lease));

        assertThat(document.lease()).isEqualTo(lease);
        assertThat(document.processors()).isEmpty();
    }

    /** A person who sets a position in the shell writes a small number so. */
    @Test
    void takesASmallNumberForALongOne() throws Exception {
        BsonDocument document = BsonDocument.parse(WHOLE);
        set(document, "processors/shop/targets/cdcTarget%2Eout/position/offset", new BsonInt32(5));

        assertThat(ServiceDocument.of(document).processor("shop").checkpoints().values())
                .allSatisfy(checkpoint -> assertThat(checkpoint.position()).containsEntry("offset", 5L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version | {$numberLong: '2'} | its version is 2 and this program knows version 1",
                "version | '1' | \"version\" is not a whole number",
                "more | 1 | its keys are [_id, lease, more, processors, version] and not [_id, lease, processors, version]",
                "lease | [] | \"lease\" is not a document",
                "lease/more | 1 | its keys are [epoch, holder, more, name, released, renewals, ttlMillis] and not",
                "lease/holder | 1 | \"holder\" is not a string",
                "lease/epoch | 1.5 | \"epoch\" is not a whole number",
                "lease/released | 'no' | \"released\" is not true or false",
                "processors | null | \"processors\" is not a document",
                "processors/a.b | {} | \"a.b\" stands for no name",
                "processors/shop | 1 | \"shop\" is not a document",
                "processors/shop/paused | 1 | \"paused\" is not true or false",
                "processors/shop/pausedTargets | [] | \"pausedTargets\" is not a document",
                "processors/shop/pausedTargets | {console: 1} | \"console\" is not true or false",
                "processors/shop/target | {} | \"target\" of a processor is not known",
                "processors/shop/targets/console | 1 | \"console\" is not a document",
                "processors/shop/targets/console | {position: {}} | its keys are [position] and not [position, savedAt]",
                "processors/shop/targets/console | {position: {}, savedAt: 'now'} | \"savedAt\" is not a time",
                "processors/shop/targets/console | {position: 4, savedAt: 'now'} | \"position\" is not a document",
                "processors/shop/targets/console | {position: {a: 4.0}, savedAt: 'now'} | \"a\" is not a string",
                "processors/shop/targets/console | {position: {a: null}, savedAt: 'now'} | \"a\" is not a string",
                "processors/shop/targets/console | {position: {a: {b: 1}}, savedAt: 'now'} | \"a\" is not a string",
            })
    void refusesWhatItDoesNotKnow(String place, String value, String problem) {
        BsonDocument document = BsonDocument.parse(WHOLE);
        set(
                document,
                place,
                Objects.requireNonNull(
                        BsonDocument.parse("{value: " + value + "}").get("value")));

        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> ServiceDocument.of(document))
                .withMessageStartingWith(problem);
    }

    @Test
    void refusesADocumentWithoutAVersion() {
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> ServiceDocument.of(BsonDocument.parse("{_id: 'orders', items: []}")))
                .withMessage("it has no version");
    }

    @Test
    void doesNotWriteWhatItCouldNotReadBack() {
        assertThatThrownBy(() -> ServiceDocument.toBson(new Checkpoint(Map.of("offset", 1), NOW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset");
    }

    private static void set(BsonDocument document, String place, BsonValue value) {
        BsonDocument parent = document;
        String[] steps = place.split("/", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            parent = parent.getDocument(steps[i]);
        }
        parent.put(steps[steps.length - 1], value);
    }
}
