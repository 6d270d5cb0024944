package dev.corecdc.processor.mysql;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * DECIMAL(precision, scale): groups of nine digits in four bytes, big endian; what is left over of the integer part comes
 * first, and of the fraction last, in as few bytes as it needs. The first bit is set where the number is not negative; a
 * negative number has all its bits inverted (MySQL Internals: "Fixed-Point Types", "DECIMAL binary format").
 */
final class DecimalDecoder implements ValueDecoder {

    private static final int[] BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};
    private static final int[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    /** A long holds any number of so many digits. */
    private static final int LONG_DIGITS = 18;

    private final int scale;
    private final int length;
    /** How many digits each group has. */
    private final int[] groups;

    /**
     * @throws UndecodableEventException when there is no such DECIMAL
     */
    DecimalDecoder(int precision, int scale) {
        if (precision < 1 || precision > 65 || scale > precision || scale > 38) {
            throw new UndecodableEventException("there is no DECIMAL(%d,%d)".formatted(precision, scale));
        }
        this.scale = scale;
        this.groups = groups(precision - scale, scale);
        int bytes = 0;
        for (int digits : groups) {
            bytes += BYTES[digits];
        }
        this.length = bytes;
    }

    private static int[] groups(int integerDigits, int fractionDigits) {
        int[] groups = new int[(integerDigits + 8) / 9 + (fractionDigits + 8) / 9];
        int count = 0;
        if (integerDigits % 9 > 0) {
            groups[count++] = integerDigits % 9;
        }
        for (int i = 0; i < integerDigits / 9 + fractionDigits / 9; i++) {
            groups[count++] = 9;
        }
        if (fractionDigits % 9 > 0) {
            groups[count] = fractionDigits % 9;
        }
        return groups;
    }

    /** How many bytes a value takes. */
    int length() {
        return length;
    }

    @Override
    public BigDecimal decode(byte[] bytes, int from, int ignored) {
        boolean negative = bytes[from] >= 0;
        int inverted = negative ? -1 : 0;
        int at = from;
        int signBit = 0x80;
        BigInteger high = null;
        long low = 0;
        int lowDigits = 0;
        for (int digits : groups) {
            int group = 0;
            for (int i = 0; i < BYTES[digits]; i++) {
                group = group << 8 | ((bytes[at++] ^ inverted ^ signBit) & 0xff);
                signBit = 0;
            }
            if (group < 0 || group >= POWERS_OF_TEN[digits]) {
                throw new UndecodableEventException("the digits of a number are out of range");
            }
            if (lowDigits + digits > LONG_DIGITS) {
                high = append(high, low, lowDigits);
                low = 0;
                lowDigits = 0;
            }
            low = low * POWERS_OF_TEN[digits] + group;
            lowDigits += digits;
        }
        if (high == null) {
            return BigDecimal.valueOf(negative ? -low : low, scale);
        }
        BigInteger unscaled = append(high, low, lowDigits);
        return new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
    }

    private static BigInteger append(@Nullable BigInteger high, long low, int lowDigits) {
        BigInteger tail = BigInteger.valueOf(low);
        return high == null
                ? tail
                : high.multiply(BigInteger.TEN.pow(lowDigits)).add(tail);
    }
}
