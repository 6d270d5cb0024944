package dev.corecdc.management.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Finds the roles of a token: {@code viewer} or {@code operator} in its claim {@code scope} or {@code scp}, or in whatever
 * claims {@code spring.security.oauth2.resourceserver.jwt.authorities-*} names instead, and in its claim {@code roles}.
 */
final class TokenRoles implements Converter<Jwt, AbstractAuthenticationToken> {

    private static final String CLAIM = "roles";

    private final JwtAuthenticationConverter converter;

    TokenRoles(JwtAuthenticationConverter converter) {
        this.converter = converter;
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        AbstractAuthenticationToken plain = converter.convert(token);
        List<GrantedAuthority> authorities = new ArrayList<>(plain.getAuthorities());
        Stream.concat(plain.getAuthorities().stream().map(TokenRoles::withoutPrefix), claimed(token))
                .flatMap(Role::named)
                .distinct()
                .map(Role::authority)
                .forEach(authorities::add);
        return new JwtAuthenticationToken(token, authorities, plain.getName());
    }

    private static Stream<String> claimed(Jwt token) {
        Object claim = token.getClaims().get(CLAIM);
        if (claim instanceof String text) {
            return Stream.of(text.split("[ ,]+", -1));
        }
        return claim instanceof Collection<?> list ? list.stream().map(String::valueOf) : Stream.empty();
    }

    private static String withoutPrefix(GrantedAuthority authority) {
        return String.valueOf(authority.getAuthority()).replaceFirst("^(SCOPE|ROLE)_", "");
    }
}
