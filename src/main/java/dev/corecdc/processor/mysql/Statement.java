package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement in the log is, as far as following the log needs it, told by its words alone: never more of it is
 * understood than that, so that nothing in it can keep the log from being followed. A statement that is not recognised is DDL that
 * names nothing.
 *
 * @param kind what it does
 * @param database the database that it names itself, null when it names none
 * @param tables the tables that it names
 * @param rowsFollowAt where its words stand that open a transaction with the rows of the table that it creates; -1 without
 */
record Statement(Kind kind, @Nullable String database, List<TableName> tables, int rowsFollowAt) {

    enum Kind {
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVEPOINT,
        /** Takes back a part of the transaction. */
        ROLLBACK_TO,
        /** A change of rows that was logged as a statement. */
        DML,
        XA,
        DDL,
        /** Temporary tables, accounts and the server's own upkeep: nothing that concerns a target. */
        INTERNAL,
        /** Only a comment. */
        NOTHING
    }

    private static final Set<String> DML_VERBS =
            Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL", "DO", "WITH", "SELECT", "MERGE");

    private static final Set<String> INTERNAL_VERBS =
            Set.of("GRANT", "REVOKE", "FLUSH", "RESET", "OPTIMIZE", "REPAIR", "CHECK", "INSTALL", "UNINSTALL");

    private static final Set<String> INTERNAL_OBJECTS =
            Set.of("USER", "ROLE", "SERVER", "RESOURCE", "INSTANCE", "LOGFILE", "TABLESPACE", "UNDO");

    /** Words that may stand between CREATE, ALTER or DROP and the kind of the object. */
    private static final Set<String> MODIFIERS =
            Set.of("ONLINE", "OFFLINE", "IGNORE", "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR");

    /** What follows ALTER DATABASE where the default database is meant. */
    private static final Set<String> DATABASE_OPTIONS =
            Set.of("DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "COMMENT", "ENCRYPTION", "READ");

    private static final Set<String> TABLE_WORDS = Set.of("TABLE", "TABLES");

    /** What ALTER TABLE can rename beside the table itself. */
    private static final Set<String> RENAMED_PARTS = Set.of("COLUMN", "INDEX", "KEY");

    /** What CREATE TABLE … SELECT has in the log behind its columns, in place of its SELECT. */
    private static final String ROWS_FOLLOW = "START TRANSACTION";

    private static final int NO_ROWS = -1;

    private static final Statement BEGIN = of(Kind.BEGIN);
    private static final Statement COMMIT = of(Kind.COMMIT);

    /** More words than ever stand before the kind of an object. */
    private static final int MOST_ATTRIBUTES = 40;

    static Statement parse(QueryEvent query) {
        return switch (query.sql()) {
            case "BEGIN" -> BEGIN; // nearly every statement of a log
            case "COMMIT" -> COMMIT;
            default -> parse(new SqlText(query.sql(), query.mode()), query.database());
        };
    }

    /** Whether it opens a transaction with the rows of the table that it creates. */
    boolean rowsFollow() {
        return rowsFollowAt >= 0;
    }

    /** The statement without what only the log needs of it. */
    String text(String sql) {
        return rowsFollow()
                ? sql.substring(0, rowsFollowAt).stripTrailing() + sql.substring(rowsFollowAt + ROWS_FOLLOW.length())
                : sql;
    }

    private static Statement parse(SqlText text, String defaultDatabase) {
        String verb = text.take().text().toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "" -> of(Kind.NOTHING);
            case "BEGIN" -> of(Kind.BEGIN);
            case "START" -> of(text.skip("TRANSACTION") ? Kind.BEGIN : Kind.INTERNAL);
            case "COMMIT" -> of(Kind.COMMIT);
            case "ROLLBACK" -> {
                text.skip("WORK");
                yield of(text.skip("TO") ? Kind.ROLLBACK_TO : Kind.ROLLBACK);
            }
            case "SAVEPOINT", "RELEASE" -> of(Kind.SAVEPOINT);
            case "XA" -> of(Kind.XA);
            case "SET" -> skipVariables(text) ? parse(text, defaultDatabase) : of(Kind.INTERNAL);
            case "TRUNCATE" -> tables(text, defaultDatabase);
            case "ANALYZE" -> of(analyzesTables(text) ? Kind.INTERNAL : Kind.DML);
            case "RENAME" -> text.skip("USER") ? of(Kind.INTERNAL) : tables(text, defaultDatabase);
            case "CREATE" -> create(text, defaultDatabase);
            case "ALTER" -> alter(text, defaultDatabase);
            case "DROP" -> object(text, defaultDatabase);
            default -> {
                if (DML_VERBS.contains(verb)) {
                    yield of(Kind.DML);
                }
                yield of(INTERNAL_VERBS.contains(verb) ? Kind.INTERNAL : Kind.DDL);
            }
        };
    }

    private static Statement of(Kind kind) {
        return new Statement(kind, null, List.of(), NO_ROWS);
    }

