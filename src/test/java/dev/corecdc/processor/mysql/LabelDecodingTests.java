package dev.corecdc.processor.mysql;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelDecodingTests {

    @ParameterizedTest
    @EnumSource
    void labelsAreReadInTheirOwnCharacterSet(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "labels").rows("labels"))
                .containsExactly(
                        asList(1L, "small", "a", "x", "да", "да", "нет", "a"),
                        asList(2L, "größer", "a,c€", "😀", "x", "да,нет", "да", "b"),
                        asList(3L, "", "", "", "", "", "", ""),
                        asList(4L, null, null, null, null, null, null, null),
                        asList(5L, "", "a,b,c€", "x", "", "нет", "да", "a"));
    }

    @ParameterizedTest
    @EnumSource
    void characterSetsThatDifferFromTheDefaultAreFound(Flavor flavor) {
        RecordedChanges recorded = RecordedChanges.of(flavor, "labels");
        assertThat(recorded.rows("defaults")).containsExactly(asList("a", "b", "c", "d", "é", "é", "é", "é"));
        assertThat(recorded.rows("binary_labels")).containsExactly(asList("é", "b,ü"));
    }

    @ParameterizedTest
    @EnumSource
    void labelsCanBeMany(Flavor flavor) {
        String all = IntStream.rangeClosed(1, 64).mapToObj(i -> "s" + i).collect(Collectors.joining(","));
        assertThat(RecordedChanges.of(flavor, "labels").rows("many_labels"))
                .containsExactly(
                        asList(1L, "e300", "e255", "s1,s64", "s9", "s17", "s33"),
                        asList(2L, "e256", "e1", all, "s1", "s1", "s1,s2"));
    }

    @Test
    void whatHasNoLabelIsRefused() {
        ValueDecoder enumeration = LabelDecoders.enumeration(List.of("a", "b"));
        assertThatThrownBy(() -> enumeration.decode(new byte[] {3}, 0, 1))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("no label 3 of 2");
        ValueDecoder set = LabelDecoders.set(List.of("a", "b"));
        assertThatThrownBy(() -> set.decode(new byte[] {4}, 0, 1)).isInstanceOf(UndecodableEventException.class);
    }
}
