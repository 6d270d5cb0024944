package dev.corecdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected is what MySQL's ST_AsText and ST_AsBinary give, with the spaces of Maxwell's library. */
class WellKnownTextTests {

    private static final String P0 = "00000000000000000000000000000000";
    private static final String P1 = "000000000000f03f0000000000000440";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POINT (1 2.5) | 0101000000" + P1,
                "POINT (1 2.5) | 00000000013ff00000000000004004000000000000",
                "LINESTRING (0 0, 1 2.5) | 010200000002000000" + P0 + P1,
                "POLYGON ((0 0, 1 2.5, 0 0), (0 0)) | 01030000000200000003000000" + P0 + P1 + P0 + "01000000" + P0,
                "MULTIPOINT ((0 0), (1 2.5)) | 010400000002000000" + "0101000000" + P0 + "0101000000" + P1,
                "MULTILINESTRING ((0 0), (1 2.5)) | 010500000002000000010200000001000000" + P0 + "010200000001000000"
                        + P1,
                "MULTIPOLYGON (((0 0, 1 2.5))) | 01060000000100000001030000000100000002000000" + P0 + P1,
                "GEOMETRYCOLLECTION (POINT (1 2.5), LINESTRING (0 0)) | 0107000000020000000101000000" + P1
                        + "010200000001000000" + P0,
                "GEOMETRYCOLLECTION EMPTY | 010700000000000000",
            })
    void isMadeOfTheBinary(String text, String wkb) {
        assertThat(WellKnownText.of(HexFormat.of().parseHex(wkb))).isEqualTo(text);
    }

    @Test
    void refusesWhatIsNoGeometry() {
        assertThatThrownBy(() -> WellKnownText.of(HexFormat.of().parseHex("0109000000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 is no kind of geometry");
        assertThatThrownBy(() -> WellKnownText.of(HexFormat.of().parseHex("0101000000")))
                .isInstanceOf(BufferUnderflowException.class);
    }
}
