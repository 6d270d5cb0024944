package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
                "2024-12-03"
            })
    void refusesWhatIsNoPlace(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartAt.parse(text))
                .withMessageContaining("start-at '" + text + "'");
    }
}
