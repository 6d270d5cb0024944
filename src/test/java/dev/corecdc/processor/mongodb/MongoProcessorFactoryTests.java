package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MongoProcessorFactoryTests {

    @Test
    void takesANameWithoutAValueForNone() {
        Map<String, Object> values =
                new HashMap<>(Map.of("m.uri", "mongodb://localhost", "m.database", "", "m.collection", ""));
        MongoSettings settings =
                new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("m", MongoSettings.class);

        assertThat(settings.database()).isNull();
        assertThat(settings.collection()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "database        | te st    | state should be",
                "max-await-time  | -1s      | max-await-time",
                "connect-timeout | 0s       | connect-timeout",
                "max-await-time  | 1s       | socketTimeoutMS=1000",
                "pipeline[0]     | [1]      | not a JSON document",
                "pipeline[0]     | {        | not a JSON document"
            })
    void refusesWhatCannotWork(String key, String value, String words) {
        try (FollowedDatabase followed = new FollowedDatabase("mongodb://localhost/?socketTimeoutMS=1000")) {
            FollowedDatabase.Following following =
                    followed.follow().with("max-await-time", "500ms").with(key, value);
            assertThatIllegalArgumentException()
                    .isThrownBy(following::processor)
                    .withMessageContaining(words);
        }
    }
}
