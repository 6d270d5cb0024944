package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonChangesTests {

    /** {@code [1, {"a": 2, "bb": []}]}. */
    private static final String DOCUMENT = "02" + "02002300" + "050100" + "000a00" + "02001900" + "12000100"
            + "13000200" + "050200" + "021500" + "61" + "6262" + "00000400";

    private static final String TRUE = "0401";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$[0] | [true, {\"a\": 2, \"bb\": []}]",
                "$[last-1] | [true, {\"a\": 2, \"bb\": []}]",
                "$[1] | [1, true]",
                "$[last] | [1, true]",
                "$[1].a | [1, {\"a\": true, \"bb\": []}]",
                "$[1].\"bb\" | [1, {\"a\": 2, \"bb\": true}]",
                "$[1].\"\\u0062b\" | [1, {\"a\": 2, \"bb\": true}]",
                "$ | true"
            })
    void replace(String path, String expected) {
        assertThat(after(change(0, path, TRUE))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$[0] | [true, 1, {\"a\": 2, \"bb\": []}]",
                "$[1] | [1, true, {\"a\": 2, \"bb\": []}]",
                "$[2] | [1, {\"a\": 2, \"bb\": []}, true]",
                "$[9] | [1, {\"a\": 2, \"bb\": []}, true]",
                "$[last] | [1, true, {\"a\": 2, \"bb\": []}]",
                "$[last-7] | [true, 1, {\"a\": 2, \"bb\": []}]",
                "$[1].b | [1, {\"a\": 2, \"b\": true, \"bb\": []}]",
                "$[1].aa | [1, {\"a\": 2, \"aa\": true, \"bb\": []}]",
                "$[1].é | [1, {\"a\": 2, \"bb\": [], \"é\": true}]",
                "$[1].\"\" | [1, {\"\": true, \"a\": 2, \"bb\": []}]",
                "$[1].\"x.y[1]\\\"\" | [1, {\"a\": 2, \"bb\": [], \"x.y[1]\\\"\": true}]",
                "$[1].bb[0] | [1, {\"a\": 2, \"bb\": [true]}]"
            })
    void insert(String path, String expected) {
        assertThat(after(change(1, path, TRUE))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$[0] | [{\"a\": 2, \"bb\": []}]",
                "$[last] | [1]",
                "$[1].a | [1, {\"bb\": []}]",
                "$[1].bb | [1, {\"a\": 2}]"
            })
    void remove(String path, String expected) {
        assertThat(after(remove(path))).isEqualTo(expected);
    }

    @Test
    void changesHoldOneAfterTheOther() {
        assertThat(after(remove("$[0]"), remove("$[0].a"), remove("$[0].bb"), change(1, "$[0].a", "0200000400")))
                .isEqualTo("[{\"a\": []}]");
        assertThat(after(change(0, "$", DOCUMENT), change(0, "$[0]", DOCUMENT), remove("$[1]"), remove("$[0][1].bb")))
                .isEqualTo("[[1, {\"a\": 2}]]");
        assertThat(after(remove("$[0]"), remove("$[0]"))).isEqualTo("[]");
        assertThat(after(remove("$[1].a"), remove("$[1].bb"))).isEqualTo("[1, {}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "$.",
                "$..a",
                "$[",
                "$[]",
                "$[-1]",
                "$[1",
                "$[*]",
                "$.*",
                "$**.a",
                "$[1 to 2]",
                "$[last+1]",
                "$[last-]",
                "$[99999999999]",
                "$.\"a",
                "$.\"\\x\"",
                "$.\"\\u00\"",
                "$.\"\\u00zz\"",
                "$[1]a",
                "$ [1]"
            })
    void pathsThatNameNoValueAreRefused(String path) {
        assertThatThrownBy(() -> after(change(0, path, TRUE)))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("the path of a change is malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "0, $[2], does not hold",
        "0, $[last-2], does not hold",
        "0, $[1].c, does not hold",
        "0, $[1].c.d, does not hold",
        "0, $[0].a, no object",
        "0, $[0][0], no array",
        "0, $.a, no object",
        "1, $[1].a, there already",
        "1, $, only be replaced",
        "2, $, only be replaced",
        "2, $[2], does not hold",
        "2, $[1].c, does not hold",
        "3, $[1], no change of the kind 3"
    })
    void changesThatDoNotFitTheDocumentAreRefused(int operation, String path, String why) {
        assertThatThrownBy(() -> after(change(operation, path, operation == 2 ? "" : TRUE)))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining(why);
    }

    @Test
    void changesThatEndTooEarlyAreRefused() {
        String whole = change(0, "$[1].a", DOCUMENT);
        for (int length = 2; length < whole.length(); length += 2) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> after(cut)).isInstanceOf(UndecodableEventException.class);
        }
    }

    @Test
    void documentsStayBounded() {
        // an array whose two elements are the array itself
        String endless = "02" + "02000a00" + "020000" + "020000";
        StringBuilder path = new StringBuilder("$");
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            changes.add(change(0, path.append("[0]").toString(), TRUE));
        }
        assertThatThrownBy(() -> apply(endless, String.join("", changes)))
                .isInstanceOf(UndecodableEventException.class);
        List<String> nesting = new ArrayList<>();
        StringBuilder deeper = new StringBuilder("$[0]");
        for (int i = 0; i < 100; i++) {
            nesting.add(change(0, deeper.toString(), "02" + "01000700" + "050000"));
            deeper.append("[0]");
        }
        assertThatThrownBy(() -> after(nesting.toArray(String[]::new)))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("deeper than 100");
        assertThat(after(nesting.subList(0, 99).toArray(String[]::new))).startsWith("[".repeat(100) + "0]");
    }

    private static String after(String... changes) {
        return apply(DOCUMENT, String.join("", changes));
    }

    private static String apply(String document, String changes) {
        return JsonChanges.apply(bytes(document), bytes(changes)).text();
    }

    private static EventBytes bytes(String hex) {
        return new EventBytes(HexFormat.of().parseHex(hex));
    }

    private static String change(int operation, String path, String value) {
        return hex(operation)
                + behindLength(HexFormat.of().formatHex(path.getBytes(StandardCharsets.UTF_8)))
                + (value.isEmpty() ? "" : behindLength(value));
    }

    private static String remove(String path) {
        return change(2, path, "");
    }

    /** Behind its packed length. */
    private static String behindLength(String hex) {
        int length = hex.length() / 2;
        return length < 251 ? hex(length) + hex : "fc" + hex(length & 0xff) + hex(length >> 8) + hex;
    }

    private static String hex(int number) {
        return HexFormat.of().toHexDigits((byte) number);
    }
}
