package dev.corecdc.testing.mongodb.wire;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinarySubType;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.UuidRepresentation;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/** Writes the values of mongo-java-server, those of the driver's own classes among them, and BSON that is bytes already. */
final class BsonValueWriter {

    private static final BsonValueCodec DRIVER_VALUES = new BsonValueCodec();

    private BsonValueWriter() {}

    static void writeDocument(BsonWriter writer, Map<?, ?> document) {
        writer.writeStartDocument();
        for (Map.Entry<?, ?> entry : document.entrySet()) {
            writer.writeName((String) entry.getKey());
            writeValue(writer, entry.getValue());
        }
        writer.writeEndDocument();
    }

    private static void writeValue(BsonWriter writer, @Nullable Object value) {
        if (value == null) {
            writer.writeNull();
        } else if (value instanceof String text) {
            writer.writeString(text);
        } else if (value instanceof Number number) {
            writeNumber(writer, number);
        } else if (value instanceof EncodedDocument encoded) {
            writer.pipe(new BsonBinaryReader(ByteBuffer.wrap(encoded.bytes())));
        } else if (value instanceof Map<?, ?> document) {
            writeDocument(writer, document);
        } else if (value instanceof Collection<?> values) {
            writeArray(writer, values);
        } else if (value instanceof Boolean truth) {
            writer.writeBoolean(truth);
        } else if (value instanceof Instant instant) {
            writer.writeDateTime(instant.toEpochMilli());
        } else if (value instanceof BsonValue driverValue) {
            DRIVER_VALUES.encode(writer, driverValue, EncoderContext.builder().build());
        } else {
            writeRarerValue(writer, value);
        }
    }

    private static void writeArray(BsonWriter writer, Collection<?> values) {
        writer.writeStartArray();
        for (Object value : values) {
            writeValue(writer, value);
        }
        writer.writeEndArray();
    }

    private static void writeNumber(BsonWriter writer, Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            writer.writeInt32(number.intValue());
        } else if (number instanceof Long) {
            writer.writeInt64(number.longValue());
        } else if (number instanceof Double || number instanceof Float) {
            writer.writeDouble(number.doubleValue());
        } else if (number instanceof Decimal128 decimal) {
            writer.writeDecimal128(
                    org.bson.types.Decimal128.fromIEEE754BIDEncoding(decimal.getHigh(), decimal.getLow()));
        } else {
            throw notBson(number);
        }
    }

    private static void writeRarerValue(BsonWriter writer, Object value) {
        if (value instanceof ObjectId id) {
            writer.writeObjectId(new org.bson.types.ObjectId(id.toByteArray()));
        } else if (value instanceof UUID uuid) {
            writer.writeBinaryData(new BsonBinary(uuid, UuidRepresentation.STANDARD));
        } else if (value instanceof LegacyUUID uuid) {
            writer.writeBinaryData(new BsonBinary(uuid.getUuid(), UuidRepresentation.JAVA_LEGACY));
        } else if (value instanceof BinData binary) {
            writer.writeBinaryData(new BsonBinary(BsonBinarySubType.BINARY, binary.getData()));
        } else if (value instanceof BsonTimestamp timestamp) {
            writer.writeTimestamp(new org.bson.BsonTimestamp(timestamp.getValue()));
        } else if (value instanceof BsonRegularExpression expression) {
            writer.writeRegularExpression(new org.bson.BsonRegularExpression(
                    expression.getPattern(), expression.getOptions() == null ? "" : expression.getOptions()));
        } else if (value instanceof BsonJavaScript code) {
            writer.writeJavaScript(code.getCode());
        } else if (value instanceof MinKey) {
            writer.writeMinKey();
        } else if (value instanceof MaxKey) {
            writer.writeMaxKey();
        } else {
            throw notBson(value);
        }
    }

    private static IllegalArgumentException notBson(Object value) {
        return new IllegalArgumentException("Not a BSON value: " + value.getClass());
    }
}
