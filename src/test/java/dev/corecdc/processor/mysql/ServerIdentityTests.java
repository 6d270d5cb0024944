package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerIdentityTests {

    private static final Map<String, String> MARIADB = Map.of("server_uid", "z2Mqhm3Q=", "server_id", "101");

    @Test
    void tellsServersApart() {
        assertThat(ServerIdentity.of(Map.of("server_uuid", "4f86", "server_id", "1")))
                .isEqualTo("4f86");
        assertThat(ServerIdentity.of(MARIADB)).isEqualTo("z2Mqhm3Q=#101");
        assertThat(ServerIdentity.of(Map.of("server_id", "7"))).isEqualTo("server-id-7");
    }

    @Test
    void knowsTheIdentityThatMariaDbHadBefore() {
        assertThat(ServerIdentity.isOf(MARIADB, "z2Mqhm3Q=#101")).isTrue();
        assertThat(ServerIdentity.isOf(MARIADB, "z2Mqhm3Q=")).isTrue();
        assertThat(ServerIdentity.isOf(MARIADB, "z2Mqhm3Q=#102")).isFalse();
        assertThat(ServerIdentity.isOf(MARIADB, "server-id-101")).isFalse();
    }
}
