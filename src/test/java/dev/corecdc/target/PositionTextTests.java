package dev.corecdc.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PositionTextTests {

    @Test
    void readsWhatItWrites() {
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("file", "binlog.000012");
        position.put("offset", 4L);
        position.put("gtids", "a:1-5,\nb:7 \\ \r end ");
        position.put("", "");
        position.put("a name", "ü");
        String text = PositionText.of(position);
        assertThat(text).startsWith("file s binlog.000012\noffset n 4\n");
        assertThat(PositionText.read(text)).isEqualTo(position);
        assertThat(PositionText.of(PositionText.read(text))).isEqualTo(text);
    }

    @Test
    void refusesWhatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PositionText.read("file x binlog"))
                .withMessage("'file x binlog' is no part of a position");
        assertThatIllegalArgumentException().isThrownBy(() -> PositionText.of(Map.of("a", 1)));
    }
}
