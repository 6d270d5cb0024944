package dev.corecdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.validation.Validation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Size;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class SecretValueAnalyzerTests {

    record Settings(
            @Nullable URL url,
            @Size(max = 3) @Nullable String password,
            @Nullable List<URL> urls,
            @Max(9) int port) {}

    @Test
    void doesNotShowAUriThatIsNone() {
        assertThat(analyze("url", "mongodb://me:geheim@host")).isEqualTo("The value of 'a.url' cannot be used.");
        assertThat(analyze("urls[0]", "mongodb://me:geheim@host"))
                .isEqualTo("The value of 'a.urls[0]' cannot be used.");
    }

    @Test
    void doesNotShowAPasswordThatIsInvalid() {
        assertThat(analyze("password", "geheim"))
                .isEqualTo("The value of 'a.password' is wrong: size must be between 0 and 3.");
    }

    @Test
    void leavesAllElseToSpringBoot() {
        assertThat(analyze("port", "many")).isNull();
        assertThat(analyze("port", "10")).isNull();
    }

    private static @Nullable String analyze(String key, String value) {
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("a." + key, value)));
            Throwable failure = catchThrowable(() -> binder.bind(
                    "a",
                    Bindable.of(Settings.class),
                    new ValidationBindHandler(new SpringValidatorAdapter(factory.getValidator()))));
            FailureAnalysis analysis = new SecretValueAnalyzer().analyze(Objects.requireNonNull(failure));
            return analysis == null ? null : analysis.getDescription();
        }
    }
}
