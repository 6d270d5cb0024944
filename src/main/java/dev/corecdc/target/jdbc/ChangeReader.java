package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.TableChange.AddColumn;
import dev.corecdc.target.jdbc.TableChange.AddKey;
import dev.corecdc.target.jdbc.TableChange.AddReference;
import dev.corecdc.target.jdbc.TableChange.ChangeColumn;
import dev.corecdc.target.jdbc.TableChange.DropColumn;
import dev.corecdc.target.jdbc.TableChange.DropConstraint;
import dev.corecdc.target.jdbc.TableChange.DropKey;
import dev.corecdc.target.jdbc.TableChange.DropPrimaryKey;
import dev.corecdc.target.jdbc.TableChange.DropReference;
import dev.corecdc.target.jdbc.TableChange.RenameColumn;
import dev.corecdc.target.jdbc.TableChange.RenameKey;
import dev.corecdc.target.jdbc.TableChange.RenameTable;
import dev.corecdc.target.jdbc.TableChange.SetDefault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of ALTER TABLE, and of the list of CREATE TABLE (MySQL Reference Manual: "ALTER TABLE Statement"). */
final class ChangeReader {

    /** What begins a part that is no column, unless it is quoted. */
    private static final Set<String> NO_COLUMN = Set.of(
            "CONSTRAINT",
            "PRIMARY",
            "UNIQUE",
            "INDEX",
            "KEY",
            "FULLTEXT",
            "SPATIAL",
            "VECTOR",
            "FOREIGN",
            "CHECK",
            "PERIOD",
            "SYSTEM");

    /** How the server keeps the table, and how it makes the change: nothing that a copy has. */
    private static final Set<String> OPTIONS = Set.of(
            "ALGORITHM",
            "LOCK",
            "FORCE",
            "ENGINE",
            "TYPE",
            "AUTO_INCREMENT",
            "AUTOEXTEND_SIZE",
            "AVG_ROW_LENGTH",
            "CHECKSUM",
            "TABLE_CHECKSUM",
            "COLLATE",
            "CHARSET",
            "COMMENT",
            "COMPRESSION",
            "CONNECTION",
            "DELAY_KEY_WRITE",
            "DEFAULT",
            "CHARACTER",
            "ENCRYPTED",
            "ENCRYPTION",
            "ENCRYPTION_KEY_ID",
            "ENGINE_ATTRIBUTE",
            "SECONDARY_ENGINE",
            "SECONDARY_ENGINE_ATTRIBUTE",
            "SECONDARY_LOAD",
            "SECONDARY_UNLOAD",
            "INSERT_METHOD",
            "KEY_BLOCK_SIZE",
            "MAX_ROWS",
            "MIN_ROWS",
            "PACK_KEYS",
            "PAGE_CHECKSUM",
            "PAGE_COMPRESSED",
            "PAGE_COMPRESSION_LEVEL",
            "ROW_FORMAT",
            "STATS_AUTO_RECALC",
            "STATS_PERSISTENT",
            "STATS_SAMPLE_PAGES",
            "TRANSACTIONAL",
            "ENABLE",
            "DISABLE",
            "ORDER",
            "WITHOUT",
            "WITH",
            "ANALYZE",
            "REBUILD",
            "REORGANIZE",
            "COALESCE",
            "OPTIMIZE",
            "REPAIR",
            "REMOVE",
            "PARTITION",
            "WAIT",
            "NOWAIT");

    private final DdlWords words;
    private final long mode;
    private final KeyReader keys;

    ChangeReader(DdlWords words, long mode) {
        this.words = words;
        this.mode = mode;
        this.keys = new KeyReader(words);
    }

    /** Takes all that ALTER TABLE does, to the end. */
    List<TableChange> changes() throws UntranslatableDdlException {
        List<TableChange> changes = new ArrayList<>();
        while (!words.atEnd() && !words.is(";")) {
            changes.addAll(change());
            words.skip(",");
        }
        return changes;
    }

    private List<TableChange> change() throws UntranslatableDdlException {
        if (words.skip("ADD")) {
            return added();
        } else if (words.skip("DROP")) {
            return List.of(dropped());
        } else if (words.skip("MODIFY")) {
            words.skip("COLUMN");
            words.skipAll("IF", "EXISTS");
            DefinedColumn column = ColumnReader.take(words, mode);
            return List.of(new ChangeColumn(column.name(), column));
        } else if (words.skip("CHANGE")) {
            words.skip("COLUMN");
            words.skipAll("IF", "EXISTS");
            String name = words.name();
            return List.of(new ChangeColumn(name, ColumnReader.take(words, mode)));
        } else if (words.skip("RENAME")) {
            return List.of(renamed());
        } else if (words.skip("ALTER")) {
            return altered();
        } else if (words.skip("CONVERT")) {
            skipConversion();
            return List.of();
        }
        skipOption();
        return List.of();
    }

    private List<TableChange> added() throws UntranslatableDdlException {
        if (words.is("PARTITION")) {
            words.skipPart();
            return List.of();
        } else if (isPartWithoutColumn()) {
            return part();
        }
        words.skip("COLUMN");
        boolean unlessThere = words.skipAll("IF", "NOT", "EXISTS");
        if (!words.skip("(")) {
            return List.of(new AddColumn(ColumnReader.take(words, mode), unlessThere));
        }
        List<TableChange> added = new ArrayList<>();
        do {
            added.addAll(part());
        } while (words.skip(","));
        words.require(")");
        return List.copyOf(added);
    }

