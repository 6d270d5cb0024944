package dev.corecdc.management.security;

import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a user may do. */
enum Role {
    /** Look at everything, change nothing. */
    VIEWER,
    /** Look and change. */
    OPERATOR;

    private static final String PREFIX = "ROLE_";

    /** The name by which rules and configurations call it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    GrantedAuthority authority() {
        return new SimpleGrantedAuthority(PREFIX + id());
    }

    /** The roles of that name, in whatever case: one or none. */
    static Stream<Role> named(String name) {
        return Stream.of(values()).filter(role -> role.name().equalsIgnoreCase(name));
    }
}
