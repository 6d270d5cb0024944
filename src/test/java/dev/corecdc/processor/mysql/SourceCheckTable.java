package dev.corecdc.processor.mysql;

import static dev.corecdc.processor.mysql.FactsOfASource.granted;
import static dev.corecdc.processor.mysql.FactsOfASource.mariadb;
import static dev.corecdc.processor.mysql.FactsOfASource.mysql;
import static dev.corecdc.processor.mysql.FactsOfASource.with;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@link SourceChecks} as people read them. */
final class SourceCheckTable {

    private static final String USER = "GRANT USAGE ON *.* TO 'cdc'@'%'";
    private static final SourceFacts MYSQL = granted(with(mysql(), "gtid_mode", "OFF"), USER);
    private static final SourceFacts MARIADB = granted(mariadb(), USER);

    private SourceCheckTable() {}

    /** In Markdown, with the remedies for MySQL 9.7 and MariaDB 11.8. */
    static String text() {
        return SourceChecks.ALL.stream()
                .map(SourceCheckTable::row)
                .collect(Collectors.joining("\n", "| check | | why | remedy |\n| --- | --- | --- | --- |\n", "\n"));
    }

    private static String row(SourceCheck check) {
        return "| %s | %s | %s | %s |"
                .formatted(check.name(), check.refusal() == null ? "warns" : "refuses", check.why(), remedies(check));
    }

    private static String remedies(SourceCheck check) {
        String mysql = remedy(check, MYSQL, MARIADB);
        String mariadb = remedy(check, MARIADB, MYSQL);
        if (mysql == null) {
            return "MariaDB: " + mariadb;
        } else if (mariadb == null) {
            return "MySQL: " + mysql;
        }
        return mysql.equals(mariadb) ? mysql : "MySQL: %s MariaDB: %s".formatted(mysql, mariadb);
    }

    /** Null where only the other kind of server has the variable. */
    private static @Nullable String remedy(SourceCheck check, SourceFacts facts, SourceFacts others) {
        if (facts.variable(check.name()) == null && others.variable(check.name()) != null) {
            return null;
        }
        SourceRemedy remedy = check.remedy().apply(facts);
        return remedy.sql().isEmpty()
                ? remedy.text()
                : remedy.sql().stream().map("`%s;`"::formatted).collect(Collectors.joining(" "));
    }
}
