package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartAtTests {

    @Test
    void readsAPlace() {
        assertThat(StartAt.parse("latest")).isEqualTo(new StartAt.Latest());
        assertThat(StartAt.parse("earliest")).isEqualTo(new StartAt.Earliest());
        assertThat(StartAt.parse("binlog.000012:345")).isEqualTo(new StartAt.Place("binlog.000012", 345));
        assertThat(StartAt.parse("my.log.000012:4294967295"))
                .isEqualTo(new StartAt.Place("my.log.000012", 4294967295L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5",
                "3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5:7:blue:1-3, 4e11fa47-71ca-11e1-9e33-c80aa9429562:9",
                "0-1-5",
                "0-1-5,2-1-18446744073709551615"
            })
    void readsASetOfTransactions(String gtids) {
        assertThat(StartAt.parse(gtids)).isEqualTo(new StartAt.Transactions(gtids));
    }

    @Test
    void readsATimeWithItsZone() {
        StartAt.Time noon = new StartAt.Time(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(StartAt.parse("2026-01-31T12:00:00Z")).isEqualTo(noon);
        assertThat(StartAt.parse("2026-01-31T13:00+01:00")).isEqualTo(noon);
        assertThat(StartAt.parse("2026-01-31T12:00:00.25Z"))
                .isEqualTo(new StartAt.Time(Instant.parse("2026-01-31T12:00:00.250Z")));
    }

    @Test
    void beginsAFileBehindItsHeader() {
        assertThat(StartAt.parse("binlog.000012:0")).isEqualTo(new StartAt.Place("binlog.000012", 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Latest",
                "now",
                "binlog.000012",
                "binlog:4",
                "binlog.000012:",
                "binlog.000012:x",
                "binlog.000012:-4",
                "bin log.000012:4",
                "binlog.000012:12345678901",
                "2024-12-03",
                "2024-12-03T10:00:00",
                "3e11fa47-71ca-11e1-9e33-c80aa9429562",
                "3e11fa47-71ca-11e1-9e33-c80aa9429562:",
                "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5,0-1-5",
                "0-1"
            })
    void refusesWhatIsNoPlace(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartAt.parse(text))
                .withMessageContaining("start-at '" + text + "'");
    }
}
