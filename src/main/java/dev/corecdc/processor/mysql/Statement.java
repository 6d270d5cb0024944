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

    private static final Set<String> INTERNAL_VERBS = Set.of(
            "GRANT",
            "REVOKE",
            "FLUSH",
            "RESET",
            "ANALYZE",
            "OPTIMIZE",
            "REPAIR",
            "CHECK",
            "INSTALL",
            "UNINSTALL",
            "IMPORT");

    private static final Set<String> INTERNAL_OBJECTS =
            Set.of("USER", "ROLE", "SERVER", "RESOURCE", "INSTANCE", "LOGFILE", "TABLESPACE", "UNDO");

    /** Words that may stand between CREATE, ALTER or DROP and the kind of the object. */
    private static final Set<String> MODIFIERS =
            Set.of("ONLINE", "OFFLINE", "IGNORE", "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR");

    static Statement parse(String sql, String defaultDatabase) {
        SqlText text = new SqlText(sql);
        String verb = text.take().text().toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "" -> of(Kind.NOTHING);
            case "BEGIN" -> of(Kind.BEGIN);
            case "START" -> of(text.skip("TRANSACTION") ? Kind.BEGIN : Kind.INTERNAL);
            case "COMMIT" -> of(Kind.COMMIT);
            case "ROLLBACK" -> of(text.atEnd() ? Kind.ROLLBACK : Kind.SAVEPOINT);
            case "SAVEPOINT", "RELEASE" -> of(Kind.SAVEPOINT);
            case "XA" -> of(Kind.XA);
            case "SET" -> of(text.skip("STATEMENT") ? Kind.DDL : Kind.INTERNAL);
            case "TRUNCATE" -> {
                text.skip("TABLE");
                yield tables(text, defaultDatabase);
            }
            case "RENAME" -> text.skip("USER") ? of(Kind.INTERNAL) : rename(text, defaultDatabase);
            case "CREATE", "ALTER", "DROP" -> object(text, defaultDatabase);
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
            return new Statement(Kind.DDL, text.atEnd() ? null : text.take().text(), List.of());
        }
        if (text.skip("TABLE", "TABLES")) {
            return tables(text, defaultDatabase);
        }
        if (text.skip("INDEX")) {
            return index(text, defaultDatabase);
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
        String first = text.take().text();
        return text.skip(".") ? new TableName(first, text.take().text()) : new TableName(defaultDatabase, first);
    }
}
