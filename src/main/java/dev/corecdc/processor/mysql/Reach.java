package dev.corecdc.processor.mysql;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tables a statement in the log may have made others of, by its words alone: rather too many than too few.
 *
 * @param tables those that it names
 * @param database the database all of whose tables it may have changed; null when there is none
 * @param everything whether it is not known what it changes
 * @param defaults the database of which it may have changed what new tables are like; null when there is none
 */
record Reach(
        Set<TableName> tables,
        @Nullable String database,
        boolean everything,
        @Nullable String defaults) {

    private static final Reach NOTHING = new Reach(Set.of(), null, false, null);
    private static final Reach EVERYTHING = new Reach(Set.of(), null, true, null);

    Reach {
        tables = Set.copyOf(tables);
    }

    static Reach of(QueryEvent query, Statement statement) {
        return switch (statement.kind()) {
            case DDL ->
                statement.tables().isEmpty()
                        ? ofObject(query, statement)
                        : new Reach(new LinkedHashSet<>(statement.tables()), null, false, null);
            case DML -> EVERYTHING; // CREATE TABLE … SELECT is among these
            case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, ROLLBACK_TO, XA, INTERNAL, NOTHING -> NOTHING;
        };
    }

    private static Reach ofObject(QueryEvent query, Statement statement) {
        SqlText text = new SqlText(query.sql(), query.mode());
        if (text.skip("SET")) {
            Statement.skipVariables(text);
        }
        boolean drops = text.skip("DROP");
        if (!drops && !text.skip("CREATE", "ALTER")) {
            return EVERYTHING;
        }
        while (!text.atEnd()) {
            if (text.skip("DATABASE", "SCHEMA")) {
                String named = statement.database();
                String database = named == null ? query.database() : named;
                return new Reach(Set.of(), drops ? database : null, false, database);
            }
            if (text.skip("VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE")) {
                return NOTHING;
            }
            if (text.skip("SEQUENCE")) {
                return sequences(text, query.database());
            }
            text.take();
        }
        return EVERYTHING;
    }

    /** A sequence is a table in the log. */
    private static Reach sequences(SqlText text, String defaultDatabase) {
        skipCondition(text);
        Set<TableName> sequences = new LinkedHashSet<>();
        do {
            sequences.add(Statement.name(text, defaultDatabase));
        } while (text.skip(","));
        return new Reach(sequences, null, false, null);
    }

    private static void skipCondition(SqlText text) {
        if (text.skip("IF")) {
            text.skip("NOT");
            text.skip("EXISTS");
        }
    }
}
