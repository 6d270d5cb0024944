package dev.corecdc.config;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;

/** Shows a wrong value without it where the key sounds like a secret; all others are left to Spring Boot. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecretValueAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final Pattern SECRET = Pattern.compile(
            ".*(password|passwd|pwd|secret|token|credentials?|key|ur[il]s?)(\\[\\d+])?", Pattern.CASE_INSENSITIVE);

    private static final String ACTION = "Correct it there. The value is not shown, as it may be a secret.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (cause.getCause() instanceof BindValidationException invalid) {
            return analyze(invalid);
        }
        ConfigurationPropertyName name = cause.getName();
        return isSecret(name.toString())
                ? new FailureAnalysis("The value of '%s' cannot be used.".formatted(name), ACTION, cause)
                : null;
    }

    private static @Nullable FailureAnalysis analyze(BindValidationException invalid) {
        String faults = invalid.getValidationErrors().getAllErrors().stream()
                .filter(FieldError.class::isInstance)
                .map(FieldError.class::cast)
                .filter(error -> isSecret(error.getField()))
                .map(error -> "The value of '%s.%s' is wrong: %s."
                        .formatted(
                                invalid.getValidationErrors().getName(), error.getField(), error.getDefaultMessage()))
                .collect(Collectors.joining(System.lineSeparator()));
        return faults.isEmpty() ? null : new FailureAnalysis(faults, ACTION, invalid);
    }

    private static boolean isSecret(String key) {
        return SECRET.matcher(key).matches();
    }
}
