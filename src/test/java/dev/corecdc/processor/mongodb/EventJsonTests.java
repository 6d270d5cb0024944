package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each BSON type (bsonspec.org) as relaxed Extended JSON, version 2, as its specification has it. */
class EventJsonTests {

    private static final ObjectId ID = new ObjectId("674d3c4778be6ac4a6210f24");

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void writesEveryTypeAsRelaxedExtendedJson(String type, BsonValue value, String expected) {
        RawBsonDocument event = eventWith(new BsonDocument("_id", new BsonInt32(1)).append("value", value));

        assertThat(EventJson.ofDocument(event, "fullDocument").text())
                .isEqualTo("{\"_id\": 1, \"value\": %s}", expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void givesEveryTypeAsItWasSent(String type, BsonValue value) {
        RawBsonDocument event = eventWith(new BsonDocument("_id", new BsonObjectId(ID)).append("value", value));

        assertThat(new RawBsonDocument(
                        EventJson.ofDocument(event, "fullDocument").bytes()))
                .isEqualTo(event.getDocument("fullDocument"));
        assertThat(new RawBsonDocument(EventJson.ofId(event, "fullDocument").bytes()))
                .isEqualTo(new BsonDocument("_id", new BsonObjectId(ID)));
        assertThat(new RawBsonDocument(EventJson.ofEvent(event).bytes())).isEqualTo(event);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("double", new BsonDouble(39.5), "39.5"),
                arguments("whole double", new BsonDouble(-1), "-1.0"),
                arguments("large double", new BsonDouble(1e300), "1.0E+300"),
                arguments("not a number", new BsonDouble(Double.NaN), "{\"$numberDouble\": \"NaN\"}"),
                arguments("infinity", new BsonDouble(Double.NEGATIVE_INFINITY), "{\"$numberDouble\": \"-Infinity\"}"),
                arguments(
                        "string", new BsonString("Žofie \"😀\"\n\u0001"), "\"Žofie \\\"\\ud83d\\ude00\\\"\\n\\u0001\""),
                arguments("document", BsonDocument.parse("{a: {b: 1}}"), "{\"a\": {\"b\": 1}}"),
                arguments("empty document", new BsonDocument(), "{}"),
                arguments("array", new BsonArray(List.of(new BsonInt32(1), new BsonString("x"))), "[1, \"x\"]"),
                arguments(
                        "binary",
                        new BsonBinary(new byte[] {1, 2, -1}),
                        "{\"$binary\": {\"base64\": \"AQL/\", \"subType\": \"00\"}}"),
                arguments(
                        "UUID",
                        new BsonBinary(new UUID(1, 2)),
                        "{\"$binary\": {\"base64\": \"AAAAAAAAAAEAAAAAAAAAAg==\", \"subType\": \"04\"}}"),
                arguments("undefined", new BsonUndefined(), "{\"$undefined\": true}"),
                arguments("ObjectId", new BsonObjectId(ID), "{\"$oid\": \"674d3c4778be6ac4a6210f24\"}"),
                arguments("true", BsonBoolean.TRUE, "true"),
                arguments("false", BsonBoolean.FALSE, "false"),
                arguments("date", new BsonDateTime(1733114951123L), "{\"$date\": \"2024-12-02T04:49:11.123Z\"}"),
                arguments("date before 1970", new BsonDateTime(-1), "{\"$date\": {\"$numberLong\": \"-1\"}}"),
                arguments("null", BsonNull.VALUE, "null"),
                arguments(
                        "regular expression",
                        new BsonRegularExpression("^a", "i"),
                        "{\"$regularExpression\": {\"pattern\": \"^a\", \"options\": \"i\"}}"),
                arguments(
                        "pointer",
                        new BsonDbPointer("test.people", ID),
                        "{\"$ref\": \"test.people\", \"$id\": {\"$oid\": \"674d3c4778be6ac4a6210f24\"}}"),
                arguments("JavaScript", new BsonJavaScript("f()"), "{\"$code\": \"f()\"}"),
                arguments("symbol", new BsonSymbol("s"), "{\"$symbol\": \"s\"}"),
                arguments(
                        "JavaScript with scope",
                        new BsonJavaScriptWithScope("f(x)", BsonDocument.parse("{x: 1}")),
                        "{\"$code\": \"f(x)\", \"$scope\": {\"x\": 1}}"),
                arguments("int32", new BsonInt32(Integer.MIN_VALUE), "-2147483648"),
                arguments(
                        "timestamp",
                        new BsonTimestamp(1733114951, 7),
                        "{\"$timestamp\": {\"t\": 1733114951, \"i\": 7}}"),
                arguments("int64", new BsonInt64(Long.MAX_VALUE), "9223372036854775807"),
                arguments(
                        "decimal128",
                        new BsonDecimal128(new Decimal128(new BigDecimal("1.10"))),
                        "{\"$numberDecimal\": \"1.10\"}"),
                arguments("min key", new BsonMinKey(), "{\"$minKey\": 1}"),
                arguments("max key", new BsonMaxKey(), "{\"$maxKey\": 1}"));
    }

    @Test
    void writesAnObjectIdPlainOnlyInTheIdOfADocument() {
        BsonObjectId id = new BsonObjectId(ID);
        BsonDocument document =
                new BsonDocument("_id", id).append("friend", id).append("nested", new BsonDocument("_id", id));
        RawBsonDocument event = eventWith(document);
        String text = "{\"_id\": \"674d3c4778be6ac4a6210f24\", \"friend\": {\"$oid\": \"674d3c4778be6ac4a6210f24\"},"
                + " \"nested\": {\"_id\": {\"$oid\": \"674d3c4778be6ac4a6210f24\"}}}";

        assertThat(EventJson.ofDocument(event, "fullDocument").text()).isEqualTo(text);
        assertThat(EventJson.ofEvent(event).text()).isEqualTo("{\"fullDocument\": %s}", text);
    }

    @Test
    void writesTheIdOfEveryDocumentInAnEventPlainAndItsTimeInSeconds() {
        RawBsonDocument event = RawBsonDocument.parse("""
                {"_id": {"_data": "82"}, "clusterTime": {"$timestamp": {"t": 4000000000, "i": 3}},
                 "wallTime": {"$date": "2096-10-02T07:06:40Z"},
                 "documentKey": {"city": {"$oid": "674d3c4778be6ac4a6210f25"}, "_id": {"$oid": "674d3c4778be6ac4a6210f24"}},
                 "fullDocumentBeforeChange": {"_id": {"$oid": "674d3c4778be6ac4a6210f24"}},
                 "updateDescription": {"updatedFields": {"at": {"$timestamp": {"t": 1, "i": 2}}}}}""");

        assertThat(EventJson.ofEvent(event).text()).isEqualTo("""
                {"_id": {"_data": "82"}, "clusterTime": 4000000000, "wallTime": {"$date": "2096-10-02T07:06:40Z"}, \
                "documentKey": {"city": {"$oid": "674d3c4778be6ac4a6210f25"}, "_id": "674d3c4778be6ac4a6210f24"}, \
                "fullDocumentBeforeChange": {"_id": "674d3c4778be6ac4a6210f24"}, \
                "updateDescription": {"updatedFields": {"at": {"$timestamp": {"t": 1, "i": 2}}}}}""");
    }

    @Test
    void writesTheIdOfADocumentAlone() {
        RawBsonDocument event = RawBsonDocument.parse("""
                {"a": {"_id": {"$oid": "674d3c4778be6ac4a6210f24"}}, "b": {"_id": "x:}"}, "c": {"_id": {"k": [1, {"l": 2}]}}}""");

        assertThat(EventJson.ofId(event, "a").text()).isEqualTo("\"674d3c4778be6ac4a6210f24\"");
        assertThat(EventJson.ofId(event, "b").text()).isEqualTo("\"x:}\"");
        assertThat(EventJson.ofId(event, "c").text()).isEqualTo("{\"k\": [1, {\"l\": 2}]}");
    }

    private static RawBsonDocument eventWith(BsonDocument document) {
        return new RawBsonDocument(new BsonDocument("fullDocument", document), new BsonDocumentCodec());
    }
}
