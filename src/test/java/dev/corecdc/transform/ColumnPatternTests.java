package dev.corecdc.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnPatternTests {

    @ParameterizedTest
    @CsvSource({
        "shop.users.email, shop.users.email, true",
        "shop.users.email, SHOP.Users.eMail, true",
        "shop.users.email, shop.users.emails, false",
        "shop.users.email, shop_users_email, false",
        "shop.users.e?ail, shop.users.eXail, true",
        "shop.*.email, shop.orders.email, true",
        "*.*.*mail*, crm.people.e-mail-address, true",
        "*.*.email, test.people.contact.email, true",
        "test.people.a.b, test.people.a.0.b, true",
        "test.people.a.b, test.people.a.0.12.b.3, true",
        "test.people.2024.x, test.people.2024.x, true",
        "test.people.a.b, test.people.ab, false",
        "test.a.b.c, test.a.b.c, true",
        "shop.us[e]rs.email, shop.users.email, false",
    })
    void matches(String pattern, String column, boolean expected) {
        assertThat(ColumnPattern.parse(pattern).matches(column)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.users.email, shop.users., true",
        "shop.users.email, shop.use, true",
        "shop.users.email, shop.orders., false",
        "*.users.email, shop.users., true",
        "*.*.email, any.thing., true",
        "test.people.a.b, test.people.a., true",
        "test.people.a.b, test.people.b., false",
    })
    void knowsWhatItCanMatch(String pattern, String beginning, boolean expected) {
        assertThat(ColumnPattern.parse(pattern).canMatchBelow(beginning)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "users.email", "*.email", "shop..email", "shop.users.", ".users.email", " "})
    void refusesWhatIsNoColumn(String text) {
        assertThatThrownBy(() -> ColumnPattern.parse(text))
                .hasMessage("'%s' is not of the form database.table.column", text);
    }
}
