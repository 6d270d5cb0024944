package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSizeTests {

    @ParameterizedTest
    @ValueSource(longs = {-1, (1L << 30) + (1 << 16) + 1, 1L << 32, Long.MIN_VALUE})
    void refusesWhatNoServerWrites(long length) {
        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> EventSize.checked(length))
                .withMessageContaining("none has more than");
    }

    @Test
    void refusesWhatTheMemoryCannotHoldTwice() {
        long half = Runtime.getRuntime().maxMemory() / 2;
        if (half < 1 << 30) {
            assertThat(EventSize.checked(half)).isEqualTo(half);
            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> EventSize.checked(half + 1))
                    .withMessageContaining("-Xmx");
        } else {
            assertThat(EventSize.checked(1L << 30)).isEqualTo(1 << 30);
        }
    }
}
