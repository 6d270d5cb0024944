package dev.corecdc.processor.mysql;

import dev.corecdc.event.Declaration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How columns are declared, as far as a table map tells (MySQL Internals: "Table_map_event"): the type as {@code SHOW CREATE TABLE}
 * writes it. What has the same bytes in the log as another type cannot be told from it: {@code BOOLEAN} is {@code tinyint}, and
 * MariaDB's UUID {@code binary(16)}.
 */
final class Declarations {

    private static final List<String> GEOMETRIES = List.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection");

    private static final List<String> SIZES = List.of("tiny", "", "medium", "long");

    private final ColumnFacts facts;
    private final boolean[] nullable;
    private final int[] details;

    /**
     * @param nullable by column: whether it takes NULL
     * @param details by column: see {@link OptionalMetadata#details}
     */
    Declarations(ColumnFacts facts, boolean[] nullable, int[] details) {
        this.facts = facts;
        this.nullable = nullable;
        this.details = details;
    }

    Declaration of(int column, LoggedType type) {
        String unsigned = facts.unsigned(column) && type.code() != LoggedType.YEAR ? " unsigned" : "";
        return new Declaration(
                text(column, type) + unsigned, length(column, type), nullable[column], facts.labels(column));
    }

    private String text(int column, LoggedType type) {
        return switch (type.code()) {
            case LoggedType.TINY -> "tinyint";
            case LoggedType.SHORT -> "smallint";
            case LoggedType.INT24 -> "mediumint";
            case LoggedType.LONG -> "int";
            case LoggedType.LONGLONG -> "bigint";
            case LoggedType.YEAR -> "year";
            case LoggedType.BIT -> "bit(%d)".formatted(length(column, type));
            case LoggedType.DECIMAL -> "decimal(%d,%d)".formatted(type.firstByte(), type.secondByte());
            case LoggedType.FLOAT -> "float";
            case LoggedType.DOUBLE -> "double";
            case LoggedType.DATE -> "date";
            case LoggedType.DATETIME -> withDigits("datetime", type);
            case LoggedType.TIMESTAMP -> withDigits("timestamp", type);
            case LoggedType.TIME -> withDigits("time", type);
            case LoggedType.OLD_DATETIME -> "datetime";
            case LoggedType.OLD_TIMESTAMP -> "timestamp";
            case LoggedType.OLD_TIME -> "time";
            case LoggedType.STRING -> (isBinary(column) ? "binary(%d)" : "char(%d)").formatted(length(column, type));
            case LoggedType.VARCHAR, LoggedType.VAR_STRING, LoggedType.VARCHAR_COMPRESSED ->
                (isBinary(column) ? "varbinary(%d)" : "varchar(%d)").formatted(length(column, type));
            case LoggedType.BLOB, LoggedType.BLOB_COMPRESSED ->
                SIZES.get(type.metadata() - 1) + (isBinary(column) ? "blob" : "text");
            case LoggedType.ENUM -> "enum(" + quoted(facts.labels(column)) + ")";
            case LoggedType.SET -> "set(" + quoted(facts.labels(column)) + ")";
            case LoggedType.JSON -> "json";
            case LoggedType.GEOMETRY ->
                details[column] < GEOMETRIES.size() ? GEOMETRIES.get(details[column]) : "geometry";
            case LoggedType.VECTOR -> details[column] == 0 ? "vector" : "vector(%d)".formatted(details[column]);
            default -> "";
        };
    }

    private int length(int column, LoggedType type) {
        return switch (type.code()) {
            case LoggedType.BIT -> 8 * type.secondByte() + type.firstByte();
            case LoggedType.STRING, LoggedType.VARCHAR, LoggedType.VAR_STRING ->
                type.metadata() / bytesOfCharacter(column);
            // One byte of it tells how the value is compressed.
            case LoggedType.VARCHAR_COMPRESSED -> (type.metadata() - 1) / bytesOfCharacter(column);
            default -> 0;
        };
    }

    private int bytesOfCharacter(int column) {
        String charset = CharacterSets.nameOfCollation(facts.collation(column));
        return charset == null ? 1 : CharacterSets.bytesOfCharacter(charset);
    }

    private boolean isBinary(int column) {
        return facts.collation(column) == CharacterSets.BINARY;
    }

    private static String withDigits(String name, LoggedType type) {
        return type.metadata() == 0 ? name : "%s(%d)".formatted(name, type.metadata());
    }

    private static String quoted(List<String> labels) {
        return labels.stream()
                .map(label -> "'" + label.replace("'", "''") + "'")
                .collect(Collectors.joining(","));
    }
}
