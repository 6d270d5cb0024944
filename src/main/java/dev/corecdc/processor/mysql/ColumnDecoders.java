package dev.corecdc.processor.mysql;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;

/** Chooses the decoder of a column. */
final class ColumnDecoders {

    private final ColumnFacts facts;
    private final Declarations declarations;

    ColumnDecoders(ColumnFacts facts, Declarations declarations) {
        this.facts = facts;
        this.declarations = declarations;
    }

    /**
     * @throws UndecodableEventException when the type is not supported, or there is no such type
     */
    ColumnDecoder create(int column, LoggedType type) {
        String name = facts.name(column);
        try {
            Cells cells = cells(column, type);
            boolean unsigned = facts.unsigned(column) && type.code() != LoggedType.YEAR;
            return new ColumnDecoder(
                    new Column(name, cells.type, unsigned, declarations.of(column, type)),
                    cells.lengthBytes,
                    cells.fixedLength,
                    cells.values);
        } catch (UndecodableEventException e) {
            throw e.at("column " + name);
        }
    }

    /** A {@link ColumnDecoder} without its column. */
    private record Cells(ColumnType type, int lengthBytes, int fixedLength, ValueDecoder values) {

        Cells compressed() {
            return new Cells(type, lengthBytes, fixedLength, new CompressedDecoder(values));
        }
    }

    private Cells cells(int column, LoggedType type) {
        boolean unsigned = facts.unsigned(column);
        return switch (type.code()) {
            case LoggedType.TINY ->
                fixed(ColumnType.TINYINT, 1, unsigned ? IntegerDecoders.UNSIGNED8 : IntegerDecoders.INT8);
            case LoggedType.SHORT ->
                fixed(ColumnType.SMALLINT, 2, unsigned ? IntegerDecoders.UNSIGNED16 : IntegerDecoders.INT16);
            case LoggedType.INT24 ->
                fixed(ColumnType.MEDIUMINT, 3, unsigned ? IntegerDecoders.UNSIGNED24 : IntegerDecoders.INT24);
            case LoggedType.LONG ->
                fixed(ColumnType.INT, 4, unsigned ? IntegerDecoders.UNSIGNED32 : IntegerDecoders.INT32);
            case LoggedType.LONGLONG ->
                fixed(ColumnType.BIGINT, 8, unsigned ? IntegerDecoders.UNSIGNED64 : IntegerDecoders.INT64);
            case LoggedType.YEAR -> fixed(ColumnType.YEAR, 1, IntegerDecoders.YEAR);
            case LoggedType.BIT -> bit(8 * type.secondByte() + type.firstByte());
            case LoggedType.DECIMAL -> decimal(new DecimalDecoder(type.firstByte(), type.secondByte()));
            case LoggedType.FLOAT ->
                fixed(
                        ColumnType.FLOAT,
                        expected(4, type.metadata()),
                        (bytes, from, length) -> Float.intBitsToFloat(BinaryNumbers.int32(bytes, from)));
            case LoggedType.DOUBLE ->
                fixed(
                        ColumnType.DOUBLE,
                        expected(8, type.metadata()),
                        (bytes, from, length) -> Double.longBitsToDouble(BinaryNumbers.int64(bytes, from)));
            case LoggedType.DATE -> fixed(ColumnType.DATE, 3, TemporalDecoders.DATE);
            case LoggedType.DATETIME -> {
                int digits = digits(type);
                yield fixed(
                        ColumnType.DATETIME,
                        5 + TemporalDecoders.fractionBytes(digits),
                        TemporalDecoders.dateTime(digits));
            }
            case LoggedType.TIMESTAMP -> {
                int digits = digits(type);
                yield fixed(
                        ColumnType.TIMESTAMP,
                        4 + TemporalDecoders.fractionBytes(digits),
                        TemporalDecoders.timestamp(digits));
            }
            case LoggedType.TIME -> {
                int digits = digits(type);
                yield fixed(ColumnType.TIME, 3 + TemporalDecoders.fractionBytes(digits), TemporalDecoders.time(digits));
            }
            case LoggedType.OLD_DATETIME -> fixed(ColumnType.DATETIME, 8, OldTemporalDecoders.DATETIME);
            case LoggedType.OLD_TIMESTAMP -> fixed(ColumnType.TIMESTAMP, 4, OldTemporalDecoders.TIMESTAMP);
            case LoggedType.OLD_TIME -> fixed(ColumnType.TIME, 3, OldTemporalDecoders.TIME);
            case LoggedType.STRING, LoggedType.VARCHAR, LoggedType.VAR_STRING -> string(facts.collation(column), type);
            case LoggedType.VARCHAR_COMPRESSED ->
                string(facts.collation(column), type).compressed();
            case LoggedType.BLOB -> blob(facts.collation(column), type.metadata());
            case LoggedType.BLOB_COMPRESSED ->
                blob(facts.collation(column), type.metadata()).compressed();
            case LoggedType.ENUM -> enumeration(column, between(1, 2, type.secondByte()));
            case LoggedType.SET -> set(column, between(1, 8, type.secondByte()));
            case LoggedType.JSON -> prefixed(ColumnType.JSON, between(1, 4, type.metadata()), JsonDecoder::decode);
            case LoggedType.GEOMETRY ->
                prefixed(ColumnType.GEOMETRY, between(1, 4, type.metadata()), StringDecoders.GEOMETRY);
            case LoggedType.VECTOR ->
                prefixed(ColumnType.VECTOR, between(1, 4, type.metadata()), StringDecoders.VECTOR);
            default -> throw LoggedType.unsupported(type.code());
        };
    }

