package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The texts are those that MySQL itself gave for the values. */
class JsonDecoderTests {

    private final RecordedChanges recorded = RecordedChanges.of(Flavor.MYSQL, "json");

    @Test
    void documentsReadAsMySqlPrintsThem() {
        Map<Object, Object> documents = documents();
        assertThat(documents)
                .containsEntry(2L, "[]")
                .containsEntry(3L, "{}")
                .containsEntry(4L, "null")
                .containsEntry(5L, "true")
                .containsEntry(6L, "false")
                .containsEntry(7L, "\"é😀\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u007f\"")
                .containsEntry(10L, null)
                .containsEntry(11L, "12")
                .containsEntry(12L, "1.25")
                .containsEntry(13L, "18446744073709551615");
        assertThat(recorded.changes("documents").get(0).row().get(1))
                .isEqualTo("{\"\": true, \"a\": \"text\", \"b\": [1, 2, {\"c\": null}]}");
    }

    @Test
    void wholeNumbersAreExact() {
        assertThat(documents().get(8L))
                .isEqualTo("[0, -1, 32767, 32768, 65535, 65536, -32768, -32769, 2147483647, 2147483648, 4294967295,"
                        + " 4294967296, -2147483648, -2147483649, 9223372036854775807, 9223372036854775808,"
                        + " 18446744073709551615, -9223372036854775808]");
    }

    @Test
    void floatingPointNumbersAreTheShortestThatReadBackTheSame() {
        assertThat(documents().get(9L))
                .isEqualTo("[1.5, 0.0, -0.0, 100000000000000.0, 1e15, 1.2345678901234567, 0.000000000000001, 1e-16,"
                        + " 1e300, -1.5e-300, 0.1, 123456.789, 5e-324, 1.7976931348623157e308,"
                        + " 0.00000000000005684341886080802, 1079183394166988.1, 1.234567890123456e15]");
    }

    @Test
    void valuesOfColumnTypesHaveTheirTextOrBase64() {
        String line = "base64:type15:" + "/".repeat(76);
        assertThat(documents().get(20L))
                .isEqualTo("[1.50, -99999999999999999999.123456789, \"2024-01-02\", \"2024-01-02 03:04:05.678000\","
                        + " \"-12:34:56.700000\", \"838:59:59.000000\", \"base64:type15:BQ==\","
                        + " \"base64:type15:AP8Q\", 2024, \"" + line + "\", \"" + line + "\\n/w==\"]");
        assertThat(documents().get(24L)).isEqualTo("{\"t\": \"2024-01-02 03:04:05.000000\"}");
    }

    @Test
    void documentsCanBeLargeAndDeep() {
        assertThat(documents())
                .containsEntry(
                        21L,
                        "{\"m\": -5, \"n\": 100000, \"u\": 4000000000, \"long\": \"" + "x".repeat(70000)
                                + "\", \"nested\": [1, 100000, \"y\"]}")
                .containsEntry(22L, "[".repeat(100) + "]".repeat(100))
                .containsEntry(
                        23L,
                        "[\"" + "a".repeat(127) + "\", \"" + "b".repeat(128) + "\", \"" + "é".repeat(8192) + "\"]");
    }

    @Test
    void everyTextIsValidJson() {
        JsonMapper mapper = new JsonMapper();
        documents().values().stream()
                .filter(text -> text != null)
                .forEach(text -> assertThat(mapper.readTree((String) text)).isNotNull());
    }

    @Test
    void anUpdateHoldsBothDocuments() {
        var update =
                recorded.changes("documents").get(recorded.changes("documents").size() - 1);
        assertThat(update.before()).contains("{\"\": true, \"a\": \"text\", \"b\": [1, 2, {\"c\": null}]}");
        assertThat(update.row()).contains("{\"\": true, \"a\": \"x\", \"b\": [1, 2, {\"c\": null}]}");
    }

    @Test
    void anEmptyValueIsNull() {
        assertThat(recorded.rows("required")).containsExactly(List.of(1L, "null", 7L));
    }

    @ParameterizedTest
    @CsvSource({
        "0d, there is no type 13",
        "0404, there is no literal 4",
        "0501, ends too early",
        "0c80808080808001, a length is out of range",
        "0c0561, 5 bytes do not fit",
        "0200000500, bytes does not fit",
        "02ffff0400, elements do not fit",
        "0201000700021000, outside of its object",
        // an array whose only element is the array itself
        "0201000700020000, elements overlap",
        "0f070101, the length of a value is wrong",
        "0bffffffffffffffff, NaN",
        "0c01ff, no text"
    })
    void malformedDocumentsAreRefused(String hex, String why) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> JsonDecoder.decode(bytes, 0, bytes.length))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining(why);
    }

    /** By id, the last first. */
    private Map<Object, Object> documents() {
        Map<Object, Object> documents = new TreeMap<>();
        recorded.rows("documents").forEach(row -> documents.put(row.get(0), row.get(1)));
        return documents;
    }
}
