package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.jdbc.CopiedDdl.AlterTable;
import dev.corecdc.target.jdbc.CopiedDdl.CreateDatabase;
import dev.corecdc.target.jdbc.CopiedDdl.CreateLike;
import dev.corecdc.target.jdbc.CopiedDdl.CreateTable;
import dev.corecdc.target.jdbc.CopiedDdl.DropDatabase;
import dev.corecdc.target.jdbc.CopiedDdl.DropTables;
import dev.corecdc.target.jdbc.CopiedDdl.Nothing;
import dev.corecdc.target.jdbc.CopiedDdl.RenameTables;
import dev.corecdc.target.jdbc.CopiedDdl.Renamed;
import dev.corecdc.target.jdbc.CopiedDdl.TruncateTable;
import dev.corecdc.target.jdbc.TableChange.AddKey;
import dev.corecdc.target.jdbc.TableChange.DropKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a DDL statement of MySQL or MariaDB as a whole (MySQL Reference Manual: "Data Definition Statements"; MariaDB manual: "Data
 * Definition"). What is not understood to its end is refused.
 */
final class DdlReader {

    /** Words that may stand between CREATE, ALTER or DROP and the kind of the object. */
    private static final Set<String> MODIFIERS = Set.of("ONLINE", "OFFLINE", "IGNORE");

    private static final Set<String> KINDS_OF_INDEX = Set.of("UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR");

    /** What a copy does not have. */
    private static final Set<String> NOT_COPIED = Set.of(
            "VIEW",
            "TRIGGER",
            "PROCEDURE",
            "FUNCTION",
            "EVENT",
            "SEQUENCE",
            "PACKAGE",
            "SERVER",
            "TABLESPACE",
            "USER",
            "ROLE");

    /** More words than ever stand before the kind of an object. */
    private static final int MOST_ATTRIBUTES = 40;

    private final DdlWords words;
    private final long mode;

    private DdlReader(String sql, long mode) {
        this.words = new DdlWords(sql, mode);
        this.mode = mode;
    }

    /** Reads a statement of the log as its session meant it. */
    static CopiedDdl read(DdlEvent statement) throws UntranslatableDdlException {
        return read(statement.statement(), DdlWords.mode(statement));
    }

    /** @param mode the session's {@code sql_mode}, as the log has it */
    static CopiedDdl read(String sql, long mode) throws UntranslatableDdlException {
        return new DdlReader(sql, mode).statement();
    }

    private CopiedDdl statement() throws UntranslatableDdlException {
        String verb = words.take().text().toUpperCase(Locale.ROOT);
        CopiedDdl read =
                switch (verb) {
                    case "SET" -> underVariables();
                    case "CREATE" -> create();
                    case "ALTER" -> alter();
                    case "DROP" -> drop();
                    case "RENAME" -> rename();
                    case "TRUNCATE" -> truncate();
                    case "GRANT", "REVOKE", "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "FLUSH" -> nothing(verb);
                    default -> throw new UntranslatableDdlException("'%s' is not known".formatted(verb));
                };
        words.skip(";");
        if (!(read instanceof Nothing) && !words.atEnd()) {
            throw words.unexpected();
        }
        return read;
    }

    private static Nothing nothing(String what) {
        return new Nothing(what);
    }

    /** MariaDB: SET STATEMENT variable = value, … FOR statement. */
    private CopiedDdl underVariables() throws UntranslatableDdlException {
        words.require("STATEMENT");
        while (!words.skip("FOR")) {
            if (words.atEnd()) {
                throw words.unexpected();
            }
            words.take();
        }
        return statement();
    }

    private CopiedDdl create() throws UntranslatableDdlException {
        boolean replacing = words.skipAll("OR", "REPLACE");
        skipModifiers();
        if (words.skip("DATABASE", "SCHEMA")) {
            skipIfNotExists();
            CreateDatabase created = new CreateDatabase(words.name(), replacing);
            skipRest();
            return created;
        } else if (words.skip("TABLE")) {
            return createTable(replacing);
        } else if (words.skipAll("SPATIAL", "REFERENCE")) {
            return nothing("CREATE SPATIAL REFERENCE SYSTEM");
        } else if (KINDS_OF_INDEX.contains(words.keyword()) || words.is("INDEX")) {
            return createIndex(replacing);
        }
        return notCopied("CREATE");
    }

    private CopiedDdl createTable(boolean replacing) throws UntranslatableDdlException {
        boolean unlessThere = skipIfNotExists();
        DdlName name = DdlName.take(words);
        if (words.skip("LIKE")) {
            return new CreateLike(name, unlessThere, replacing, DdlName.take(words));
        }
        words.require("(");
        if (words.skip("LIKE")) {
            CreateLike like = new CreateLike(name, unlessThere, replacing, DdlName.take(words));
            words.require(")");
            return like;
        }
        ChangeReader changes = new ChangeReader(words, mode);
        List<TableChange> parts = new ArrayList<>();
        do {
            parts.addAll(changes.part());
        } while (words.skip(","));
        words.require(")");
        String engine = new TableOptions(words).takeAll();
        if (!engine.isEmpty() && !engine.equalsIgnoreCase("InnoDB")) {
            // Others read over foreign keys.
            parts.removeIf(TableChange.AddReference.class::isInstance);
        }
        return new CreateTable(name, unlessThere, replacing, parts);
    }

    private CopiedDdl createIndex(boolean replacing) throws UntranslatableDdlException {
        String kind = words.keyword();
        if (!kind.equals("INDEX")) {
            words.take();
        }
        words.require("INDEX");
        boolean unlessThere = skipIfNotExists();
        KeyReader keys = new KeyReader(words);
        String name = words.name();
        keys.skipType();
        words.require("ON");
        DdlName table = DdlName.take(words);
        skipWaiting();
        DefinedKey key = keys.columns(
                kind.equals("UNIQUE") ? DefinedKey.Kind.UNIQUE : DefinedKey.Kind.INDEX,
                name,
                unlessThere,
                kind.equals("UNIQUE") || kind.equals("INDEX"));
        skipRest();
        return new AlterTable(
                table, false, replacing ? List.of(new DropKey(name), new AddKey(key)) : List.of(new AddKey(key)));
    }

    private CopiedDdl alter() throws UntranslatableDdlException {
        skipModifiers();
        if (words.skip("TABLE")) {
            boolean ifThere = words.skipAll("IF", "EXISTS");
            DdlName name = DdlName.take(words);
            skipWaiting();
            return new AlterTable(name, ifThere, new ChangeReader(words, mode).changes());
        } else if (words.skip("DATABASE", "SCHEMA")) {
            return nothing("ALTER DATABASE");
        }
        return notCopied("ALTER");
    }

    private CopiedDdl drop() throws UntranslatableDdlException {
        skipModifiers();
        if (words.skip("DATABASE", "SCHEMA")) {
            boolean ifThere = words.skipAll("IF", "EXISTS");
            return new DropDatabase(words.name(), ifThere);
        } else if (words.skip("TABLE", "TABLES")) {
            boolean ifThere = words.skipAll("IF", "EXISTS");
            List<DdlName> names = new ArrayList<>();
            do {
                names.add(DdlName.take(words));
            } while (words.skip(","));
            skipWaiting();
            words.skip("CASCADE", "RESTRICT");
            return new DropTables(names, ifThere);
        } else if (words.skip("INDEX")) {
            words.skipAll("IF", "EXISTS");
            String name = words.name();
            words.require("ON");
            DdlName table = DdlName.take(words);
            skipRest();
            return new AlterTable(table, false, List.of(ChangeReader.dropped(name)));
        }
        return notCopied("DROP");
    }

    private CopiedDdl rename() throws UntranslatableDdlException {
        if (words.skip("USER")) {
            return nothing("RENAME USER");
        }
        if (!words.skip("TABLE", "TABLES")) {
            throw words.unexpected();
        }
        boolean ifThere = words.skipAll("IF", "EXISTS");
        List<Renamed> tables = new ArrayList<>();
        do {
            DdlName from = DdlName.take(words);
            skipWaiting();
            words.require("TO");
            tables.add(new Renamed(from, DdlName.take(words)));
        } while (words.skip(","));
        return new RenameTables(tables, ifThere);
    }

    private CopiedDdl truncate() throws UntranslatableDdlException {
        words.skip("TABLE");
        DdlName name = DdlName.take(words);
        skipWaiting();
        return new TruncateTable(name);
    }

    /** Between the verb and the kind of the object stand attributes. */
    private CopiedDdl notCopied(String verb) throws UntranslatableDdlException {
        for (int i = 0; i < MOST_ATTRIBUTES && !words.atEnd(); i++) {
            if (NOT_COPIED.contains(words.keyword())) {
                return nothing(verb + " " + words.keyword());
            } else if (words.skipAll("SPATIAL", "REFERENCE")) {
                return nothing(verb + " SPATIAL REFERENCE SYSTEM");
            }
            words.take();
        }
        throw new UntranslatableDdlException("it is not known what it works on");
    }

    private void skipModifiers() {
        while (MODIFIERS.contains(words.keyword())) {
            words.take();
        }
    }

    private boolean skipIfNotExists() {
        return words.skipAll("IF", "NOT", "EXISTS");
    }

    /** MariaDB: WAIT n, NOWAIT. */
    private void skipWaiting() {
        if (words.skip("WAIT")) {
            words.take();
        }
        words.skip("NOWAIT");
    }

    /** Options of an index or a database, of which a copy has none. */
    private void skipRest() {
        while (!words.atEnd()) {
            words.take();
        }
    }
}
