package dev.corecdc.processor.mysql;

import static dev.corecdc.processor.mysql.SourceQuestions.other;
import static dev.corecdc.processor.mysql.SourceQuestions.queries;
import static dev.corecdc.processor.mysql.SourceQuestions.unless;
import static dev.corecdc.processor.mysql.SourceRemedy.set;
import static dev.corecdc.processor.mysql.SourceRemedy.words;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.List;
import java.util.Objects;

/**
 * What is looked at on a server before its log is followed. The table in {@code src/docs/operations.md} is made of this list. What only
 * a session sets, such as its own {@code binlog_format} or {@code sql_log_bin}, nobody else can see.
 */
final class SourceChecks {

    /** Names, keys and labels are in the log then. */
    private static final SourceCheck NAMES = new SourceCheck(
            "binlog_row_metadata",
            facts -> other(facts, "binlog_row_metadata", "FULL"),
            null,
            "its log does not say the names of columns, which are read from its tables and followed through DDL instead",
            facts -> set("binlog_row_metadata = 'FULL'"));

    static final List<SourceCheck> ALL = List.of(
            new SourceCheck(
                    "log_bin",
                    unless("log_bin", "ON"),
                    Kind.UNREADABLE,
                    "it writes no binlog",
                    facts -> words("Start the server with --log-bin and a --server-id of its own.")),
            new SourceCheck(
                    "binlog_format",
                    unless("binlog_format", "ROW"),
                    Kind.UNREADABLE,
                    "it may log statements instead of rows",
                    facts -> set("binlog_format = 'ROW'")),
            NAMES,
            new SourceCheck(
                    "binlog_row_value_options",
                    facts -> facts.is("binlog_row_image", "MINIMAL")
                            ? unless("binlog_row_value_options", "").find(facts)
                            : null,
                    Kind.UNREADABLE,
                    "with binlog_row_image = MINIMAL, its log holds what changed in a JSON document and not the document",
                    facts -> set("binlog_row_image = 'FULL'")),
            new SourceCheck(
                    "server_id",
                    facts -> facts.is("server_id", "0") ? "server_id = 0" : null,
                    Kind.UNREADABLE,
                    "it gives its log to nobody",
                    facts -> set("server_id = 1")),
            new SourceCheck(
                    "log_replica_updates, log_slave_updates",
                    SourceQuestions::missedUpdates,
                    Kind.UNREADABLE,
                    "it takes over changes of other servers, which are not in its own log",
                    facts -> words("Set %s = ON in the server's configuration and restart it, or follow the primary."
                            .formatted(facts.isMariaDb() ? "log_slave_updates" : "log_replica_updates"))),
            new SourceCheck(
                    "REPLICATION SLAVE",
                    facts -> SourceQuestions.lacking(facts, "REPLICATION SLAVE"),
                    Kind.REFUSED,
                    "it gives its log only to those who have it",
                    facts -> SourceRemedy.grant(facts, "REPLICATION SLAVE")),
            new SourceCheck(
                    "REPLICATION CLIENT",
                    facts -> SourceQuestions.lacking(
                            facts, SourceQuestions.clientPrivilege(facts), "REPLICATION CLIENT", "BINLOG MONITOR"),
                    Kind.REFUSED,
                    "it tells its files and their ends only to those who have it",
                    facts -> SourceRemedy.grant(facts, SourceQuestions.clientPrivilege(facts))),
            new SourceCheck(
                    "SELECT",
                    SourceQuestions::unreadableTables,
                    null,
                    "where the log does not say the names of columns, they are read from tables that the user can see",
                    SourceRemedy::grantSelect),
            new SourceCheck(
                    "binlog-do-db, binlog-ignore-db",
                    facts -> facts.filters().isEmpty() ? null : facts.filters(),
                    null,
                    "changes of the other databases never reach its log, and cannot be missed here",
                    facts -> words(
                            "Remove the option from the server's configuration and restart it; 'include' and 'exclude' do the"
                                    + " same without a loss.")),
            new SourceCheck(
                    "binlog_error_action",
                    unless("binlog_error_action", "ABORT_SERVER"),
                    null,
                    "it goes on without a log when it cannot write it",
                    facts -> set("binlog_error_action = 'ABORT_SERVER'")),
            new SourceCheck(
                    "sync_binlog",
                    unless("sync_binlog", "1"),
                    null,
                    "when its machine fails, it may lose the end of a log that has been delivered",
                    facts -> set("sync_binlog = 1")),
            new SourceCheck(
                    "innodb_flush_log_at_trx_commit",
                    unless("innodb_flush_log_at_trx_commit", "1"),
                    null,
                    "when its machine fails, its tables may lose changes that have been delivered",
                    facts -> set("innodb_flush_log_at_trx_commit = 1")),
            new SourceCheck(
                    "binlog_row_image",
                    unless("binlog_row_image", "FULL"),
                    null,
                    "records have only the columns that the log has; on MariaDB that lacks what REPLACE sets to its default",
                    facts -> set("binlog_row_image = 'FULL'")),
            new SourceCheck(
                    "binlog_checksum",
                    unless("binlog_checksum", "CRC32"),
                    null,
                    "damage on the way is not always noticed",
                    facts -> set("binlog_checksum = 'CRC32'")),
            new SourceCheck(
                    "gtid_mode",
                    unless("gtid_mode", "ON"),
                    null,
                    "without GTIDs another server cannot take over, and no place past 4 GiB in a file can be named",
                    SourceRemedy::switchGtidsOn),
            new SourceCheck(
                    "gtid_strict_mode",
                    unless("gtid_strict_mode", "ON"),
                    null,
                    "it may give one GTID to two transactions, of which another server cannot tell which was read",
                    facts -> set("gtid_strict_mode = ON")),
            new SourceCheck(
                    "binlog_expire_logs_seconds",
                    SourceQuestions::shortRetention,
                    null,
                    "after a longer stop the place to go on from is gone",
                    facts -> set(
                            facts.variable("binlog_expire_logs_seconds") == null
                                    ? "expire_logs_days = 7"
                                    : "binlog_expire_logs_seconds = 604800")),
            new SourceCheck(
                    "max_binlog_total_size",
                    facts -> facts.number("max_binlog_total_size") > 0
                            ? "max_binlog_total_size = " + facts.variable("max_binlog_total_size")
                            : null,
                    null,
                    "much traffic removes the place to go on from, however short the stop",
                    facts -> set("max_binlog_total_size = 0")),
            new SourceCheck(
                    "server-id",
                    SourceQuestions::sameServerId,
                    null,
                    "the server itself has that number; in a topology each has its own",
                    facts -> words("Set 'server-id' of the processor to other numbers, or leave it out.")),
            new SourceCheck(
                    "include-query",
                    facts -> facts.settings().includeQuery() ? other(facts, queries(facts), "ON") : null,
                    null,
                    "it does not write the statements that 'include-query' asks for: 'query' is null",
                    facts -> set(queries(facts) + " = ON")),
            new SourceCheck(
                    "version",
                    SourceQuestions::unknownVersion,
                    null,
                    "this service is made for MySQL 5.7 to 9.7 and MariaDB 10.5 to 11.8; what it cannot read stops the processor",
                    facts -> words("Try it beforehand.")));

    private SourceChecks() {}

    /**
     * What is unwise, in sentences.
     *
     * @throws SourceException naming all that would lose data, and how to mend it
     */
    static List<String> run(SourceFacts facts) throws SourceException {
        List<SourceCheck> failed = ALL.stream()
                .filter(check -> check.question().find(facts) != null)
                .toList();
        List<SourceCheck> refused =
                failed.stream().filter(check -> check.refusal() != null).toList();
        if (!refused.isEmpty()) {
            throw new SourceException(
                    Objects.requireNonNull(refused.get(0).refusal()), String.join(" ", findings(refused, facts)));
        }
        return findings(failed, facts);
    }

    private static List<String> findings(List<SourceCheck> failed, SourceFacts facts) {
        return failed.stream().map(check -> check.finding(facts)).toList();
    }
}
