package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartAtTests {

    private static final ResumeToken TOKEN = new ResumeToken("82674D3C47000000012B0229296E04", null);

    @Test
    void readsEachNotation() {
        assertThat(StartAt.parse("latest")).isEqualTo(new StartAt.Latest());
        assertThat(StartAt.parse("earliest")).isEqualTo(new StartAt.Earliest());
        assertThat(StartAt.parse("2026-01-31T10:00:00Z"))
                .isEqualTo(new StartAt.Time(Instant.parse("2026-01-31T10:00:00Z")));
        assertThat(StartAt.parse("2026-01-31T10:00:00.5+02:00"))
                .isEqualTo(new StartAt.Time(Instant.parse("2026-01-31T08:00:00.5Z")));
        assertThat(StartAt.parse("82674d3c47000000012b0229296e04")).isEqualTo(new StartAt.Token(TOKEN));
        assertThat(StartAt.parse("{\"_data\": \"82674D3C47000000012B0229296E04\"}"))
                .isEqualTo(new StartAt.Token(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "now", "Latest", "2026-01-31", "2026-01-31T10:00:00", "82", "{}", "{", "binlog.000001:4"})
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartAt.parse(text))
                .withMessageContaining("'%s'", text)
                .withMessageContaining("resume token");
    }
}