    private boolean isPartWithoutColumn() {
        return NO_COLUMN.contains(words.keyword());
    }

    /** Takes a column, a key or a constraint. */
    List<TableChange> part() throws UntranslatableDdlException {
        if (!isPartWithoutColumn()) {
            return List.of(new AddColumn(ColumnReader.take(words, mode), false));
        }
        String constraint = null;
        if (words.skip("CONSTRAINT")) {
            words.skipAll("IF", "NOT", "EXISTS");
            boolean named = !Set.of("PRIMARY", "UNIQUE", "FOREIGN", "CHECK").contains(words.keyword());
            constraint = named ? words.name() : null;
        }
        return constraint(constraint);
    }

    private List<TableChange> constraint(@Nullable String name) throws UntranslatableDdlException {
        if (words.skip("PRIMARY")) {
            words.require("KEY");
            return List.of(new AddKey(keys.key(DefinedKey.Kind.PRIMARY, null, true)));
        } else if (words.skip("UNIQUE")) {
            words.skip("KEY", "INDEX");
            return List.of(new AddKey(keys.key(DefinedKey.Kind.UNIQUE, name, true)));
        } else if (words.skip("INDEX", "KEY")) {
            return List.of(new AddKey(keys.key(DefinedKey.Kind.INDEX, null, true)));
        } else if (words.skip("FULLTEXT", "SPATIAL", "VECTOR")) {
            words.skip("KEY", "INDEX");
            return List.of(new AddKey(keys.key(DefinedKey.Kind.INDEX, null, false)));
        } else if (words.skip("FOREIGN")) {
            words.require("KEY");
            return List.of(new AddReference(keys.reference(name)));
        } else if (words.skip("CHECK")) {
            words.skipPart();
            return List.of();
        }
        throw words.unexpected();
    }

    private TableChange dropped() throws UntranslatableDdlException {
        if (words.skip("PRIMARY")) {
            words.require("KEY");
            return new DropPrimaryKey();
        } else if (words.skip("INDEX", "KEY")) {
            words.skipAll("IF", "EXISTS");
            return dropped(words.name());
        } else if (words.skip("FOREIGN")) {
            words.require("KEY");
            words.skipAll("IF", "EXISTS");
            return new DropReference(words.name());
        } else if (words.skip("CONSTRAINT", "CHECK")) {
            words.skipAll("IF", "EXISTS");
            return new DropConstraint(words.name());
        } else if (words.is("PARTITION") || words.is("SYSTEM") || words.is("PERIOD")) {
            throw words.unexpected();
        }
        words.skip("COLUMN");
        boolean ifThere = words.skipAll("IF", "EXISTS");
        DropColumn column = new DropColumn(words.name(), ifThere);
        words.skip("CASCADE", "RESTRICT");
        return column;
    }

    /** An index of this name, which may be the primary key's. */
    static TableChange dropped(String index) {
        return index.equalsIgnoreCase("PRIMARY") ? new DropPrimaryKey() : new DropKey(index);
    }

    private TableChange renamed() throws UntranslatableDdlException {
        if (words.skip("COLUMN")) {
            words.skipAll("IF", "EXISTS");
            String name = words.name();
            words.require("TO");
            return new RenameColumn(name, words.name());
        } else if (words.skip("INDEX", "KEY")) {
            words.skipAll("IF", "EXISTS");
            String name = words.name();
            words.require("TO");
            return new RenameKey(name, words.name());
        }
        words.skip("TO", "AS", "=");
        return new RenameTable(DdlName.take(words));
    }

    private List<TableChange> altered() throws UntranslatableDdlException {
        if (words.is("INDEX") || words.is("KEY") || words.is("CHECK") || words.is("CONSTRAINT")) {
            words.skipPart(); // whether it is used
            return List.of();
        }
        words.skip("COLUMN");
        words.skipAll("IF", "EXISTS");
        String name = words.name();
        if (words.skipAll("DROP", "DEFAULT")) {
            return List.of(new SetDefault(name, DefaultValue.NONE));
        }
        words.require("SET");
        if (words.skip("INVISIBLE", "VISIBLE")) {
            return List.of();
        }
        words.require("DEFAULT");
        return List.of(new SetDefault(name, DefaultValue.take(words)));
    }

    private void skipConversion() throws UntranslatableDdlException {
        words.require("TO");
        if (!words.skip("CHARSET") && !words.skipAll("CHARACTER", "SET")) {
            throw words.unexpected();
        }
        if (words.is("binary")) {
            throw words.unexpected();
        }
        words.skipPart();
    }

    /** More than one may stand in a row without commas. */
    private void skipOption() throws UntranslatableDdlException {
        boolean known = OPTIONS.contains(words.keyword());
        boolean moves = words.is("WITH") || words.is("PARTITION") || words.is("REMOVE");
        if (!known) {
            throw words.unexpected();
        }
        String first = words.take().text();
        if (moves && words.is("SYSTEM")) {
            throw words.unexpected();
        }
        boolean list = first.equalsIgnoreCase("ORDER")
                || first.equalsIgnoreCase("PARTITION")
                || first.equalsIgnoreCase("REORGANIZE")
                || words.is("PARTITION");
        words.skipPart();
        while (list && words.skip(",")) {
            words.skipPart();
        }
    }
}
