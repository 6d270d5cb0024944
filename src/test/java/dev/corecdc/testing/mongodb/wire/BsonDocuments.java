package dev.corecdc.testing.mongodb.wire;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinarySubType;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonReader;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonType;
import org.bson.BsonUndefined;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns BSON into the documents of mongo-java-server and back, without loss: values of the types that it does not know
 * (symbol, undefined, code with scope, a pointer, binaries of other subtypes) stay values of the driver's own classes.
 */
public final class BsonDocuments {

    private static final BsonDocumentCodec BSON_CODEC = new BsonDocumentCodec();

    private BsonDocuments() {}

    public static Document decode(ByteBuffer bson) {
        try (BsonBinaryReader reader = new BsonBinaryReader(bson)) {
            return readDocument(reader);
        }
    }

    public static byte[] encode(Document document) {
        BasicOutputBuffer bytes = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(bytes)) {
            BsonValueWriter.writeDocument(writer, document);
        }
        return bytes.toByteArray();
    }

    public static Document of(BsonDocument document) {
        return readDocument(new BsonDocumentReader(document));
    }

    public static BsonDocument toBson(Document document) {
        BsonDocument bson = new BsonDocument();
        BsonValueWriter.writeDocument(new BsonDocumentWriter(bson), document);
        return bson;
    }

    private static Document readDocument(BsonReader reader) {
        Document document = new Document();
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String name = reader.readName();
            document.put(name, readValue(reader));
        }
        reader.readEndDocument();
        return document;
    }

    private static List<@Nullable Object> readArray(BsonReader reader) {
        List<@Nullable Object> values = new ArrayList<>();
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            values.add(readValue(reader));
        }
        reader.readEndArray();
        return values;
    }

    private static @Nullable Object readValue(BsonReader reader) {
        return switch (reader.getCurrentBsonType()) {
            case DOUBLE -> reader.readDouble();
            case STRING -> reader.readString();
            case DOCUMENT -> readDocument(reader);
            case ARRAY -> readArray(reader);
            case BINARY -> binary(reader.readBinaryData());
            case OBJECT_ID -> new ObjectId(reader.readObjectId().toByteArray());
            case BOOLEAN -> reader.readBoolean();
            case DATE_TIME -> Instant.ofEpochMilli(reader.readDateTime());
            case REGULAR_EXPRESSION -> regularExpression(reader.readRegularExpression());
            case JAVASCRIPT -> new BsonJavaScript(reader.readJavaScript());
            case INT32 -> reader.readInt32();
            case INT64 -> reader.readInt64();
            case TIMESTAMP -> timestamp(reader.readTimestamp());
            case DECIMAL128 -> decimal(reader.readDecimal128());
            case DB_POINTER -> reader.readDBPointer();
            case SYMBOL -> new BsonSymbol(reader.readSymbol());
            case JAVASCRIPT_WITH_SCOPE -> codeWithScope(reader);
            case UNDEFINED -> {
                reader.readUndefined();
                yield new BsonUndefined();
            }
            case MIN_KEY -> {
                reader.readMinKey();
                yield MinKey.getInstance();
            }
            case MAX_KEY -> {
                reader.readMaxKey();
                yield MaxKey.getInstance();
            }
            case NULL -> {
                reader.readNull();
                yield null;
            }
            case END_OF_DOCUMENT -> throw new IllegalStateException("A value ends before it begins");
        };
    }

    private static Object binary(BsonBinary binary) {
        byte[] data = binary.getData();
        if (binary.getType() == BsonBinarySubType.BINARY.getValue()) {
            return new BinData(data);
        }
        if (binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue() && data.length == 2 * Long.BYTES) {
            ByteBuffer halves = ByteBuffer.wrap(data);
            return new UUID(halves.getLong(), halves.getLong());
        }
        return binary;
    }

    private static BsonRegularExpression regularExpression(org.bson.BsonRegularExpression expression) {
        return new BsonRegularExpression(expression.getPattern(), expression.getOptions());
    }

    private static de.bwaldvogel.mongo.bson.BsonTimestamp timestamp(BsonTimestamp timestamp) {
        return new de.bwaldvogel.mongo.bson.BsonTimestamp(timestamp.getValue());
    }

    private static Decimal128 decimal(org.bson.types.Decimal128 decimal) {
        return new Decimal128(decimal.getLow(), decimal.getHigh());
    }

    private static BsonJavaScriptWithScope codeWithScope(BsonReader reader) {
        String code = reader.readJavaScriptWithScope();
        return new BsonJavaScriptWithScope(
                code, BSON_CODEC.decode(reader, DecoderContext.builder().build()));
    }
}
