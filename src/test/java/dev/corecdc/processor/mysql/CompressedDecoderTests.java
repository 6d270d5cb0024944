package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values are what MariaDB 11.8 wrote, the last two of them with {@code column_compression_zlib_wrap} OFF and ON. */
class CompressedDecoderTests {

    private static final ValueDecoder DECODER = new CompressedDecoder(StringDecoders.text(CharacterSets.UTF8));

    @ParameterizedTest
    @CsvSource({"'', 0", "0061626162, 2", "89c84b4c4a1c161000, 100", "81c8789c4b4c4a1c161000e98f4c2d, 100"})
    void valuesAreAsTheyWereBefore(String hex, int times) {
        assertThat(decode(hex)).isEqualTo("ab".repeat(times));
    }

    @ParameterizedTest
    @CsvSource({
        "79c84b4c4a1c161000, another algorithm",
        "88c84b4c4a1c161000, no length",
        "8dc84b4c4a1c161000, a length of five bytes",
        "89, cut off in the header",
        "89c8, nothing compressed",
        "89c84b4c4a1c16, cut off",
        "89c84b4c4a1c16100000, more behind it",
        "89c74b4c4a1c161000, a length too small",
        "89c94b4c4a1c161000, a length too great",
        "8cffffffff4b4c4a1c161000, a length beyond reason",
        "81c8789c4b4c4a1c161000e98f4c2e, a wrong checksum",
        "81c84b4c4a1c161000, no zlib header",
        "89c8ffffffff, no zlib at all"
    })
    void whatIsMalformedIsRefused(String hex, String what) {
        assertThatThrownBy(() -> decode(hex))
                .as(what)
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("compressed value");
    }

    private static Object decode(String hex) {
        byte[] bytes = HexFormat.of().parseHex("ff" + hex + "ff");
        return DECODER.decode(bytes, 1, bytes.length - 2);
    }
}
