package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement in the log is, as far as following the log needs it: never more of it is understood than that. A statement
 * that is not recognised is DDL that names nothing.
 *
 * @param kind what it does
 * @param database the database that it names itself, null when it names none
 * @param tables the tables that it names
 */
record Statement(Kind kind, @Nullable String database, List<TableName> tables) {

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

    /** What ALTER TABLE can rename beside the table itself. */
    private static final Set<String> RENAMED_PARTS = Set.of("COLUMN", "INDEX", "KEY");

    /** More words than ever stand before the kind of an object. */
    private static final int MOST_ATTRIBUTES = 40;

    static Statement parse(String sql, String defaultDatabase) {
        return parse(new SqlText(sql), defaultDatabase);
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
            case "SET" -> text.skip("STATEMENT") ? under(text, defaultDatabase) : of(Kind.INTERNAL);
            case "TRUNCATE" -> {
                text.skip("TABLE");
                yield tables(text, defaultDatabase);
            }
            case "ANALYZE" -> of(analyzesTables(text) ? Kind.INTERNAL : Kind.DML);
            case "RENAME" -> text.skip("USER") ? of(Kind.INTERNAL) : rename(text, defaultDatabase);
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
        return new Statement(kind, null, List.of());
    }

    /** MariaDB: SET STATEMENT variable = value, … FOR statement. */
    private static Statement under(SqlText text, String defaultDatabase) {
        while (!text.atEnd() && !text.skip("FOR")) {
            text.take();
        }
        return parse(text, defaultDatabase);
    }

    /** MariaDB runs any other statement that follows ANALYZE. */
    private static boolean analyzesTables(SqlText text) {
        return text.skip("TABLE", "TABLES", "LOCAL", "NO_WRITE_TO_BINLOG");
    }

    private static Statement create(SqlText text, String defaultDatabase) {
        Statement created = object(text, defaultDatabase);
        return !created.tables().isEmpty() && takesRows(text) ? of(Kind.DML) : created;
    }

    /**
     * Whether the rest of CREATE TABLE says where rows come from: then they are not in the log. In a log of rows the server writes
     * such a statement without that part.
     */
    private static boolean takesRows(SqlText text) {
        while (!text.atEnd()) {
            if (text.skip("SELECT", "TABLE") || (text.skip("VALUES") && text.skip("ROW"))) {
                return true;
            }
            text.take();
        }
        return false;
    }

    /** ALTER TABLE can name a second table: its new name, or the one that it exchanges a partition with. */
    private static Statement alter(SqlText text, String defaultDatabase) {
        Statement altered = object(text, defaultDatabase);
        if (altered.tables().isEmpty()) {
            return altered;
        }
        List<TableName> tables = new ArrayList<>(altered.tables());
        while (!text.atEnd()) {
            if (text.skip("RENAME") && !RENAMED_PARTS.contains(text.keyword())) {
                text.skip("TO", "AS", "=");
                tables.add(name(text, defaultDatabase));
            } else if (text.skip("WITH") && text.skip("TABLE")) {
                tables.add(name(text, defaultDatabase));
            } else {
                text.take();
            }
        }
        return ddl(tables);
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
            return new Statement(Kind.DDL, named ? text.take().text() : null, List.of());
        }
        if (text.skip("TABLE", "TABLES")) {
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
                return new Statement(Kind.DDL, name(text, defaultDatabase).database(), List.of());
            }
            text.take();
        }
        return of(Kind.DDL);
    }

    private static Statement tables(SqlText text, String defaultDatabase) {
        skipCondition(text);
        List<TableName> tables = new ArrayList<>();
        do {
            tables.add(name(text, defaultDatabase));
        } while (text.skip(","));
        return ddl(tables);
    }

    private static Statement rename(SqlText text, String defaultDatabase) {
        text.skip("TABLE", "TABLES");
        skipCondition(text);
        List<TableName> tables = new ArrayList<>();
        do {
            tables.add(name(text, defaultDatabase));
            while (!text.atEnd() && !text.skip("TO")) {
                text.take(); // MariaDB: WAIT n, NOWAIT
            }
            tables.add(name(text, defaultDatabase));
        } while (text.skip(","));
        return ddl(tables);
    }

    private static Statement index(SqlText text, String defaultDatabase) {
        while (!text.atEnd() && !text.skip("ON")) {
            text.take();
        }
        return text.atEnd() ? of(Kind.DDL) : ddl(List.of(name(text, defaultDatabase)));
    }

    private static Statement ddl(List<TableName> tables) {
        return new Statement(Kind.DDL, tables.get(0).database(), List.copyOf(tables));
    }

    private static void skipCondition(SqlText text) {
        if (text.skip("IF")) {
            text.skip("NOT");
            text.skip("EXISTS");
        }
    }

    private static TableName name(SqlText text, String defaultDatabase) {
        text.skip("."); // means the default database too
        String first = text.take().text();
        return text.skip(".") ? new TableName(first, text.take().text()) : new TableName(defaultDatabase, first);
    }
}
