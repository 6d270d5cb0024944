package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corecdc.processor.mongodb.Deployment.Identity;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoPositionTests {

    private static final Identity RS0 = new Identity("rs0", "650f00000000000000000001");

    /** In the order of their places: the post-batch token of a moment comes before the events of that moment. */
    private static final String IDLE = "82674D3C47000000012B0229296E04";

    private static final String EVENT =
            "82674D3C47000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE6AC4A6210F240004";
    private static final String LATER = "82674D3C47000000022B0229296E04";

    private static MongoPosition at(String token) {
        return new MongoPosition(RS0, new ResumeToken(token, null), null, 0);
    }

    @Test
    void coversWhatComesBeforeItInTheSameDeployment() {
        assertThat(at(EVENT).covers(at(IDLE))).isTrue();
        assertThat(at(EVENT).covers(at(EVENT))).isTrue();
        assertThat(at(EVENT).covers(at(LATER))).isFalse();
        assertThat(at(LATER).covers(at(EVENT))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "rs0, 650f00000000000000000001, true",
        "rs0, 650f00000000000000000002, false",
        "renamed, 650f00000000000000000001, true",
        "rs0, , true",
        "rs1, , false"
    })
    void coversOnlyWhatCanBeOfTheSameDeployment(String name, String id, boolean covers) {
        MongoPosition other = new MongoPosition(new Identity(name, id), new ResumeToken(IDLE, null), null, 0);

        assertThat(at(EVENT).covers(other)).isEqualTo(covers);
    }

    @Test
    void isReadBackWithAllThatItHas() {
        MongoPosition position = new MongoPosition(RS0, new ResumeToken(EVENT, "ggAB"), "6f2a:4", 12);

        assertThat(MongoPosition.of(position.toMap())).isEqualTo(position);
        assertThat(MongoPosition.of(at(IDLE).toMap())).isEqualTo(at(IDLE));
        assertThat(position.toMap().keySet())
                .containsExactly("deployment", "deploymentId", "resumeToken", "typeBits", "transaction", "sequence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment", "resumeToken", "sequence"})
    void isNotReadBackWithAPartMissing(String key) {
        Map<String, Object> map =
                new HashMap<>(new MongoPosition(RS0, new ResumeToken(EVENT, null), "6f2a:4", 12).toMap());
        map.remove(key);

        assertThatIllegalArgumentException().isThrownBy(() -> MongoPosition.of(map));
        map.put(key, 1.5);
        assertThatIllegalArgumentException().isThrownBy(() -> MongoPosition.of(map));
    }

    @Test
    void keepsTheTypesOfTheNumbersInAToken() {
        BsonDocument token = new BsonDocument("_data", new BsonString(EVENT))
                .append("_typeBits", new BsonBinary(new byte[] {(byte) 0x82, 0, 1}));

        assertThat(ResumeToken.of(token).toBson()).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"_data\": 7}", "{\"_data\": \"\"}", "{\"_data\": \"82zz\"}", "{\"_data\": \"82\"}"})
    void refusesWhatIsNoToken(String token) {
        assertThatIllegalArgumentException().isThrownBy(() -> ResumeToken.of(BsonDocument.parse(token)));
    }
}
