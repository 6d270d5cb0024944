package dev.corecdc.management.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may log in, beside the user of {@code spring.security.user}.
 *
 * @param users further users
 * @param failedLogins how many wrong passwords are taken
 */
@ConfigurationProperties(prefix = "cdc.security", ignoreUnknownFields = false)
@Validated
record AccessProperties(
        @DefaultValue List<@Valid Login> users,
        @Valid @DefaultValue FailedLoginsProperties failedLogins) {

    AccessProperties {
        Set<String> names = new HashSet<>();
        for (Login user : users) {
            if (!names.add(user.name())) {
                throw new IllegalArgumentException("'cdc.security.users' has two users called '" + user.name() + "'");
            }
        }
        users = List.copyOf(users);
    }

    /**
     * A user.
     *
     * @param name as it is typed, upper and lower case too
     * @param password plain, or encoded with its method before it, such as {@code {bcrypt}}
     * @param role what the user may do
     */
    record Login(
            @NotBlank String name,
            @NotBlank String password,
            @NotNull @DefaultValue("viewer") Role role) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Login[%s, %s]".formatted(name, role);
        }
    }

    /**
     * How many wrong passwords are taken of one user from one address.
     *
     * @param limit how many wrong passwords may follow each other, each within the period after the one before
     * @param period how long more are then refused
     */
    record FailedLoginsProperties(
            @Min(1) @DefaultValue("10") int limit,
            @NotNull @DefaultValue("1m") Duration period) {}
}
