package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSizeTests {

    private final EventSize size = new EventSize(300 << 20);

    @ParameterizedTest
    @ValueSource(longs = {-1, (1L << 30) + (1 << 16) + 1, 1L << 32, Long.MIN_VALUE})
    void refusesWhatNoServerWrites(long length) {
        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> size.checked(length))
                .withMessageContaining("none has more than");
    }

    @Test
    void refusesWhatTheMemoryHasNoRoomFor() {
        assertThat(size.checked(100 << 20)).isEqualTo(100 << 20);
        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> size.checked((100 << 20) + 1))
                .withMessageContaining("104,857,601 bytes")
                .withMessageContaining("-Xmx");
    }
}
