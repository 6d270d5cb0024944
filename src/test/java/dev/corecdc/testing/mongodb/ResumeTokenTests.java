package dev.corecdc.testing.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeTokenTests {

    private static final BsonTimestamp TIME = time(0x674D3C47L, 1);
    private static final UUID COLLECTION = UUID.fromString("eed3a947-b256-4171-81a8-398fee8f22cd");

    private static BsonTimestamp time(long seconds, int increment) {
        return new BsonTimestamp(Instant.ofEpochSecond(seconds), increment);
    }

    @Test
    void isWhatMongoDb5WroteForTheFirstEventOfTheSeedsWalkThrough() {
        Document key = new Document("_id", new ObjectId("674d3c4778be6ac4a6210f24"));

        assertThat(ResumeToken.ofEvent(TIME, 1, 0, COLLECTION, key).data())
                .isEqualTo("82674D3C47000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064"
                        + "674D3C4778BE6AC4A6210F240004");
    }

    @Test
    void namesTheOperationSinceVersion2() {
        Document identifier = new Document("operationType", "insert").append("documentKey", new Document("_id", 1));

        assertThat(ResumeToken.ofEvent(TIME, 2, 0, COLLECTION, identifier).data())
                .isEqualTo(
                        "82674D3C47000000012B042C0100296E5A1004EED3A947B256417181A8398FEE8F22CD463C6F7065726174696F6E"
                                + "54797065003C696E736572740046646F63756D656E744B657900461E5F6964002B02000004");
    }

    @Test
    void isShortAsAHighWaterMark() {
        assertThat(ResumeToken.highWaterMark(TIME, 1).data()).isEqualTo("82674D3C47000000012B0229296E04");
        assertThat(ResumeToken.highWaterMark(TIME, 2).data()).isEqualTo("82674D3C47000000012B0429296E1404");
    }

    @Test
    void sortsInTheOrderOfTheLog() {
        Document key = new Document("_id", 7);
        List<ResumeToken> inOrder = List.of(
                ResumeToken.highWaterMark(TIME, 2),
                ResumeToken.ofEvent(TIME, 2, 0, COLLECTION, key),
                ResumeToken.ofEvent(TIME, 2, 1, COLLECTION, key),
                ResumeToken.ofEvent(TIME, 2, 2, COLLECTION, key).ofFragment(0),
                ResumeToken.ofEvent(TIME, 2, 2, COLLECTION, key).ofFragment(1),
                ResumeToken.ofEvent(TIME, 2, 200, COLLECTION, key),
                ResumeToken.ofEvent(TIME, 2, 200, COLLECTION, key).ofInvalidation(true),
                ResumeToken.ofEvent(TIME, 2, 70_000, COLLECTION, key),
                ResumeToken.highWaterMark(time(0x674D3C47L, 2), 2),
                ResumeToken.highWaterMark(time(0x674D3C48L, 1), 2));

        assertThat(inOrder).isSorted();
        assertThat(inOrder.stream().map(token -> ResumeToken.parse(token.toDocument())))
                .containsExactlyElementsOf(inOrder);
    }

    @Test
    void hasTypeBitsWhereANumberInTheKeyIsNoInteger() {
        assertThat(tokenOf(7).toDocument()).containsOnlyKeys("_data");
        assertThat(tokenOf(7L).toDocument()).containsOnlyKeys("_data", "_typeBits");
        assertThat(tokenOf(7.0)).isEqualTo(tokenOf(7));
        assertThat(ResumeToken.parse(tokenOf(7L).toDocument()).toDocument())
                .isEqualTo(tokenOf(7L).toDocument());
    }

    private static ResumeToken tokenOf(Object id) {
        return ResumeToken.ofEvent(TIME, 2, 0, COLLECTION, new Document("_id", id));
    }

    @Test
    void keepsTheOrderOfNumbersInKeys() {
        Stream<Long> numbers = Stream.of(-70_000L, -256L, -255L, -128L, -1L, 0L, 1L, 127L, 128L, 255L, 256L, 1L << 40);

        assertThat(numbers.map(number -> new KeyString().append(number).end())).isSorted();
    }

    @Test
    void tellsWhatItIs() {
        ResumeToken event = ResumeToken.ofEvent(TIME, 2, 3, COLLECTION, new Document("_id", "x"));

        assertThat(event.time()).isEqualTo(TIME);
        assertThat(event.isHighWaterMark()).isFalse();
        assertThat(event.hasCollection()).isTrue();
        assertThat(event.isOfInvalidation()).isFalse();
        assertThat(event.ofInvalidation(true).isOfInvalidation()).isTrue();
        assertThat(event.ofInvalidation(true).ofInvalidation(false)).isEqualTo(event);
        assertThat(event.ofFragment(1).isFragmentOf(event)).isTrue();
        assertThat(event.isFragmentOf(event)).isFalse();
        assertThat(ResumeToken.highWaterMark(TIME, 2).isHighWaterMark()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"not hex, 9", "82ABC, 9", "8200000000, 50811", "FF, 50811"})
    void refusesWhatIsNone(String data, int code) {
        assertThatThrownBy(() -> ResumeToken.parse(new Document("_data", data)))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }

    @Test
    void refusesADocumentWithoutData() {
        assertThatThrownBy(() -> ResumeToken.parse(new Document("token", "82")))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo(40647));
    }
}
