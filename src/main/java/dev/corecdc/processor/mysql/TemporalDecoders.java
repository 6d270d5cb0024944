package dev.corecdc.processor.mysql;

import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.time.LocalDate;

/**
 * Dates and times in the formats of MySQL 5.6.4 and later (MySQL Internals: "Date and Time Data Type Representation").
 * Whole seconds come first, big endian, and then the fraction in as many bytes as its digits need.
 */
final class TemporalDecoders {

    /** Little endian: 5 bits of day, 4 of month, 15 of year. */
    static final ValueDecoder DATE = (bytes, from, length) -> {
        int packed = BinaryNumbers.unsigned24(bytes, from);
        return date(packed >> 9, packed >> 5 & 0xf, packed & 0x1f);
    };

    private static final int SECONDS_A_DAY = 86_400;

    private TemporalDecoders() {}

    /** How many bytes a fraction of so many digits takes. */
    static int fractionBytes(int digits) {
        return (digits + 1) / 2;
    }

    /** DATETIME: 1 bit of sign, always set, 17 of year * 13 + month, 5 each of day and hour, 6 of minute and second. */
    static ValueDecoder dateTime(int digits) {
        return (bytes, from, length) -> {
            long packed = BinaryNumbers.bigEndian(bytes, from, 5);
            if (packed >> 39 != 1) {
                throw new UndecodableEventException("a date and time is negative");
            }
            int yearAndMonth = (int) (packed >> 22) & 0x1ffff;
            SqlDate date = date(yearAndMonth / 13, yearAndMonth % 13, (int) (packed >> 17) & 0x1f);
            int micros = micros(bytes, from + 5, digits);
            return dateTime(
                    date, (int) (packed >> 12) & 0x1f, (int) (packed >> 6) & 0x3f, (int) packed & 0x3f, micros, digits);
        };
    }

    /** TIMESTAMP: seconds since the epoch, unsigned. No second at all is the zero timestamp. */
    static ValueDecoder timestamp(int digits) {
        return (bytes, from, length) ->
                timestamp(BinaryNumbers.bigEndian(bytes, from, 4), micros(bytes, from + 4, digits), digits);
    }

    /**
     * TIME: 1 bit of sign, set where it is not negative, 1 unused, 10 of hour, 6 each of minute and second, and the
     * fraction; a negative one is the two's complement of all of it.
     */
    static ValueDecoder time(int digits) {
        int fractionBits = 8 * fractionBytes(digits);
        return (bytes, from, length) -> {
            long signed = BinaryNumbers.bigEndian(bytes, from, length) - (0x800000L << fractionBits);
            long packed = Math.abs(signed);
            int seconds = (int) (packed >> fractionBits);
            int micros = micros((int) (packed & (1L << fractionBits) - 1), digits);
            return time(signed < 0, seconds >> 12, seconds >> 6 & 0x3f, seconds & 0x3f, micros, digits);
        };
    }

    private static int micros(byte[] bytes, int from, int digits) {
        return digits == 0 ? 0 : micros((int) BinaryNumbers.bigEndian(bytes, from, fractionBytes(digits)), digits);
    }

    /** The stored fraction counts hundredths, ten thousandths or millionths. */
    private static int micros(int fraction, int digits) {
        return switch (fractionBytes(digits)) {
            case 0 -> 0;
            case 1 -> fraction * 10_000;
            case 2 -> fraction * 100;
            default -> fraction;
        };
    }

    static SqlDate date(int year, int month, int day) {
        if (year > 9999 || month > 12 || day > 31) {
            throw new UndecodableEventException("there is no date %d-%d-%d".formatted(year, month, day));
        }
        return new SqlDate(year, month, day);
    }

    static SqlDateTime dateTime(SqlDate date, int hour, int minute, int second, int micros, int digits) {
        if (hour > 23 || minute > 59 || second > 59 || micros > 999_999) {
            throw new UndecodableEventException(
                    "there is no time of day %d:%d:%d and %d µs".formatted(hour, minute, second, micros));
        }
        return new SqlDateTime(date, hour, minute, second, micros, digits);
    }

    static SqlDateTime timestamp(long epochSecond, int micros, int digits) {
        if (epochSecond == 0 && micros == 0) {
            return new SqlDateTime(new SqlDate(0, 0, 0), 0, 0, 0, 0, digits);
        }
        LocalDate day = LocalDate.ofEpochDay(epochSecond / SECONDS_A_DAY);
        int second = (int) (epochSecond % SECONDS_A_DAY);
        SqlDate date = new SqlDate(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
        return dateTime(date, second / 3600, second / 60 % 60, second % 60, micros, digits);
    }

    static SqlTime time(boolean negative, int hours, int minutes, int seconds, int micros, int digits) {
        if (hours > 838 || minutes > 59 || seconds > 59 || micros > 999_999) {
            throw new UndecodableEventException(
                    "there is no time %d:%d:%d and %d µs".formatted(hours, minutes, seconds, micros));
        }
        return new SqlTime(negative, hours, minutes, seconds, micros, digits);
    }
}
