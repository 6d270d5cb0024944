package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be set on a server so that its log can be followed without losing anything. */
final class SourceChecks {

    private static final Logger log = LoggerFactory.getLogger(SourceChecks.class);

    /**
     * One setting.
     *
     * @param variable the global variable
     * @param wanted the value it needs
     * @param whenUnknown whether a server that does not know the variable can be followed
     * @param why what is wrong with any other value
     * @param remedy what to do
     */
    private record Check(String variable, String wanted, boolean whenUnknown, String why, String remedy) {

        boolean passes(@Nullable String value) {
            return value == null ? whenUnknown : value.equalsIgnoreCase(wanted);
        }
    }

    private static final List<Check> CHECKS = List.of(
            new Check(
                    "log_bin",
                    "ON",
                    false,
                    "it writes no binlog",
                    "Start the server with --log-bin and a --server-id of its own."),
            new Check(
                    "binlog_format",
                    "ROW",
                    true,
                    "it may log statements instead of rows",
                    "Run: SET GLOBAL binlog_format = 'ROW'; and set it in the server's configuration."),
            new Check(
                    "binlog_row_metadata",
                    "FULL",
                    false,
                    "its log does not say the names of columns (MySQL knows the variable from 8.0.1 on, MariaDB from 10.5)",
                    "Run: SET GLOBAL binlog_row_metadata = 'FULL'; and set it in the server's configuration."));

    /** Only with {@code binlog_row_image=MINIMAL}: the other images hold the documents before the change. */
    private static final Check WITH_MINIMAL_IMAGES = new Check(
            "binlog_row_value_options",
            "",
            true,
            "with binlog_row_image = MINIMAL, its log holds what changed in a JSON document and not the document",
            "Run: SET GLOBAL binlog_row_value_options = ''; or SET GLOBAL binlog_row_image = 'FULL'; and set it in the server's"
                    + " configuration.");

    private SourceChecks() {}

    /** Says when the server does not write the statements that {@code include-query} asks for; nothing else is lost by that. */
    static void warnOfMissingQueries(MySqlSettings settings, ServerSession session) {
        String variable = session.isMariaDb() ? "binlog_annotate_row_events" : "binlog_rows_query_log_events";
        if (!"ON".equalsIgnoreCase(session.variable(variable))) {
            log.warn(
                    "{} does not write the statements that 'include-query' asks for: 'query' is null. Run: SET GLOBAL {} = ON; and set it in"
                            + " the server's configuration.",
                    settings.address(),
                    variable);
        }
    }

    /** @throws SourceException naming the first setting that would lose data, and how to mend it */
    static void run(MySqlSettings settings, ServerSession session) throws SourceException {
        boolean minimal = "MINIMAL".equalsIgnoreCase(session.variable("binlog_row_image"));
        Optional<Check> failed = Stream.concat(
                        CHECKS.stream(), minimal ? Stream.of(WITH_MINIMAL_IMAGES) : Stream.empty())
                .filter(check -> !check.passes(session.variable(check.variable())))
                .findFirst();
        if (failed.isPresent()) {
            Check check = failed.get();
            throw new SourceException(
                    Kind.UNREADABLE,
                    "%s has %s = %s: %s. %s"
                            .formatted(
                                    settings.address(),
                                    check.variable(),
                                    session.variable(check.variable()),
                                    check.why(),
                                    check.remedy()));
        }
    }
}
