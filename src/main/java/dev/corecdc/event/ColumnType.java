package dev.corecdc.event;

/** The declared kind of a column, and with it the Java type of its values in a {@link Row}. */
public enum ColumnType {
    /** {@link Long}. */
    TINYINT,
    /** {@link Long}. */
    SMALLINT,
    /** {@link Long}. */
    MEDIUMINT,
    /** {@link Long}. */
    INT,
    /** {@link Long}, or {@link java.math.BigInteger} when unsigned and past {@link Long#MAX_VALUE}. */
    BIGINT,
    /** {@link Long}, or {@link java.math.BigInteger} past {@link Long#MAX_VALUE}: the bits as an unsigned number. */
    BIT,
    /** {@link Long}; the zero year is 0. */
    YEAR,
    /** {@link java.math.BigDecimal} with the declared scale. */
    DECIMAL,
    /** {@link Float}. */
    FLOAT,
    /** {@link Double}. */
    DOUBLE,
    /** {@link SqlDate}. */
    DATE,
    /** {@link SqlDateTime} without a zone. */
    DATETIME,
    /** {@link SqlDateTime} in UTC. */
    TIMESTAMP,
    /** {@link SqlTime}. */
    TIME,
    /** {@link String}. */
    TEXT,
    /** {@code byte[]}, not to be changed by anyone. */
    BINARY,
    /** {@link String}: the label. */
    ENUM,
    /** {@link String}: the labels, separated by commas. */
    SET,
    /** {@link Json}. */
    JSON,
    /** {@link Json}: the whole document of a {@link Columns#ofCollection collection}. */
    DOCUMENT,
    /** {@link Geometry}. */
    GEOMETRY,
    /** {@code float[]}, not to be changed by anyone. */
    VECTOR
}
