package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredPasswordsTests {

    private final ConfiguredPasswords passwords = new ConfiguredPasswords(List.of("plain"));

    @ParameterizedTest
    @CsvSource({
        "plain, plain, true",
        "plain, Plain, false",
        "plain, '', false",
        "{plain, {plain, true",
        "{noop}plain, plain, true",
        "{bcrypt}$2a$04$rs9ZCUFuc5FFow3Y2DZe1OoJia4dNuDaPU32ou06y9iLg0/Bb1JXO, acts, true",
        "{bcrypt}$2a$04$rs9ZCUFuc5FFow3Y2DZe1OoJia4dNuDaPU32ou06y9iLg0/Bb1JXO, act, false"
    })
    void comparesInTheEncodingThatTheConfiguredPasswordNames(String configured, String typed, boolean same) {
        assertThat(passwords.matches(typed, configured)).isEqualTo(same);
    }

    @Test
    void makesNoEncodingOfItsOwn() {
        assertThat(passwords.upgradeEncoding("plain")).isFalse();
        assertThat(passwords.encode("anything")).isEqualTo("plain");
    }
}
