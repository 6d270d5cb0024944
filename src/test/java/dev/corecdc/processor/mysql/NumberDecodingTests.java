package dev.corecdc.processor.mysql;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumberDecodingTests {

    private static final BigInteger TWO_TO_63 = new BigInteger("9223372036854775808");
    private static final BigInteger GREATEST_UNSIGNED = new BigInteger("18446744073709551615");

    @ParameterizedTest
    @EnumSource
    void integersReachBothEndsSignedAndUnsigned(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "numbers").rows("numbers"))
                .containsExactly(
                        asList(
                                1L,
                                -128L,
                                0L,
                                -32768L,
                                0L,
                                -8388608L,
                                0L,
                                -2147483648L,
                                0L,
                                Long.MIN_VALUE,
                                0L,
                                -3.5f,
                                -Double.MAX_VALUE,
                                0L),
                        asList(
                                2L,
                                127L,
                                255L,
                                32767L,
                                65535L,
                                8388607L,
                                16777215L,
                                2147483647L,
                                4294967295L,
                                Long.MAX_VALUE,
                                GREATEST_UNSIGNED,
                                Float.MAX_VALUE,
                                Double.MIN_VALUE,
                                1L),
                        asList(3L, null, null, null, null, null, null, null, null, null, null, null, null, null),
                        asList(
                                -4L,
                                -1L,
                                128L,
                                -1L,
                                32768L,
                                -1L,
                                8388608L,
                                -1L,
                                2147483648L,
                                -1L,
                                TWO_TO_63,
                                0.1f,
                                0.1,
                                1L));
    }

    @ParameterizedTest
    @EnumSource
    void decimalsKeepTheirScaleAndReachBothEnds(Flavor flavor) {
        String nines35 = "9".repeat(35);
        String nines30 = "9".repeat(30);
        assertThat(RecordedChanges.of(flavor, "numbers").rows("decimals"))
                .containsExactly(
                        asList(
                                1L,
                                decimal(nines35 + "." + nines30),
                                decimal("99999999.99"),
                                decimal("9"),
                                decimal("0." + nines30),
                                decimal("9".repeat(65)),
                                decimal("999999999.999999999"),
                                decimal("999999999999999.9999"),
                                decimal("9.99999999999")),
                        asList(
                                2L,
                                decimal("-" + nines35 + "." + nines30),
                                decimal("0.00"),
                                decimal("-9"),
                                decimal("-0." + nines30),
                                decimal("-" + "9".repeat(65)),
                                decimal("-999999999.999999999"),
                                decimal("-999999999999999.9999"),
                                decimal("-9.99999999999")),
                        asList(
                                3L,
                                decimal("0." + "0".repeat(30)),
                                decimal("1.50"),
                                decimal("0"),
                                decimal("0." + "0".repeat(29) + "1"),
                                decimal("1"),
                                decimal("-0.000000001"),
                                decimal("-1.5000"),
                                decimal("0.00000000001")),
                        asList(
                                4L,
                                decimal("-0." + "0".repeat(29) + "1"),
                                decimal("12345678.90"),
                                decimal("1"),
                                decimal("0.1" + "0".repeat(29)),
                                decimal("-1"),
                                decimal("100000000.000000000"),
                                decimal("100000000000000.0000"),
                                decimal("1.00000000000")));
    }

    @ParameterizedTest
    @EnumSource
    void bitsAreUnsignedNumbersAndTheZeroYearStaysZero(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "numbers").rows("bits"))
                .containsExactly(
                        asList(1L, 0L, 0L, 0L, 0L, 0L, 0L),
                        asList(2L, 1L, 255L, 511L, Long.MAX_VALUE, GREATEST_UNSIGNED, 2155L),
                        asList(3L, 1L, 129L, 257L, 1L, TWO_TO_63, 1901L),
                        asList(4L, null, null, null, null, null, null));
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }
}
