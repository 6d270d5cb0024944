package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketWriteException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerDescription;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.EOFException;
import java.net.ConnectException;
import java.util.Arrays;
import javax.net.ssl.SSLHandshakeException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFaultsTests {

    private static final ServerAddress ADDRESS = new ServerAddress("db.example.com", 27017);

    private static MongoCommandException answer(int code, String message, String... labels) {
        BsonDocument response = new BsonDocument("ok", new BsonDouble(0))
                .append("code", new BsonInt32(code))
                .append("errmsg", new BsonString(message))
                .append(
                        "errorLabels",
                        new BsonArray(Arrays.stream(labels).map(BsonString::new).toList()));
        return new MongoCommandException(response, ADDRESS);
    }

    private static SourceException of(@Nullable Throwable cause) {
        return SourceFaults.of("db.example.com:27017", null, cause);
    }

    @ParameterizedTest
    @ValueSource(ints = {260, 280, 286})
    void takesTheCodesOfALostPlaceForOne(int code) {
        assertThat(of(answer(code, "it is gone", "NonResumableChangeStreamError")))
                .isInstanceOf(PositionLostException.class)
                .hasMessageContaining("it is gone")
                .hasMessageContaining("db.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "13, REFUSED, changeStream",
        "18, REFUSED, role read",
        "47, UNREADABLE, changeStreamPreAndPostImages",
        "40324, UNREADABLE, no such thing",
        "2, UNREADABLE, no such thing",
        "20, UNREADABLE, no such thing",
        "241, UNREADABLE, no such thing",
        "10107, UNAVAILABLE, no such thing",
        "43, UNAVAILABLE, no such thing",
        "237, UNAVAILABLE, no such thing",
        "11600, UNAVAILABLE, no such thing",
        "11602, UNAVAILABLE, no such thing",
        "91, UNAVAILABLE, no such thing",
        "26, UNAVAILABLE, no such thing"
    })
    void knowsWhatCanBeHopedForAfterAnAnswer(int code, Kind kind, String words) {
        SourceException fault = of(answer(code, "no such thing"));

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault)
                .hasMessageContaining(words)
                .hasMessageContaining("no such thing")
                .hasMessageContaining("(error " + code + ")");
    }

    @Test
    void saysHowAStandaloneServerBecomesAReplicaSet() {
        assertThat(of(answer(40573, "The $changeStream stage is only supported on replica sets")))
                .hasMessageContaining("rs.initiate()")
                .returns(Kind.UNREADABLE, SourceException::kind);
    }

    @Test
    void knowsAPlaceThatThePipelineHasTakenAway() {
        SourceException fault = of(answer(
                280,
                "Encountered an event whose _id field was modified by the pipeline",
                "NonResumableChangeStreamError"));

        assertThat(fault).isNotInstanceOf(PositionLostException.class).hasMessageContaining("'pipeline'");
        assertThat(fault.kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void hopesWhenLoggingInFailedForAnotherReasonThanTheUser() {
        MongoCredential credential = MongoCredential.createCredential("cdc", "admin", "secret".toCharArray());

        assertThat(of(new MongoSecurityException(credential, "login", answer(91, "shutting down")))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(of(new MongoSecurityException(
                                credential, "login", new MongoSocketReadException("read", ADDRESS, new EOFException())))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void hopesWhereTheServerSaysThatAStreamCanGoOn() {
        assertThat(of(answer(40324, "later", "ResumableChangeStreamError")).kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void hopesForTheNetwork() {
        assertThat(of(new MongoSocketReadException("read", ADDRESS, new EOFException("end of stream"))))
                .hasMessage("lost db.example.com:27017: end of stream")
                .returns(Kind.UNAVAILABLE, SourceException::kind);
        assertThat(of(null).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void doesNotHopeForOtherCredentialsCertificatesOrVersions() {
        MongoCredential credential = MongoCredential.createCredential("cdc", "admin", "secret".toCharArray());

        assertThat(of(new MongoSecurityException(credential, "wrong", answer(18, "Authentication failed."))))
                .returns(Kind.REFUSED, SourceException::kind)
                .hasMessageContaining("Authentication failed.");
        assertThat(of(new MongoSocketWriteException("write", ADDRESS, new SSLHandshakeException("unknown authority")))
                        .kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(of(new MongoIncompatibleDriverException("wire version", cluster()))
                        .kind())
                .isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void saysWhyNoServerWasFound() {
        MongoTimeoutException timeout = new MongoTimeoutException("Timed out after 10000 ms while waiting");
        MongoException refused = new MongoException("open", new ConnectException("Connection refused"));
        MongoException untrusted =
                new MongoSocketWriteException("write", ADDRESS, new SSLHandshakeException("unknown authority"));

        assertThat(SourceFaults.of("a:1", cluster(server(refused)), timeout))
                .hasMessage("a:1 cannot be reached: Connection refused")
                .returns(Kind.UNAVAILABLE, SourceException::kind);
        assertThat(SourceFaults.of("a:1", cluster(server(untrusted)), timeout))
                .hasMessageContaining("unknown authority")
                .returns(Kind.REFUSED, SourceException::kind);
        assertThat(SourceFaults.of("a:1", cluster(server(untrusted), server(refused)), timeout)
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(SourceFaults.of("a:1", cluster(server(null)), timeout).kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    private static ClusterDescription cluster(ServerDescription... servers) {
        return new ClusterDescription(ClusterConnectionMode.MULTIPLE, ClusterType.REPLICA_SET, Arrays.asList(servers));
    }

    private static ServerDescription server(@Nullable Throwable why) {
        ServerDescription.Builder server =
                ServerDescription.builder().address(ADDRESS).state(ServerConnectionState.CONNECTING);
        return why == null ? server.build() : server.exception(why).build();
    }
}
