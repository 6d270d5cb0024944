package dev.corecdc.management.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * The users that log in with a password: those of {@code cdc.security.users}, and that of {@code spring.security.user}. The
 * latter is left out when it has no password but there is another way in; when there is none, one is made and logged.
 */
final class PasswordUsers implements UserDetailsService {

    private static final Logger log = LoggerFactory.getLogger(PasswordUsers.class);

    private final Map<String, UserDetails> users = new LinkedHashMap<>();

    /** @param otherWay whether there is a way in without a password */
    PasswordUsers(SecurityProperties.User single, AccessProperties access, boolean otherWay) {
        for (AccessProperties.Login login : access.users()) {
            add(login.name(), login.password(), List.of(login.role().authority()));
        }
        if (!single.isPasswordGenerated() || (users.isEmpty() && !otherWay)) {
            if (users.containsKey(single.getName())) {
                throw new InvalidConfigurationPropertyValueException(
                        "spring.security.user.name",
                        single.getName(),
                        "A user of 'cdc.security.users' has this name too.");
            }
            add(single.getName(), single.getPassword(), authorities(single.getRoles()));
            if (single.isPasswordGenerated()) {
                log.warn(
                        "Using generated security password: {} (user '{}'; set 'spring.security.user.password' to have one of"
                                + " your own)",
                        single.getPassword(),
                        single.getName());
            }
        }
    }

    private void add(String name, String password, Collection<? extends GrantedAuthority> authorities) {
        users.put(
                name,
                User.withUsername(name)
                        .password(password)
                        .authorities(authorities)
                        .build());
    }

    /** Whoever is given no roles may do everything. */
    private static List<GrantedAuthority> authorities(List<String> roles) {
        if (roles.isEmpty()) {
            return List.of(Role.OPERATOR.authority());
        }
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (String role : roles) {
            authorities.add(new SimpleGrantedAuthority("ROLE_" + role));
            Role.named(role).map(Role::authority).forEach(authorities::add);
        }
        return authorities;
    }

    /** A copy each time, because the password is wiped out of it. */
    @Override
    public UserDetails loadUserByUsername(String name) {
        UserDetails user = users.get(name);
        if (user == null) {
            throw new UsernameNotFoundException("There is no such user.");
        }
        return User.withUserDetails(user).build();
    }

    /** The passwords as they are configured. */
    List<String> passwords() {
        return users.values().stream()
                .map(UserDetails::getPassword)
                .map(String::valueOf)
                .toList();
    }
}
