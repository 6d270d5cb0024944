package dev.corecdc.processor.mysql;

/**
 * Times in the formats from before MySQL 5.6.4, which tables made then still have, and MariaDB's with
 * {@code mysql56_temporal_format=OFF}. All are little endian, without a fraction (MySQL Internals: "Date and Time Data
 * Type Representation").
 */
final class OldTemporalDecoders {

    /** Decimal digits hhmmss, with a sign. */
    static final ValueDecoder TIME = (bytes, from, length) -> {
        int signed = BinaryNumbers.int24(bytes, from);
        int digits = Math.abs(signed);
        return TemporalDecoders.time(signed < 0, digits / 10_000, digits / 100 % 100, digits % 100, 0, 0);
    };

    /** Decimal digits yyyymmddhhmmss. */
    static final ValueDecoder DATETIME = (bytes, from, length) -> {
        long packed = BinaryNumbers.int64(bytes, from);
        if (packed < 0 || packed > 9999_99_99_99_99_99L) {
            throw new UndecodableEventException("there is no date and time " + packed);
        }
        int date = (int) (packed / 1_000_000);
        int time = (int) (packed % 1_000_000);
        return TemporalDecoders.dateTime(
                TemporalDecoders.date(date / 10_000, date / 100 % 100, date % 100),
                time / 10_000,
                time / 100 % 100,
                time % 100,
                0,
                0);
    };

    /** Seconds since the epoch. */
    static final ValueDecoder TIMESTAMP =
            (bytes, from, length) -> TemporalDecoders.timestamp(BinaryNumbers.unsigned32(bytes, from), 0, 0);

    private OldTemporalDecoders() {}
}
