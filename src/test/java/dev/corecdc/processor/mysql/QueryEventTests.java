package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.DdlSession;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryEventTests {

    /** The bytes of {@code CREATE TABLE … COMMENT 'größe'} as MySQL 9.7.4 and MariaDB 11.8.6 logged them after SET NAMES. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "MySQL utf8mb4, 0c000000000000000a000038000000000000012000a04500000000060373746404ff00ff00ff000704000c01666f6c6c6f7765645f310011240000000000000012ff001300666f6c6c6f7765645f3100435245415445205441424c4520745f757466386d623420286120494e5420434f4d4d454e5420276772c3b6c39f652729, followed_1, CREATE TABLE t_utf8mb4 (a INT COMMENT 'größe')",
        "MySQL latin1, 0d000000000000000a000038000000000000012000a0450000000006037374640408000800ff000704000c01666f6c6c6f7765645f3100112e0000000000000012ff001300666f6c6c6f7765645f3100435245415445205441424c4520745f6c6174696e3120286120494e5420434f4d4d454e5420276772c3b6c39f652729, followed_1, CREATE TABLE t_latin1 (a INT COMMENT 'grÃ¶ÃŸe')",
        "MySQL cp1251, 10000000000000000a000038000000000000012000a0450000000006037374640433003300ff000704000c01666f6c6c6f7765645f3100114c0000000000000012ff001300666f6c6c6f7765645f3100435245415445205441424c4520745f63703132353120286120494e5420434f4d4d454e5420276772c3b6c39f652729, followed_1, CREATE TABLE t_cp1251 (a INT COMMENT 'grГ¶Гџe')",
        "MySQL without a database of its own, 12000000000000000b000036000000000000012000a04500000000060373746404ff00ff00ff000c0178666f6c6c6f7765645f3100115c0000000000000012ff00140078666f6c6c6f7765645f31004352454154452044415441424153452078666f6c6c6f7765645f31, xfollowed_1, CREATE DATABASE xfollowed_1",
        "MariaDB utf8mb4, 08000000000000000a000026000000000001010000205400000000060373746404000900090009070400812300000000000000666f6c6c6f7765645f3200435245415445205441424c4520745f757466386d623420286120494e5420434f4d4d454e5420276772c3b6c39f652729, followed_2, CREATE TABLE t_utf8mb4 (a INT COMMENT 'größe')",
        "MariaDB latin1, 09000000000000000a000026000000000001010000205400000000060373746404080008000009070400812d00000000000000666f6c6c6f7765645f3200435245415445205441424c4520745f6c6174696e3120286120494e5420434f4d4d454e5420276772c3b6c39f652729, followed_2, CREATE TABLE t_latin1 (a INT COMMENT 'grÃ¶ÃŸe')",
        "MariaDB cp1251, 0c000000000000000a000026000000000001010000205400000000060373746404330033000009070400814b00000000000000666f6c6c6f7765645f3200435245415445205441424c4520745f63703132353120286120494e5420434f4d4d454e5420276772c3b6c39f652729, followed_2, CREATE TABLE t_cp1251 (a INT COMMENT 'grГ¶Гџe')"
    })
    void readsWhatServersLog(String name, String bytes, String database, String sql) {
        QueryEvent event = QueryEvent.parse(HexFormat.of().parseHex(bytes));
        assertThat(event.database()).isEqualTo(database);
        assertThat(event.sql()).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource({"'', BEGIN, true", "shop, BEGIN, true", "shop, COMMIT, false", "shop, XBEGIN, false", "BEGIN, '', false"
    })
    void tellsBeginWithoutReadingTheRest(String database, String sql, boolean begin) {
        byte[] body = new ScriptedLog().query(database, sql).body();
        assertThat(QueryEvent.isBegin(body)).isEqualTo(begin);
        for (int length = 0; length < body.length; length++) {
            assertThat(QueryEvent.isBegin(Arrays.copyOf(body, length))).isFalse();
        }
    }

    @Test
    void tellsBeginBehindWhatElseAnEventSays() {
        String variables = "0000000000" + "010400000000000000" + "04ff00ff00ff00" + "05062b30323a3030";
        String head = "0000000000000000010000" + "1d00" + variables + "7000";
        assertThat(QueryEvent.isBegin(HexFormat.of().parseHex(head + "424547494e")))
                .isTrue();
        assertThat(QueryEvent.isBegin(HexFormat.of().parseHex(head + "20424547494e")))
                .isFalse();
    }

    @Test
    void takesTextForUtf8WhereNoCharacterSetIsSaid() {
        assertThat(QueryEvent.parse(
                        new ScriptedLog().query("größe", "DROP TABLE größe").body()))
                .isEqualTo(new QueryEvent("größe", "DROP TABLE größe", SqlMode.DEFAULT));
        assertThat(QueryEvent.parse(new ScriptedLog().query("", "BEGIN").body()))
                .isEqualTo(new QueryEvent("", "BEGIN", SqlMode.DEFAULT));
    }

    /** The database p, the mode ANSI_QUOTES, the three character sets and the time zone +02:00. */
    @Test
    void readsWhoSentAStatement() {
        String variables = "0000000000" + "010400000000000000" + "04ff00ff00ff00" + "05062b30323a3030";
        byte[] body = HexFormat.of().parseHex("0000000000000000010000" + "1d00" + variables + "7000" + "424547494e");
        assertThat(QueryEvent.parse(body).session()).isEqualTo(new DdlSession("p", 4L, "+02:00"));
    }

    @Test
    void readsAStatementOfAnUnknownCharacterSet() {
        byte[] body = HexFormat.of().parseHex("00000000000000000000000300" + "04fe7f" + "00" + "424547494e");
        assertThat(QueryEvent.parse(body).sql()).isEqualTo("BEGIN");
    }

    @Test
    void refusesAnEventThatIsCutOff() {
        byte[] body = new ScriptedLog().query("shop", "").body();
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatExceptionOfType(UndecodableEventException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> QueryEvent.parse(cut));
        }
    }
}
