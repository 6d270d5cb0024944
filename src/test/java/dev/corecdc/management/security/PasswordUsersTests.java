package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.management.security.AccessProperties.FailedLoginsProperties;
import dev.corecdc.management.security.AccessProperties.Login;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.core.CredentialsContainer;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

@ExtendWith(OutputCaptureExtension.class)
class PasswordUsersTests {

    private static final Login JANE = new Login("jane", "looks", Role.VIEWER);

    private final SecurityProperties.User single = new SecurityProperties.User();

    @Test
    void aSingleUserWithoutRolesIsAnOperator() {
        single.setPassword("secret");

        assertThat(authorities(users(false), "user")).containsExactly("ROLE_operator");
    }

    @ParameterizedTest
    @CsvSource({"viewer, ROLE_viewer", "VIEWER, ROLE_viewer", "Operator, ROLE_operator"})
    void aSingleUserHasTheRolesItIsGiven(String role, String authority) {
        single.setPassword("secret");
        single.setRoles(List.of(role, "staff"));

        assertThat(authorities(users(false), "user")).contains(authority, "ROLE_staff");
    }

    @Test
    void aRoleOfNoMeaningAllowsNothing() {
        single.setPassword("secret");
        single.setRoles(List.of("ADMIN"));

        assertThat(authorities(users(false), "user")).containsExactly("ROLE_ADMIN");
    }

    @Test
    void aPasswordIsMadeAndLoggedWhereThereIsNoOtherWayIn(CapturedOutput output) {
        PasswordUsers users = users(false);

        assertThat(users.loadUserByUsername("user").getPassword()).isEqualTo(single.getPassword());
        assertThat(output.getOut()).contains("generated security password: " + single.getPassword());
    }

    @Test
    void noPasswordIsMadeWhereThereIs(CapturedOutput output) {
        assertThat(users(true).passwords()).isEmpty();
        assertThat(users(false, JANE).passwords()).containsExactly("looks");
        assertThat(output.getOut()).doesNotContain("password");
    }

    @Test
    void bothKindsOfUsersCanBeThere() {
        single.setPassword("secret");
        PasswordUsers users = users(false, JANE);

        assertThat(authorities(users, "jane")).containsExactly("ROLE_viewer");
        assertThat(authorities(users, "user")).containsExactly("ROLE_operator");
        assertThatExceptionOfType(UsernameNotFoundException.class).isThrownBy(() -> users.loadUserByUsername("Jane"));
    }

    @Test
    void keepsThePasswordThatSpringWipesOutOfWhatItGot() {
        PasswordUsers users = users(false, JANE);
        ((CredentialsContainer) users.loadUserByUsername("jane")).eraseCredentials();

        assertThat(users.loadUserByUsername("jane").getPassword()).isEqualTo("looks");
    }

    @Test
    void twoUsersOfOneNameAreRefused() {
        single.setName("jane");
        single.setPassword("secret");

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> users(false, JANE))
                .withMessageContaining("spring.security.user.name");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> users(false, JANE, new Login("jane", "acts", Role.OPERATOR)))
                .withMessage("'cdc.security.users' has two users called 'jane'");
    }

    private PasswordUsers users(boolean otherWay, Login... logins) {
        return new PasswordUsers(
                single,
                new AccessProperties(List.of(logins), new FailedLoginsProperties(10, Duration.ofMinutes(1))),
                otherWay);
    }

    private static List<String> authorities(PasswordUsers users, String name) {
        return users.loadUserByUsername(name).getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .map(String::valueOf)
                .toList();
    }
}
