package dev.corecdc.checkpoint.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNameTests {

    @ParameterizedTest
    @CsvSource({
        "shop, shop",
        "my-target_2, my-target_2",
        "myTarget, myTarget",
        "cdcTarget.out, cdcTarget%2Eout",
        "$set, %24set",
        "a/b, a%2Fb",
        "a%2Fb, a%252Fb",
        "ü, %C3%BC",
        "😀, %F0%9F%98%80",
        "0, 0"
    })
    void standsForAName(String name, String field) throws Exception {
        assertThat(FieldName.of(name)).isEqualTo(field);
        assertThat(FieldName.nameOf(field)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "$a", "%", "%2", "%2f", "%zz", "%61", "%FF", "%C3", "a b", "ü"})
    void standsForNothingElse(String field) {
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> FieldName.nameOf(field))
                .withMessage("\"" + field + "\" stands for no name");
    }
}
