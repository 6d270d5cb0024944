package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTests {

    private final Patience patience = new Patience(Duration.ofSeconds(11));

    private boolean isOver(int seconds) {
        return patience.isOver(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void doublesEachTimeItWasInVain() {
        assertThat(isOver(60)).isFalse();
        assertThat(isOver(61)).isTrue();
        assertThat(isOver(120)).isFalse();
        assertThat(isOver(121)).isTrue();
        assertThat(isOver(240)).isFalse();
    }

    @Test
    void neverEndsLaterThanAfterHalfAnHour() {
        for (int i = 0; i < 20; i++) {
            assertThat(isOver(1801)).isTrue();
        }
    }

    @Test
    void isShortAgainWhenSomethingHasCome() {
        assertThat(isOver(61)).isTrue();
        patience.restore();
        assertThat(isOver(61)).isTrue();
    }

    @Test
    void isNotShorterThanAWaitThatIsNothingSpecial() {
        assertThat(new Patience(Duration.ofMinutes(5))
                        .isOver(Duration.ofMinutes(4).toNanos()))
                .isFalse();
    }
}
