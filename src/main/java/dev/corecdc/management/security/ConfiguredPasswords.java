package dev.corecdc.management.security;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares passwords with those of the configuration, in the encoding that each of them names. Makes no encodings: a plain
 * password stays one, which costs nothing to compare, while a login goes with every request.
 */
final class ConfiguredPasswords implements PasswordEncoder {

    /** A password with the name of its encoding before it. */
    private static final Pattern ENCODED = Pattern.compile("\\{.+}.*", Pattern.DOTALL);

    private final PasswordEncoder encodings = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final String sample;

    ConfiguredPasswords(List<String> passwords) {
        this.sample = passwords.stream().findFirst().orElse("");
    }

    /** What is compared for a user that is not there: a real password, so that it takes as long. */
    @Override
    public String encode(@Nullable CharSequence any) {
        return sample;
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String configured) {
        boolean plain = configured != null && !ENCODED.matcher(configured).matches();
        return encodings.matches(password, plain ? "{noop}" + configured : configured);
    }
}
