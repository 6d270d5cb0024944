package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.stream.Stream;

/**
 * What to do about a finding.
 *
 * @param sql statements that mend it, as one that may do everything runs them; empty where none can
 * @param text the same in a sentence or two, with what statements cannot do
 */
record SourceRemedy(List<String> sql, String text) {

    SourceRemedy {
        sql = List.copyOf(sql);
    }

    /** Sets global variables, which a restart forgets. */
    static SourceRemedy set(String... assignments) {
        List<String> sql =
                List.of(assignments).stream().map("SET GLOBAL "::concat).toList();
        return new SourceRemedy(sql, run(sql) + " and set it in the server's configuration.");
    }

    /** Statements whose effect stays. */
    static SourceRemedy sql(String... statements) {
        List<String> sql = List.of(statements);
        return new SourceRemedy(sql, run(sql));
    }

    static SourceRemedy grant(SourceFacts facts, String privilege) {
        Grants grants = facts.grants();
        SourceRemedy remedy = sql("GRANT %s ON *.* TO %s".formatted(privilege, grants.account()));
        return grants.roles()
                ? new SourceRemedy(
                        remedy.sql(), remedy.text() + " Or let a role that has it be a default role: SET DEFAULT ROLE.")
                : remedy;
    }

    /** Everywhere, and where it was taken away again. */
    static SourceRemedy grantSelect(SourceFacts facts) {
        return sql(Stream.concat(
                        facts.grants().canRead() ? Stream.empty() : Stream.of("*.*"),
                        SourceQuestions.revoked(facts).stream())
                .map(where -> "GRANT SELECT ON %s TO %s"
                        .formatted(where, facts.grants().account()))
                .toArray(String[]::new));
    }

    /** One step after the other, as MySQL wants it. */
    static SourceRemedy switchGtidsOn(SourceFacts facts) {
        List<String> steps = List.of("OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON");
        return set(Stream.concat(
                        Stream.of("enforce_gtid_consistency = ON"),
                        steps.stream()
                                .skip(steps.indexOf(facts.variable("gtid_mode")) + 1)
                                .map("gtid_mode = "::concat))
                .toArray(String[]::new));
    }

    /** Something that no statement can do. */
    static SourceRemedy words(String text) {
        return new SourceRemedy(List.of(), text);
    }

    private static String run(List<String> sql) {
        return "Run: " + String.join("; ", sql) + ";";
    }
}
