package dev.corecdc.management.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SecretSanitizerTests {

    private final StandardEnvironment environment = new StandardEnvironment();

    @ParameterizedTest
    @CsvSource({
        "cdc.processors.shop.mysql.password, x, true",
        "CDC_PROCESSORS_SHOP_MYSQL_PASSWORD, x, true",
        "cdc.processors.people.mongodb.uri, mongodb://localhost, true",
        "W, long-canary, true",
        "W, shrt, true",
        "sun.java.command, java -jar x, true",
        "any.thing, --password=long-canary, true",
        "any.thing, jdbc:mysql://me:geheim@localhost/copy, true",
        "any.thing, of-the-uri, true",
        "any.thing, jdbc:mysql://localhost/copy, false",
        "any.thing, shrtcake, false",
        "cdc.processors.shop.mysql.host, localhost, false",
        "cdc.processors.shop.mysql.username, cdc, false"
    })
    void keepsWhatIsSecretToItself(String key, String value, boolean secret) {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "settings",
                        Map.of(
                                "cdc.processors.shop.mysql.password", "${W}",
                                "W", "long-canary",
                                "cdc.security.users[0].password", "shrt",
                                "server.address", "localhost",
                                "cdc.processors.people.mongodb.uri", "mongodb://me:of-the-uri@localhost")));

        Object shown = new SecretSanitizer(environment)
                .apply(new SanitizableData(null, key, value))
                .getValue();

        assertThat(shown).isEqualTo(secret ? SanitizableData.SANITIZED_VALUE : value);
    }

    @Test
    void showsWhatIsThereWhereNothingIsSecret() {
        assertThat(new SecretSanitizer(environment)
                        .apply(new SanitizableData(null, "any.thing", "value"))
                        .getValue())
                .isEqualTo("value");
    }
}
