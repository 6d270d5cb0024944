package dev.corecdc.processor.mysql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sources that are all right, and how others differ from them. */
final class FactsOfASource {

    private static final String ACCOUNT = "'cdc'@'%'";
    private static final List<String> GRANTS =
            List.of("GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + ACCOUNT);
    private static final Map<String, String> BOTH = Map.of(
            "log_bin", "ON",
            "binlog_format", "ROW",
            "binlog_row_metadata", "FULL",
            "binlog_row_image", "FULL",
            "binlog_checksum", "CRC32",
            "sync_binlog", "1",
            "innodb_flush_log_at_trx_commit", "1",
            "server_id", "1");

    private FactsOfASource() {}

    /** A MySQL 9.7 that is set up well. */
    static SourceFacts mysql() {
        return facts(
                Flavor.MYSQL,
                907,
                GRANTS,
                Map.of(
                        "version", "9.7.4",
                        "gtid_mode", "ON",
                        "binlog_error_action", "ABORT_SERVER",
                        "binlog_row_value_options", "",
                        "binlog_rows_query_log_events", "OFF",
                        "log_replica_updates", "ON",
                        "log_slave_updates", "ON",
                        "binlog_expire_logs_seconds", "2592000"));
    }

    /** A MariaDB 11.8 that is set up well. */
    static SourceFacts mariadb() {
        return facts(
                Flavor.MARIADB,
                1108,
                List.of("GRANT SELECT, REPLICATION SLAVE, BINLOG MONITOR ON *.* TO " + ACCOUNT),
                Map.of(
                        "version", "11.8.6-MariaDB-log",
                        "gtid_strict_mode", "ON",
                        "binlog_annotate_row_events", "ON",
                        "log_slave_updates", "OFF",
                        "wsrep_on", "OFF",
                        "binlog_expire_logs_seconds", "0",
                        "expire_logs_days", "0.000000",
                        "max_binlog_total_size", "0"));
    }

    private static SourceFacts facts(Flavor flavor, int version, List<String> grants, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(BOTH);
        all.putAll(variables);
        return new SourceFacts(settings(null, false), flavor, version, all, Grants.of(grants), "", false);
    }

    static MySqlSettings settings(@Nullable String serverId, boolean includeQuery) {
        return MySqlSettingsBuilder.of("db", 3306)
                .serverId(serverId)
                .includeQuery(includeQuery)
                .build();
    }

    static SourceFacts with(SourceFacts facts, String variable, String value) {
        Map<String, String> variables = new HashMap<>(facts.variables());
        variables.put(variable, value);
        return new SourceFacts(
                facts.settings(),
                facts.flavor(),
                facts.version(),
                variables,
                facts.grants(),
                facts.filters(),
                facts.replica());
    }

    static SourceFacts without(SourceFacts facts, String variable) {
        Map<String, String> variables = new HashMap<>(facts.variables());
        variables.remove(variable);
        return new SourceFacts(
                facts.settings(),
                facts.flavor(),
                facts.version(),
                variables,
                facts.grants(),
                facts.filters(),
                facts.replica());
    }

    static SourceFacts with(SourceFacts facts, MySqlSettings settings) {
        return new SourceFacts(
                settings,
                facts.flavor(),
                facts.version(),
                facts.variables(),
                facts.grants(),
                facts.filters(),
                facts.replica());
    }

    static SourceFacts granted(SourceFacts facts, String... lines) {
        return new SourceFacts(
                facts.settings(),
                facts.flavor(),
                facts.version(),
                facts.variables(),
                Grants.of(List.of(lines)),
                facts.filters(),
                facts.replica());
    }

    static SourceFacts replica(SourceFacts facts) {
        return new SourceFacts(
                facts.settings(),
                facts.flavor(),
                facts.version(),
                facts.variables(),
                facts.grants(),
                facts.filters(),
                true);
    }

    static SourceFacts filtered(SourceFacts facts, String filters) {
        return new SourceFacts(
                facts.settings(),
                facts.flavor(),
                facts.version(),
                facts.variables(),
                facts.grants(),
                filters,
                facts.replica());
    }

    static SourceFacts ofVersion(SourceFacts facts, int version) {
        return new SourceFacts(
                facts.settings(),
                facts.flavor(),
                version,
                facts.variables(),
                facts.grants(),
                facts.filters(),
                facts.replica());
    }
}
