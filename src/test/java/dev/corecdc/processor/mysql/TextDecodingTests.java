package dev.corecdc.processor.mysql;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextDecodingTests {

    @ParameterizedTest
    @EnumSource
    void unicodeTextIsReadInEveryEncoding(Flavor flavor) {
        String all = "aé€😀";
        String marked = "\uFEFFx";
        String replacement = "\uFFFD";
        assertThat(RecordedChanges.of(flavor, "texts").rows("unicode"))
                .containsExactly(
                        asList(1L, all, "aé€", all, all, all, "aé€", all, all, "ascii", all),
                        asList(2L, marked, marked, marked, marked, marked, marked, marked, marked, "x", marked),
                        asList(
                                3L,
                                replacement,
                                replacement,
                                replacement,
                                replacement,
                                replacement,
                                replacement,
                                replacement,
                                replacement,
                                "",
                                replacement));
    }

    @ParameterizedTest
    @EnumSource
    void textInSingleByteCharacterSetsIsReadAsTheServerReadsIt(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "texts").rows("western"))
                .containsExactly(
                        asList(
                                1L,
                                "€éß",
                                "čąß",
                                "ığş",
                                "ėųž",
                                "αβγ",
                                "שלום",
                                "ไทย",
                                "привет",
                                "їжак",
                                "éñÇ",
                                "čąß",
                                "привет",
                                "čąß€",
                                "привет€",
                                "سلام",
                                "ėųž",
                                "čąß",
                                "éñπ",
                                "éñß",
                                "éñß",
                                "åäö",
                                "Բարեվ",
                                "გამარჯობა",
                                "čřž"),
                        asList(
                                2L,
                                "\u0081\u008d\u008f\u0090\u009d",
                                "",
                                "",
                                "",
                                "",
                                "\u203e",
                                "\u0080\u009f",
                                "",
                                "\u2022",
                                "",
                                "",
                                "\u207f\u00b2",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "ascii",
                                "",
                                "",
                                ""));
    }

    @ParameterizedTest
    @EnumSource
    void textInMultiByteCharacterSetsIsReadAsTheServerReadsIt(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "texts").rows("asian"))
                .containsExactly(
                        asList(1L, "中文字", "中文字", "中文字", "日本ｱｲ語", "日本ｱｲ語①", "日本ｱｲ語", "日本ｱｲ語①", "한국어똠", "日本"),
                        asList(
                                2L,
                                "\u7881",
                                "\u2295",
                                "a中b",
                                "\u2015",
                                "\u2015",
                                "\u2015A\ue000",
                                "\u2015A\uffe4",
                                "a한b",
                                "ﾃｽﾄ"));
    }

    @Test
    void gb18030IsReadAsTheServerReadsItWhateverJavaTakesItFor() {
        assertThat(RecordedChanges.of(Flavor.MYSQL, "special").rows("gb"))
                .containsExactly(asList(1L, "中😀é"), asList(2L, "\ue78d"), asList(3L, "\ufe10"), asList(4L, "a䶿b"));
    }

    @Test
    void collationsOfMariaDbAreKnown() {
        assertThat(RecordedChanges.of(Flavor.MARIADB, "special").rows("collations"))
                .containsExactly(List.of("é€", "é€", "é€", "é€", "é€"));
    }

    @ParameterizedTest
    @EnumSource
    void binaryStringsKeepTheirZerosAndTextsTheirSpaces(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "binary").rows("strings"))
                .containsExactly(
                        // The spaces at the end of a CHAR are not stored.
                        asList(
                                1L,
                                "0x01020000",
                                "0x01" + "00".repeat(254),
                                "0x010000",
                                "0x0200",
                                "0x00",
                                "0xff00",
                                "0x00ff",
                                "0xfe",
                                "a",
                                "a  ",
                                " b ",
                                "tiny",
                                "text ",
                                "medium",
                                "long",
                                "ü"),
                        asList(
                                2L,
                                "0x00000000",
                                "0x" + "00".repeat(255),
                                "0x",
                                "0x",
                                "0x",
                                "0x",
                                "0x",
                                "0x",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                ""),
                        asList(
                                3L,
                                "0x00000001",
                                "0x" + "78".repeat(255),
                                "0x" + "79".repeat(10),
                                "0x" + "7a".repeat(300),
                                "0x" + "74".repeat(255),
                                "0x" + "62".repeat(300),
                                "0x6d",
                                "0x6c",
                                "1234",
                                "€".repeat(10),
                                "€".repeat(300),
                                "t".repeat(255),
                                "€".repeat(300),
                                "😀",
                                "e",
                                "€".repeat(255)),
                        asList(
                                4L, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                                null, null));
    }

    @Test
    void aCollationThatIsNotKnownIsRefusedByItsId() {
        assertThatThrownBy(() -> CharacterSets.ofCollation(9999))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("9999");
    }

    @ParameterizedTest
    @CsvSource({
        "11, 418042, ascii",
        "18, 41ff42, tis620",
        "10, 617f62, swe7",
        "26, 418142, cp1250",
        "13, 41f04042, sjis",
        "12, 418fa1a142, ujis",
        "19, 41a2e842, euckr",
        "45, 41eda08042, utf8mb4",
        "33, 41edbfbf42, utf8mb3",
        "35, 0041d8000042, ucs2",
        "60, 000000410000dfff00000042, utf32"
    })
    void codesThatHaveNoCharacterBecomeTheReplacementCharacter(int collation, String hex, String what) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        String text = CharacterSets.ofCollation(collation).decode(bytes, 0, bytes.length);
        assertThat(text.replaceAll("[ABab]", "")).as(what).isEqualTo("\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({"45, c3a9eda0bdedb88041", "35, 00e9d83dde000041", "60, 000000e90000d83d0000de0000000041"})
    void twoSurrogatesThatBelongTogetherAreOneCharacter(int collation, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(CharacterSets.ofCollation(collation).decode(bytes, 0, bytes.length))
                .isEqualTo("é😀A");
    }

    @ParameterizedTest
    @CsvSource({
        "45, e282, cut off",
        "45, c080, overlong",
        "45, eda041, cut off within",
        "45, c3eda080, cut off before a surrogate",
        "45, f4908080, past the last character",
        "33, ff, utf8mb3",
        "54, d800, a lone surrogate",
        "54, 0061d8, cut off",
        "35, d80000, cut off in ucs2",
        "60, 00110000, past the last character",
        "60, 000000, cut off",
        "28, ff, gbk",
        "13, f04081, sjis behind a code without a character",
        "13, 81, sjis cut off",
        "1, a1, big5 cut off",
        "12, 8fa1, ujis cut off",
        "248, 8130, gb18030 cut off"
    })
    void whatIsNoTextIsRefusedAndNothingIsReplaced(int collation, String hex, String what) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        CharacterSet characterSet = CharacterSets.ofCollation(collation);
        assertThatThrownBy(() -> characterSet.decode(bytes, 0, bytes.length))
                .as(what)
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("no text in");
    }
}
