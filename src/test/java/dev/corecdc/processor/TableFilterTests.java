package dev.corecdc.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFilterTests {

    @Test
    void acceptsEverythingWhenNothingIsSaid() {
        TableFilter filter = new TableFilter(List.of(), List.of());
        assertThat(filter.accepts("shop", "person")).isTrue();
        assertThat(filter.acceptsDatabase("shop")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.person, shop, person, true",
        "shop.person, shop, persons, false",
        "shop.person, Shop, person, false",
        "shop.*, shop, person, true",
        "shop.*, shops, person, false",
        "*.person, any, person, true",
        "*.*, any, thing, true",
        "sh?p.p*n, shop, person, true",
        "sh?p.p*n, shp, person, false",
        "shop.a.b, shop, a.b, true",
        "shop.[a-z]+, shop, x, false",
        "shop.[a-z]+, shop, [a-z]+, true",
        "shop.\\Q*, shop, \\Qx, true",
        "größe.*, größe, t, true"
    })
    void matchesItsPatterns(String pattern, String database, String table, boolean accepted) {
        assertThat(new TableFilter(List.of(pattern), List.of()).accepts(database, table))
                .isEqualTo(accepted);
        assertThat(new TableFilter(List.of(), List.of(pattern)).accepts(database, table))
                .isNotEqualTo(accepted);
    }

    @Test
    void leavesOutWhatIsExcludedWhateverIsIncluded() {
        TableFilter filter = new TableFilter(List.of("shop.*", "crm.person"), List.of("*.log", "shop.tmp*"));
        assertThat(filter.accepts("shop", "person")).isTrue();
        assertThat(filter.accepts("shop", "log")).isFalse();
        assertThat(filter.accepts("shop", "tmp1")).isFalse();
        assertThat(filter.accepts("crm", "person")).isTrue();
        assertThat(filter.accepts("crm", "order")).isFalse();
    }

    @Test
    void acceptsADatabaseOfWhichATableCanBeWanted() {
        TableFilter filter = new TableFilter(List.of("shop.*", "crm.person", "old*.*"), List.of("old1.*", "shop.log"));
        assertThat(filter.acceptsDatabase("shop")).isTrue();
        assertThat(filter.acceptsDatabase("crm")).isTrue();
        assertThat(filter.acceptsDatabase("old2")).isTrue();
        assertThat(filter.acceptsDatabase("old1")).isFalse();
        assertThat(filter.acceptsDatabase("other")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, true",
                "shop.*, -, true",
                "*.*, -, true",
                "shop.a, -, false",
                "shop.?*, -, false",
                "-, shop.secret, false",
                "shop.*, *.log, false",
                "-, crm.*, true"
            })
    void knowsWhetherADatabaseIsWantedAsAWhole(@Nullable String include, @Nullable String exclude, boolean whole) {
        TableFilter filter = new TableFilter(
                include == null ? List.of() : List.of(include), exclude == null ? List.of() : List.of(exclude));

        assertThat(filter.acceptsWholeDatabase("shop")).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "shop.", ".person", "."})
    void refusesAPatternWithoutDatabaseOrTable(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TableFilter(List.of(), List.of(pattern)))
                .withMessageContaining("'" + pattern + "'");
    }

    @Test
    void ignoresCaseWhenTold() {
        TableFilter filter = new TableFilter(List.of("Shop.Orders"), List.of());

        assertThat(filter.accepts("shop", "orders")).isFalse();
        assertThat(filter.ignoringCase().accepts("shop", "orders")).isTrue();
        assertThat(filter.ignoringCase().accepts("shop", "others")).isFalse();
    }
}
