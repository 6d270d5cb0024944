package dev.corecdc.stream;

import static dev.corecdc.testing.ScriptedProcessor.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LettersAheadTests {

    private static final Position ELSEWHERE = new Position() {
        @Override
        public boolean covers(Position other) {
            return other == this;
        }

        @Override
        public Map<String, Object> toMap() {
            return Map.of();
        }
    };

    private final LettersAhead ahead = new LettersAhead();

    @Test
    void areThoseWhosePlacesLieFurtherOn() {
        ahead.begin(at(5));

        assertThat(ahead.add(1, at(5))).isFalse();
        assertThat(ahead.add(2, at(6))).isTrue();
        assertThat(ahead.advance(at(6), number -> false)).isEmpty();
        assertThat(ahead.advance(at(7), number -> false)).containsExactly(2L);
        assertThat(ahead.isEmpty()).isTrue();
    }

    @Test
    void areNoneWhosePlacesCannotBeComparedWithWhatIsRead() {
        ahead.begin(at(5));
        assertThat(ahead.add(1, ELSEWHERE)).isFalse();

        ahead.begin(ELSEWHERE);
        assertThat(ahead.add(1, at(5))).isFalse();
        assertThat(ahead.advance(at(9), number -> false)).isEqualTo(List.of());
    }
}