    private Cells enumeration(int column, int length) {
        return facts.hasLabels()
                ? fixed(ColumnType.ENUM, length, LabelDecoders.enumeration(facts.labels(column)))
                : fixed(ColumnType.SMALLINT, length, LabelDecoders.NUMBER);
    }

    private Cells set(int column, int length) {
        return facts.hasLabels()
                ? fixed(ColumnType.SET, length, LabelDecoders.set(facts.labels(column)))
                : fixed(ColumnType.BIT, length, LabelDecoders.NUMBER);
    }

    private static Cells decimal(DecimalDecoder values) {
        return fixed(ColumnType.DECIMAL, values.length(), values);
    }

    private static Cells bit(int bits) {
        return fixed(ColumnType.BIT, (between(1, 64, bits) + 7) / 8, IntegerDecoders.bit(bits));
    }

    /** CHAR, BINARY, VARCHAR or VARBINARY; the metadata is the greatest length in bytes. */
    private static Cells string(int collation, LoggedType type) {
        int lengthBytes = type.metadata() < 256 ? 1 : 2;
        if (collation != CharacterSets.BINARY) {
            return prefixed(ColumnType.TEXT, lengthBytes, text(collation));
        }
        return prefixed(
                ColumnType.BINARY,
                lengthBytes,
                type.code() == LoggedType.STRING ? StringDecoders.padded(type.metadata()) : StringDecoders.BINARY);
    }

    private static Cells blob(int collation, int lengthBytes) {
        between(1, 4, lengthBytes);
        return collation == CharacterSets.BINARY
                ? prefixed(ColumnType.BINARY, lengthBytes, StringDecoders.BINARY)
                : prefixed(ColumnType.TEXT, lengthBytes, text(collation));
    }

    private static ValueDecoder text(int collation) {
        if (collation == OptionalMetadata.GUESSED) {
            return StringDecoders.TEXT_OR_BASE64;
        }
        return StringDecoders.text(CharacterSets.ofCollation(collation));
    }

    private static Cells fixed(ColumnType type, int length, ValueDecoder values) {
        return new Cells(type, 0, length, values);
    }

    private static Cells prefixed(ColumnType type, int lengthBytes, ValueDecoder values) {
        return new Cells(type, lengthBytes, 0, values);
    }

    private static int digits(LoggedType type) {
        return between(0, 6, type.metadata());
    }

    private static int expected(int expected, int value) {
        return between(expected, expected, value);
    }

    private static int between(int least, int most, int value) {
        if (value < least || value > most) {
            throw new UndecodableEventException("%d is not between %d and %d".formatted(value, least, most));
        }
        return value;
    }
}
