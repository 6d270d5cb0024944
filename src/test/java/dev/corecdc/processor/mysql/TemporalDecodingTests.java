package dev.corecdc.processor.mysql;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemporalDecodingTests {

    @ParameterizedTest
    @EnumSource
    void datesStandAsTheyAreZeroOnesToo(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "temporal").rows("dates"))
                .containsExactly(
                        asList(1L, "1990-01-15", "2024-12-03T03:48:55", "2024-12-03T03:48:55", 1999L),
                        asList(2L, "9999-12-31", "9999-12-31T23:59:59", "2038-01-19T03:14:07", 2155L),
                        asList(3L, "0000-00-00", "0000-00-00T00:00:00", "0000-00-00T00:00:00", 0L),
                        asList(4L, "2020-00-00", "2020-00-00T00:00:00", "1970-01-01T00:00:01", 1901L),
                        asList(5L, "2020-02-00", "2020-02-00T12:00:00", "2000-02-29T23:59:59", 2000L),
                        asList(6L, "1000-01-01", "1000-01-01T00:00:00", null, null),
                        asList(7L, "0001-01-01", "0001-01-01T00:00:00", null, null),
                        asList(8L, null, null, null, null));
    }

    @ParameterizedTest
    @EnumSource
    void timesReachBothEndsWithAnyFraction(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "temporal").rows("times"))
                .containsExactly(
                        asList(
                                1L,
                                "12:34:56",
                                "12:34:56.7",
                                "12:34:56.78",
                                "12:34:56.789",
                                "12:34:56.7891",
                                "12:34:56.78912",
                                "12:34:56.789123"),
                        asList(
                                2L,
                                "-12:34:56",
                                "-12:34:56.7",
                                "-12:34:56.78",
                                "-12:34:56.789",
                                "-12:34:56.7891",
                                "-12:34:56.78912",
                                "-12:34:56.789123"),
                        asList(
                                3L,
                                "838:59:59",
                                "838:59:58.9",
                                "838:59:58.99",
                                "838:59:58.999",
                                "838:59:58.9999",
                                "838:59:58.99999",
                                "838:59:58.999999"),
                        asList(
                                4L,
                                "-838:59:59",
                                "-838:59:58.9",
                                "-838:59:58.99",
                                "-838:59:58.999",
                                "-838:59:58.9999",
                                "-838:59:58.99999",
                                "-838:59:58.999999"),
                        asList(
                                5L,
                                "00:00:00",
                                "-00:00:00.1",
                                "-00:00:00.01",
                                "-00:00:00.001",
                                "-00:00:00.0001",
                                "-00:00:00.00001",
                                "-00:00:00.000001"),
                        asList(
                                6L,
                                "-00:00:01",
                                "-00:00:01.0",
                                "-00:00:01.00",
                                "-00:00:01.000",
                                "-00:00:01.0000",
                                "-00:00:01.00000",
                                "-00:00:01.000000"),
                        asList(
                                7L,
                                "100:00:00",
                                "00:00:00.0",
                                "00:00:00.00",
                                "00:00:00.000",
                                "00:00:00.0000",
                                "00:00:00.00000",
                                "00:00:00.000000"),
                        asList(8L, null, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @EnumSource
    void fractionsHaveTheDeclaredDigits(Flavor flavor) {
        String second = "2024-12-03T03:48:55";
        String zero = "0000-00-00T00:00:00";
        assertThat(RecordedChanges.of(flavor, "temporal").rows("fractions"))
                .containsExactly(
                        asList(
                                1L,
                                second + ".1",
                                second + ".12",
                                second + ".123",
                                second + ".1234",
                                second + ".12345",
                                second + ".123456",
                                second + ".1",
                                second + ".12",
                                second + ".123",
                                second + ".1234",
                                second + ".12345",
                                second + ".123456"),
                        asList(
                                2L,
                                second + ".9",
                                second + ".09",
                                second + ".009",
                                second + ".0009",
                                second + ".00009",
                                second + ".000009",
                                second + ".9",
                                second + ".09",
                                second + ".009",
                                second + ".0009",
                                second + ".00009",
                                second + ".000009"),
                        asList(
                                3L,
                                zero + ".0",
                                zero + ".00",
                                zero + ".000",
                                zero + ".0000",
                                zero + ".00000",
                                zero + ".000000",
                                zero + ".0",
                                zero + ".00",
                                zero + ".000",
                                zero + ".0000",
                                zero + ".00000",
                                zero + ".000000"));
    }

    @Test
    void timestampsOfMariaDbReachTheYear2106() {
        assertThat(RecordedChanges.of(Flavor.MARIADB, "special").rows("late"))
                .containsExactly(asList("2106-02-07T06:28:15.999999"), asList("2100-01-01T00:00:00.000000"));
    }

    @Test
    void timesInOldFormatsAreRead() {
        assertThat(RecordedChanges.of(Flavor.MARIADB, "old_temporal").rows("old_times"))
                .containsExactly(
                        asList(1L, "12:34:56", "2024-12-03T03:48:55", "2024-12-03T03:48:55", "2024-12-03"),
                        asList(2L, "-838:59:59", "9999-12-31T23:59:59", "2038-01-19T03:14:07", "9999-12-31"),
                        asList(3L, "838:59:59", "0000-00-00T00:00:00", "0000-00-00T00:00:00", "0000-00-00"),
                        asList(4L, "-00:00:01", "2020-00-00T01:02:03", "1970-01-01T00:00:01", "2020-00-00"),
                        asList(5L, null, null, null, null));
    }

    @Test
    void fractionsInOldFormatsAreRefusedBecauseTheLogDoesNotTellOfThem() {
        assertThatThrownBy(() -> RecordedChanges.of(Flavor.MARIADB, "old_hires"))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("table shop.old_hires: row 2")
                .hasMessageContaining("ALTER TABLE");
    }

    @Test
    void whatIsNoTimeIsRefused() {
        byte[] hour31 = {(byte) 0x99, (byte) 0xb2, (byte) 0xc7, (byte) 0xf0, 0};
        assertThatThrownBy(() -> TemporalDecoders.dateTime(0).decode(hour31, 0, 5))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("31:0:0");
        assertThatThrownBy(() -> TemporalDecoders.DATE.decode(new byte[] {(byte) 0xbf, 1, 0}, 0, 3))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("0-13-31");
        assertThatThrownBy(() -> TemporalDecoders.time(2).decode(new byte[] {(byte) 0x80, 0, 0, 100}, 0, 4))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("1000000 µs");
    }
}
