package dev.corecdc.management.actuator;

import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.function.SingletonSupplier;

/**
 * Keeps secrets out of {@code env} and {@code configprops} even where their values are to be shown: what a key calls a secret or a
 * URI, what has credentials in it, and what has the value of a secret, such as the variable that the secret was taken from.
 */
final class SecretSanitizer implements SanitizingFunction {

    private static final Pattern CREDENTIALS = Pattern.compile("://[^/?#\\s@]*:([^/?#\\s@]*)@");

    /** What Kafka's clients call secrets, and Spring Boot does not know. */
    private static final Pattern OF_KAFKA = Pattern.compile("(?i).*(jaas[._-]?config|passphrase)");

    /** Shorter ones are looked for as a whole value only, as they may be a part of any word. */
    private static final int DISTINCT = 6;

    private static final SanitizingFunction SENSITIVE =
            SanitizingFunction.sanitizeValue().ifLikelySensitive();

    private static final SanitizingFunction CREDENTIAL =
            SanitizingFunction.sanitizeValue().ifLikelyCredential();

    private final ConfigurableEnvironment environment;
    private final Supplier<Set<String>> secrets = SingletonSupplier.of(this::findSecrets);

    SecretSanitizer(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        boolean secret = isMeant(SENSITIVE, data) || isSecret(String.valueOf(data.getValue()));
        return secret ? data.withSanitizedValue() : data;
    }

    private static boolean isMeant(SanitizingFunction function, SanitizableData data) {
        if (OF_KAFKA.matcher(data.getKey()).matches()) {
            return true;
        }
        var filter = function.filter();
        return filter != null && filter.test(data);
    }

    private boolean isSecret(String value) {
        return CREDENTIALS.matcher(value).find()
                || secrets.get().stream()
                        .anyMatch(secret -> secret.length() < DISTINCT ? value.equals(secret) : value.contains(secret));
    }

    private Set<String> findSecrets() {
        return environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .distinct()
                .flatMap(this::secretsOf)
                .filter(secret -> !secret.isBlank())
                .collect(Collectors.toSet());
    }

    private Stream<String> secretsOf(String key) {
        String value = environment.getProperty(key);
        if (value == null) {
            return Stream.empty();
        }
        Matcher credentials = CREDENTIALS.matcher(value);
        if (credentials.find()) {
            return Stream.of(credentials.group(1));
        }
        return isMeant(CREDENTIAL, new SanitizableData(null, key, value)) ? Stream.of(value) : Stream.empty();
    }
}
