package dev.corecdc.processor.mysql;

/**
 * The type of a column as a table map holds it (MySQL Internals: "Table_map_event", "The type codes and metadata").
 *
 * @param code the type's code; the true one where the log disguises an ENUM or SET as a CHAR
 * @param metadata what the log says beside it, such as a length in bytes; below 0 where so many characters are declared, of a character set that
 *     is not known
 */
record LoggedType(int code, int metadata) {

    static final int TINY = 1;
    static final int SHORT = 2;
    static final int LONG = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int NULL = 6;
    static final int OLD_TIMESTAMP = 7;
    static final int LONGLONG = 8;
    static final int INT24 = 9;
    static final int DATE = 10;
    static final int OLD_TIME = 11;
    static final int OLD_DATETIME = 12;
    static final int YEAR = 13;
    static final int VARCHAR = 15;
    static final int BIT = 16;
    static final int TIMESTAMP = 17;
    static final int DATETIME = 18;
    static final int TIME = 19;
    static final int TYPED_ARRAY = 20;
    static final int BLOB_COMPRESSED = 140;
    static final int VARCHAR_COMPRESSED = 141;
    static final int VECTOR = 242;
    static final int JSON = 245;
    static final int DECIMAL = 246;
    static final int ENUM = 247;
    static final int SET = 248;
    static final int BLOB = 252;
    static final int VAR_STRING = 253;
    static final int STRING = 254;
    static final int GEOMETRY = 255;

    /** Reads the metadata that belongs to the type {@code code}. */
    static LoggedType read(int code, EventBytes metadata) {
        return switch (code) {
            case FLOAT, DOUBLE, TIMESTAMP, DATETIME, TIME, BLOB, BLOB_COMPRESSED, VECTOR, JSON, GEOMETRY ->
                new LoggedType(code, metadata.unsigned8());
            case VARCHAR, VAR_STRING, VARCHAR_COMPRESSED -> new LoggedType(code, (int) metadata.unsigned(2));
            // Two numbers: bits and whole bytes, precision and scale, or the true type and a length.
            case BIT, DECIMAL, ENUM, SET -> new LoggedType(code, metadata.unsigned8() << 8 | metadata.unsigned8());
            case STRING -> string(metadata.unsigned8(), metadata.unsigned8());
            case TINY, SHORT, LONG, NULL, OLD_TIMESTAMP, LONGLONG, INT24, DATE, OLD_TIME, OLD_DATETIME, YEAR ->
                new LoggedType(code, 0);
            default -> throw unsupported(code);
        };
    }

    /**
     * The first byte of a CHAR's metadata is the true type; a length over 255 has its two highest bits there, inverted, in
     * the place of two bits that are set in every such type.
     */
    private static LoggedType string(int first, int second) {
        int type = first | 0x30;
        int length = second | ((first & 0x30) ^ 0x30) << 4;
        return switch (type) {
            case ENUM, SET -> new LoggedType(type, type << 8 | second);
            case STRING -> new LoggedType(STRING, length);
            default -> throw unsupported(type);
        };
    }

    static UndecodableEventException unsupported(int code) {
        String name = code == TYPED_ARRAY ? " (TYPED_ARRAY)" : "";
        return new UndecodableEventException("the column type %d%s is not supported".formatted(code, name));
    }

    int firstByte() {
        return metadata >> 8;
    }

    int secondByte() {
        return metadata & 0xff;
    }

    /** Whether the signedness of the column stands in the optional metadata. */
    boolean hasSignedness() {
        return switch (code) {
            case TINY, SHORT, INT24, LONG, LONGLONG, FLOAT, DOUBLE, DECIMAL, YEAR -> true;
            default -> false;
        };
    }

    /**
     * Whether the collation of the column stands in the optional metadata, among those of texts. Seen on MySQL 9.7 and
     * MariaDB 11.8: a VECTOR has one, and a GEOMETRY only with MariaDB.
     */
    boolean hasCollation(Flavor flavor) {
        return switch (code) {
            case VARCHAR, VAR_STRING, STRING, BLOB, VARCHAR_COMPRESSED, BLOB_COMPRESSED, VECTOR -> true;
            case GEOMETRY -> flavor == Flavor.MARIADB;
            default -> false;
        };
    }

    /** Whether it is a time in a format from before MySQL 5.6.4. */
    boolean isOldTemporal() {
        return code == OLD_TIME || code == OLD_DATETIME || code == OLD_TIMESTAMP;
    }

    /** Whether it is that of a column that is declared as {@code declared}; of the labels of an ENUM or SET only the number counts. */
    boolean isOf(LoggedType declared) {
        return switch (code) {
            case OLD_TIMESTAMP -> declared.code == TIMESTAMP || declared.code == code;
            case OLD_DATETIME -> declared.code == DATETIME || declared.code == code;
            case OLD_TIME -> declared.code == TIME || declared.code == code;
            case ENUM, SET -> declared.code == code && declared.secondByte() == secondByte();
            case VARCHAR_COMPRESSED -> declared.code == code; // with some bytes more than are declared
            default -> equals(declared);
        };
    }

    /** The type of a column of this type, whatever it is in, in a character set. */
    LoggedType in(String charset) {
        return metadata < 0 ? new LoggedType(code, -metadata * CharacterSets.bytesOfCharacter(charset)) : this;
    }

    /** The type of a column of this type that is COMPRESSED (MariaDB). */
    LoggedType compressed() {
        return switch (code) {
            case VARCHAR -> new LoggedType(VARCHAR_COMPRESSED, metadata);
            case BLOB -> new LoggedType(BLOB_COMPRESSED, metadata);
            default -> this;
        };
    }

    /** Whether the values are text or bytes, or stand for labels. */
    boolean hasText() {
        return switch (code) {
            case VARCHAR, VAR_STRING, STRING, BLOB, VARCHAR_COMPRESSED, BLOB_COMPRESSED, ENUM, SET -> true;
            default -> false;
        };
    }

    boolean hasLabels() {
        return code == ENUM || code == SET;
    }
}
