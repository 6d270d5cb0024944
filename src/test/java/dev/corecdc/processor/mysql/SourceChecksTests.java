package dev.corecdc.processor.mysql;

import static dev.corecdc.processor.mysql.FactsOfASource.filtered;
import static dev.corecdc.processor.mysql.FactsOfASource.granted;
import static dev.corecdc.processor.mysql.FactsOfASource.mariadb;
import static dev.corecdc.processor.mysql.FactsOfASource.mysql;
import static dev.corecdc.processor.mysql.FactsOfASource.ofVersion;
import static dev.corecdc.processor.mysql.FactsOfASource.replica;
import static dev.corecdc.processor.mysql.FactsOfASource.settings;
import static dev.corecdc.processor.mysql.FactsOfASource.with;
import static dev.corecdc.processor.mysql.FactsOfASource.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SourceChecksTests {

    private static final String USER = "GRANT USAGE ON *.* TO `cdc`@`%`";

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(failed(mysql())).isEmpty();
        assertThat(failed(mariadb())).isEmpty();
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                failing("log_bin", with(mysql(), "log_bin", "OFF")),
                failing("binlog_format", with(mariadb(), "binlog_format", "MIXED")),
                failing("binlog_row_metadata", with(mysql(), "binlog_row_metadata", "MINIMAL")),
                failing("binlog_row_metadata", with(mariadb(), "binlog_row_metadata", "NO_LOG")),
                failing("binlog_row_metadata", without(mysql(), "binlog_row_metadata")),
                failing("binlog_row_image", with(mysql(), "binlog_row_image", "NOBLOB")),
                failing("server_id", with(mysql(), "server_id", "0")),
                failing("", replica(mysql())),
                failing("", with(mysql(), "log_replica_updates", "OFF")),
                failing("log_replica_updates, log_slave_updates", replica(with(mysql(), "log_replica_updates", "OFF"))),
                failing("log_replica_updates, log_slave_updates", replica(mariadb())),
                failing("log_replica_updates, log_slave_updates", with(mariadb(), "wsrep_on", "ON")),
                failing("REPLICATION SLAVE", granted(mysql(), "GRANT REPLICATION CLIENT ON *.* TO `cdc`@`%`")),
                failing("REPLICATION CLIENT", granted(mariadb(), "GRANT REPLICATION SLAVE ON *.* TO `cdc`@`%`")),
                failing(
                        "REPLICATION SLAVE, REPLICATION CLIENT",
                        granted(mysql(), USER, "GRANT `r`@`%`,`s`@`%` TO `cdc`@`%`")),
                failing(
                        "",
                        granted(
                                mariadb(),
                                USER,
                                "GRANT `r` TO `cdc`@`%`",
                                "GRANT BINLOG MONITOR ON *.* TO `r`",
                                "GRANT REPLICATION SLAVE ON *.* TO `r`")),
                failing("", granted(mysql(), "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION")),
                failing("binlog-do-db, binlog-ignore-db", filtered(mysql(), "binlog-do-db = shop")),
                failing("binlog_error_action", with(mysql(), "binlog_error_action", "IGNORE_ERROR")),
                failing("sync_binlog", with(mariadb(), "sync_binlog", "0")),
                failing("innodb_flush_log_at_trx_commit", with(mysql(), "innodb_flush_log_at_trx_commit", "2")),
                failing("binlog_checksum", with(mysql(), "binlog_checksum", "NONE")),
                failing("gtid_mode", with(mysql(), "gtid_mode", "ON_PERMISSIVE")),
                failing("gtid_strict_mode", with(mariadb(), "gtid_strict_mode", "OFF")),
                failing("binlog_expire_logs_seconds", with(mysql(), "binlog_expire_logs_seconds", "86399")),
                failing("", with(mysql(), "binlog_expire_logs_seconds", "86400")),
                failing("", with(mysql(), "binlog_expire_logs_seconds", "0")),
                failing("binlog_expire_logs_seconds", with(mariadb(), "expire_logs_days", "0.500000")),
                failing(
                        "",
                        with(with(mysql(), "binlog_expire_logs_seconds", "1"), "binlog_expire_logs_auto_purge", "OFF")),
                failing("max_binlog_total_size", with(mariadb(), "max_binlog_total_size", "1000000")),
                failing("server-id", with(mysql(), settings("1-4", false))),
                failing("", with(mysql(), settings("2-4", false))),
                failing("include-query", with(mysql(), settings(null, true))),
                failing("", with(mariadb(), settings(null, true))),
                failing("version", ofVersion(mysql(), 506)),
                failing("version", ofVersion(mysql(), 1000)),
                failing("version", ofVersion(mariadb(), 1004)),
                failing("version", ofVersion(mariadb(), 1200)));
    }

    private static Arguments failing(String checks, SourceFacts facts) {
        return Arguments.of(checks, facts);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("sources")
    void findsWhatIsWrong(String checks, SourceFacts facts) {
        assertThat(String.join(", ", failed(facts))).isEqualTo(checks);
    }

    @Test
    void minimalImagesDoNotGoWithPartialJson() {
        SourceFacts partial = with(mysql(), "binlog_row_value_options", "PARTIAL_JSON");
        assertThat(failed(partial)).isEmpty();
        assertThat(failed(with(partial, "binlog_row_image", "MINIMAL")))
                .containsExactly("binlog_row_value_options", "binlog_row_image");
    }

    @Test
    void minimalImagesGoWithAServerThatHasNoPartialJson() {
        assertThat(failed(with(mariadb(), "binlog_row_image", "MINIMAL"))).doesNotContain("binlog_row_value_options");
    }

    @Test
    void tablesMustBeSeenWhereTheLogDoesNotNameTheirColumns() {
        SourceFacts minimal = with(mysql(), "binlog_row_metadata", "MINIMAL");
        String replication = "GRANT %sREPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `cdc`@`%%`";
        String all = replication.formatted("SELECT, ");
        String none = replication.formatted("");

        assertThat(select(granted(mysql(), none))).isNull();
        assertThat(select(granted(minimal, all))).isNull();
        assertThat(select(granted(minimal, none, "GRANT INSERT, SELECT (`x`) ON `shop`.`item` TO `cdc`@`%`")))
                .isNull();
        assertThat(select(granted(minimal, all, "REVOKE SELECT ON `mysql`.* FROM `cdc`@`%`")))
                .isNull();
        assertThat(select(granted(minimal, none)))
                .contains("a user `cdc`@`%` without SELECT:")
                .contains("GRANT SELECT ON *.* TO `cdc`@`%`;");
        assertThat(select(granted(minimal, all, "REVOKE SELECT ON `shop`.* FROM `cdc`@`%`")))
                .contains("without SELECT on `shop`.*")
                .contains("Run: GRANT SELECT ON `shop`.* TO `cdc`@`%`;");
    }

    private static @Nullable String select(SourceFacts facts) {
        return SourceChecks.ALL.stream()
                .filter(check -> check.name().equals("SELECT"))
                .findFirst()
                .orElseThrow()
                .finding(facts);
    }

    @Test
    void saysEverythingThatLosesDataAtOnce() {
        SourceFacts facts = with(with(mysql(), "binlog_format", "MIXED"), "server_id", "0");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> SourceChecks.run(with(facts, "sync_binlog", "0")))
                .withMessage(
                        "db:3306 has binlog_format = MIXED: it may log statements instead of rows. Run: SET GLOBAL binlog_format = 'ROW';"
                                + " and set it in the server's configuration. db:3306 has server_id = 0: it gives its log to nobody."
                                + " Run: SET GLOBAL server_id = 1; and set it in the server's configuration.")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }

    @Test
    void saysWhatIsUnwise() throws SourceException {
        assertThat(SourceChecks.run(with(mysql(), "sync_binlog", "1000")))
                .containsExactly(
                        "db:3306 has sync_binlog = 1000: when its machine fails, it may lose the end of a log that has been delivered."
                                + " Run: SET GLOBAL sync_binlog = 1; and set it in the server's configuration.");
    }

    @Test
    void switchesGtidsOnFromWhereTheyAre() {
        assertThat(SourceRemedy.switchGtidsOn(with(mysql(), "gtid_mode", "OFF_PERMISSIVE"))
                        .sql())
                .containsExactly(
                        "SET GLOBAL enforce_gtid_consistency = ON",
                        "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                        "SET GLOBAL gtid_mode = ON");
    }

    /** When this fails, the table in the document is to be replaced by what is expected here. */
    @Test
    void theTableInTheDocumentIsTheList() throws IOException {
        assertThat(Files.readString(Path.of("src/docs/operations.md"))).contains(SourceCheckTable.text());
    }

    private static List<String> failed(SourceFacts facts) {
        return SourceChecks.ALL.stream()
                .filter(check -> check.question().find(facts) != null)
                .map(SourceCheck::name)
                .toList();
    }
}
