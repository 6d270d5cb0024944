package dev.corecdc.target.mongodb;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** JSON as BSON. A member like {@code $date} means nothing here: it is a field of that name. */
final class JsonValues {

    /** Nothing is too long that a source has sent, and MongoDB goes no deeper. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(200)
                    .build())
            .build();

    private JsonValues() {}

    /** @throws UnfitChangeException when BSON cannot hold it */
    static BsonValue of(String text) throws UnfitChangeException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            return value(json);
        } catch (JacksonException e) {
            throw new UnfitChangeException("a JSON value cannot be read: " + e.getOriginalMessage());
        }
    }

    private static BsonValue value(JsonParser json) throws UnfitChangeException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_NUMBER_INT -> integer(json.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> number(json.getString());
            case VALUE_TRUE -> BsonBoolean.TRUE;
            case VALUE_FALSE -> BsonBoolean.FALSE;
            case VALUE_NULL -> BsonNull.VALUE;
            default -> new BsonString(json.getString());
        };
    }

    private static BsonDocument object(JsonParser json) throws UnfitChangeException {
        BsonDocument document = new BsonDocument();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (name.indexOf('\0') >= 0) {
                throw new UnfitChangeException("the name of a field in a JSON value has a character U+0000");
            }
            json.nextToken();
            document.append(name, value(json));
        }
        return document;
    }

    private static BsonArray array(JsonParser json) throws UnfitChangeException {
        BsonArray array = new BsonArray();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json));
        }
        return array;
    }

    private static BsonValue integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return new BsonInt32(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? new BsonInt64(value.longValue()) : Values.decimal(new BigDecimal(value));
    }

    /** A double where that is the same number. */
    private static BsonValue number(String text) {
        BigDecimal exact = new BigDecimal(text);
        double nearest = exact.doubleValue();
        boolean same = Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0;
        return same ? new BsonDouble(nearest) : Values.decimal(exact);
    }
}