    /** MariaDB: SET STATEMENT variable = value, … FOR statement. Stands behind SET; false when it is another SET. */
    static boolean skipVariables(SqlText text) {
        boolean variables = text.skip("STATEMENT");
        while (variables && !text.atEnd() && !text.skip("FOR")) {
            text.take();
        }
        return variables;
    }

    /** MariaDB runs any other statement that follows ANALYZE. */
    private static boolean analyzesTables(SqlText text) {
        return text.skip("TABLE", "TABLES", "LOCAL", "NO_WRITE_TO_BINLOG");
    }

    /**
     * Where CREATE TABLE says by SELECT where rows come from, these are not in the log. In a log of rows the server writes such a
     * statement without that part.
     */
    private static Statement create(SqlText text, String defaultDatabase) {
        Statement created = object(text, defaultDatabase);
        int rowsFollowAt = NO_ROWS;
        int depth = 0;
        while (!created.tables().isEmpty() && !text.atEnd()) {
            if (text.skip("SELECT", "TABLE") || (text.skip("VALUES") && text.skip("ROW"))) {
                return of(Kind.DML);
            }
            SqlText.Token token = text.take();
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (depth == 0
                    && token.is("START")
                    && text.peek().is("TRANSACTION")
                    && text.peek().start() == token.start() + "START ".length()) {
                rowsFollowAt = token.start();
            }
        }
        return new Statement(created.kind(), created.database(), created.tables(), rowsFollowAt);
    }

    /** ALTER TABLE can name a second table: its new name, or the one that it exchanges a partition with. */
    private static Statement alter(SqlText text, String defaultDatabase) {
        Statement altered = object(text, defaultDatabase);
        List<TableName> tables = new ArrayList<>(altered.tables());
        while (!altered.tables().isEmpty() && !text.atEnd()) {
            if (text.skip("RENAME")) {
                if (!RENAMED_PARTS.contains(text.keyword())) {
                    text.skip("TO", "AS", "=");
                    tables.add(name(text, defaultDatabase));
                }
            } else if (text.take().is("TABLE")) {
                tables.add(name(text, defaultDatabase));
            }
        }
        return new Statement(altered.kind(), altered.database(), List.copyOf(tables), NO_ROWS);
    }

    private static Statement object(SqlText text, String defaultDatabase) {
        if (text.skip("OR")) {
            text.skip("REPLACE");
        }
        while (MODIFIERS.contains(text.keyword())) {
            text.take();
        }
        if (text.skip("TEMPORARY") || INTERNAL_OBJECTS.contains(text.keyword())) {
            return of(Kind.INTERNAL);
        }
        if (text.skip("DATABASE", "SCHEMA")) {
            skipCondition(text);
            boolean named = !text.atEnd() && !DATABASE_OPTIONS.contains(text.keyword());
            return new Statement(Kind.DDL, named ? text.take().text() : null, List.of(), NO_ROWS);
        }
        if (TABLE_WORDS.contains(text.keyword())) {
            return tables(text, defaultDatabase);
        }
        if (text.skip("INDEX")) {
            return index(text, defaultDatabase);
        }
        return routine(text, defaultDatabase);
    }

    /** Views, triggers, procedures, functions and events, which belong to a database; between the verb and their kind stand attributes. */
    private static Statement routine(SqlText text, String defaultDatabase) {
        for (int i = 0; i < MOST_ATTRIBUTES && !text.atEnd(); i++) {
            if (text.skip("VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE", "PACKAGE")) {
                skipCondition(text);
                return new Statement(Kind.DDL, name(text, defaultDatabase).database(), List.of(), NO_ROWS);
            }
            text.take();
        }
        return of(Kind.DDL);
    }

    private static Statement tables(SqlText text, String defaultDatabase) {
        text.skip("TABLE", "TABLES");
        skipCondition(text);
        List<TableName> tables = new ArrayList<>();
        do {
            tables.add(name(text, defaultDatabase));
            if (text.skip("WAIT")) { // MariaDB: WAIT n, NOWAIT
                text.take();
            }
            text.skip("NOWAIT");
        } while (text.skip(",", "TO"));
        return ddl(tables);
    }

    private static Statement index(SqlText text, String defaultDatabase) {
        while (!text.atEnd() && !text.skip("ON")) {
            text.take();
        }
        return text.atEnd() ? of(Kind.DDL) : ddl(List.of(name(text, defaultDatabase)));
    }

    private static Statement ddl(List<TableName> tables) {
        return new Statement(Kind.DDL, tables.get(0).database(), List.copyOf(tables), NO_ROWS);
    }

    private static void skipCondition(SqlText text) {
        if (text.skip("IF")) {
            text.skip("NOT");
            text.skip("EXISTS");
        }
    }

    /** The name of a table that comes next. */
    static TableName name(SqlText text, String defaultDatabase) {
        text.skip("."); // means the default database too
        String first = text.take().text();
        return text.skip(".") ? new TableName(first, text.take().text()) : new TableName(defaultDatabase, first);
    }
}
