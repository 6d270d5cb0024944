package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTests {

    private static MySqlSettings settings(String host, String... hosts) {
        return MySqlSettingsBuilder.of(host, 3307).hosts(Arrays.asList(hosts)).build();
    }

    @ParameterizedTest
    @CsvSource({
        "db-1:3306,db-1,3306",
        "db-1.example,db-1.example,3307",
        "10.0.0.1:65535,10.0.0.1,65535",
        "[::1]:3306,::1,3306",
        "[2001:db8::1],2001:db8::1,3307",
        "2001:db8::1,2001:db8::1,3307",
        "' db-1:3306 ',db-1,3306"
    })
    void readsNamesAndAddressesWithAndWithoutAPort(String text, String host, int port) {
        assertThat(ServerAddress.of(settings("localhost", text))).containsExactly(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db-1:", "db-1:0", "db-1:65536", "db-1:a", ":3306", "a b", "[::1", "jdbc:mysql://db-1", ""})
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.of(settings("localhost", text)))
                .withMessageContaining("hosts has '" + text + "'");
    }

    @Test
    void keepsTheOrderOfPreference() {
        assertThat(ServerAddress.of(settings("localhost", "b:1", "a:1")))
                .extracting(ServerAddress::toString)
                .containsExactly("b:1", "a:1");
    }

    @Test
    void takesTheOneHostWhereThereAreNoMore() {
        assertThat(ServerAddress.of(settings("::1"))).containsExactly(new ServerAddress("::1", 3307));
        assertThat(settings("::1").address()).isEqualTo("[::1]:3307");
    }

    @Test
    void refusesHostAndHostsTogetherAndAServerTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.of(settings("a", "b")))
                .withMessageContaining("host and hosts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.of(settings("localhost", "a", "a:3307")))
                .withMessageContaining("names a server twice");
    }

    @Test
    void goesOnWithItsSettingsAtAnotherAddress() {
        MySqlSettings there = settings("localhost", "a:1", "b:2").at(new ServerAddress("b", 2));

        assertThat(there.address()).isEqualTo("b:2");
        assertThat(there.hosts()).isEqualTo(List.of());
        assertThat(there.username()).isEqualTo("cdc");
    }
}
