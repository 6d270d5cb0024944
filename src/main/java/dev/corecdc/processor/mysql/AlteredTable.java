package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ALTER TABLE makes of a table (MySQL Reference Manual: "ALTER TABLE Statement"; MariaDB manual: "ALTER TABLE"). */
final class AlteredTable {

    /** What can be added that is no column. */
    private static final Set<String> NO_COLUMN = Set.of(
            "INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR", "FOREIGN", "CHECK", "PARTITION", "CONSTRAINT");

    /** What can be dropped that is no column; some of these may be the primary key by its name. */
    private static final Set<String> DROPPED = Set.of("INDEX", "KEY", "FOREIGN", "CHECK", "CONSTRAINT");

    /** With what a part begins that leaves the columns as they are. */
    private static final Set<String> HARMLESS = Set.of(
            "ENGINE",
            "COMMENT",
            "AUTO_INCREMENT",
            "AVG_ROW_LENGTH",
            "CHECKSUM",
            "ROW_FORMAT",
            "KEY_BLOCK_SIZE",
            "ALGORITHM",
            "LOCK",
            "FORCE",
            "ORDER",
            "ENABLE",
            "DISABLE",
            "WITHOUT",
            "WITH",
            "DISCARD",
            "IMPORT",
            "STATS_AUTO_RECALC",
            "STATS_PERSISTENT",
            "STATS_SAMPLE_PAGES",
            "MAX_ROWS",
            "MIN_ROWS",
            "PACK_KEYS",
            "DELAY_KEY_WRITE",
            "COMPRESSION",
            "ENCRYPTION",
            "TABLESPACE",
            "PARTITION",
            "REMOVE",
            "TRUNCATE",
            "COALESCE",
            "REORGANIZE",
            "EXCHANGE",
            "ANALYZE",
            "CHECK",
            "OPTIMIZE",
            "REBUILD",
            "REPAIR",
            "SECONDARY_ENGINE",
            "SECONDARY_LOAD",
            "SECONDARY_UNLOAD",
            "PAGE_CHECKSUM",
            "TRANSACTIONAL",
            "NOWAIT",
            "PAGE_COMPRESSED",
            "PAGE_COMPRESSION_LEVEL",
            "ENCRYPTED",
            "ENCRYPTION_KEY_ID",
            "INSERT_METHOD");

    private final SqlText text;
    private final Flavor flavor;
    private final AlteredColumns columns;
    private @Nullable String charset;
    private @Nullable TableName newName;
    private boolean charsetChanged;
    private boolean charsetUsed;

    /** @param text stands behind the name of the table */
    AlteredTable(SqlText text, Flavor flavor, TableShape before) {
        this.text = text;
        this.flavor = flavor;
        this.columns = new AlteredColumns(before);
        this.charset = before.charset();
    }

    /** @param defaultDatabase the session's */
    TableShape shape(String defaultDatabase) throws NotFollowedException {
        if (text.skip("WAIT")) {
            text.take();
        }
        text.skip("NOWAIT");
        while (!text.atEnd()) {
            takePart(defaultDatabase);
            if (!text.skip(",") && !text.atEnd()) {
                requireHarmless();
            }
        }
        if (charsetChanged && charsetUsed) {
            throw new NotFollowedException("it changes the character set of a table that it adds columns to");
        }
        return columns.after(charset);
    }

    /** What the table is called afterwards; null when it keeps its name. */
    @Nullable
    TableName newName() {
        return newName;
    }

    private void takePart(String defaultDatabase) throws NotFollowedException {
        String word = text.keyword();
        switch (word) {
            case "ADD" -> {
                text.take();
                takeAdded();
            }
            case "DROP" -> {
                text.take();
                takeDropped();
            }
            case "MODIFY" -> {
                text.take();
                takeChanged(false);
            }
            case "CHANGE" -> {
                text.take();
                takeChanged(true);
            }
            case "RENAME" -> {
                text.take();
                takeRenamed(defaultDatabase);
            }
            case "ALTER" -> CreatedTable.skipPart(text); // a default, or whether something is visible
            case "DEFAULT", "CHARACTER", "CHARSET", "COLLATE" -> takeCharset();
            default -> requireHarmless();
        }
    }

    private void requireHarmless() throws NotFollowedException {
        String word = text.keyword();
        if (List.of("DEFAULT", "CHARACTER", "CHARSET", "COLLATE").contains(word)) {
            takeCharset();
            return;
        }
        if (!HARMLESS.contains(word)) {
            throw new NotFollowedException(
                    "'%s' is not understood".formatted(text.peek().text()));
        }
        boolean partition = false;
        while (!text.atEnd() && (partition || !text.peek().is(","))) {
            partition |= text.peek().is("PARTITION"); // whose list has commas, and is the last part
            if (text.skip("SYSTEM", "VERSIONING", "PERIOD", "CONVERT")) {
                throw new NotFollowedException("a change of versioning or partitions is not understood");
            }
            text.take();
            if (startsCharset()) {
                return;
            }
        }
    }

    private boolean startsCharset() {
        return List.of("CHARACTER", "CHARSET", "COLLATE").contains(text.keyword());
    }

    private void takeCharset() throws NotFollowedException {
        charsetChanged = true;
        text.skip("DEFAULT");
        if (text.skip("COLLATE")) {
            text.skip("=");
            String ofCollation = Names.charsetOfCollation(text.take().text());
            charset = ofCollation == null ? charset : ofCollation;
        } else if (text.skip("CHARSET") || (text.skip("CHARACTER") && text.skip("SET"))) {
            charset = Names.charset(text);
        } else {
            throw new NotFollowedException(
                    "'%s' is not understood".formatted(text.peek().text()));
        }
    }

    private void takeAdded() throws NotFollowedException {
        if (text.skip("COLUMN")) {
            takeColumns();
            return;
        }
        SqlText.Token first = text.peek();
        if (first.is("PRIMARY")) {
            columns.key(CreatedTable.takeKey(text));
        } else if (first.is("CONSTRAINT")) {
            text.take();
            if (!List.of("PRIMARY", "UNIQUE", "FOREIGN", "CHECK").contains(text.keyword())) {
                skipCondition();
                text.take(); // its name
            }
            if (text.peek().is("PRIMARY")) {
                columns.key(CreatedTable.takeKey(text));
            } else {
                CreatedTable.skipPart(text);
            }
        } else if (first.is("PERIOD") || first.is("SYSTEM")) {
            throw new NotFollowedException("versioning is not understood");
        } else if (first.quote() == 0 && NO_COLUMN.contains(text.keyword())) {
            CreatedTable.skipPart(text);
        } else {
            takeColumns();
        }
    }

    private void takeColumns() throws NotFollowedException {
        boolean ifAbsent = skipCondition();
        boolean several = text.skip("(");
        do {
            takeColumn(ifAbsent);
        } while (several && text.skip(","));
        if (several && !text.skip(")")) {
            throw new NotFollowedException(
                    "'%s' is not understood".formatted(text.peek().text()));
        }
    }

    private void takeColumn(boolean ifAbsent) throws NotFollowedException {
        ColumnDefinition column = ColumnDefinition.take(text);
        if (ifAbsent && columns.has(column.name())) {
            return;
        }
        columns.add(shape(column), column.place());
        if (column.key()) {
            columns.key(List.of(column.name()));
        }
    }

    private ColumnShape shape(ColumnDefinition column) throws NotFollowedException {
        charsetUsed |= column.type().hasCharset();
        return column.in(charset, flavor);
    }

    /** IF EXISTS or IF NOT EXISTS. */
    private boolean skipCondition() {
        boolean condition = text.skip("IF");
        if (condition) {
            text.skip("NOT");
            text.skip("EXISTS");
        }
        return condition;
    }

    private void takeDropped() throws NotFollowedException {
        if (!text.skip("COLUMN")) {
            if (text.skip("PRIMARY")) {
                text.skip("KEY");
                columns.dropKey();
                return;
            }
            if (text.peek().is("PARTITION")) {
                requireHarmless();
                return;
            }
            if (DROPPED.contains(text.keyword())) {
                text.take();
                text.skip("KEY");
                skipCondition();
                if (text.take().text().equalsIgnoreCase("PRIMARY")) {
                    columns.dropKey();
                }
                CreatedTable.skipPart(text);
                return;
            }
            if (text.peek().is("SYSTEM") || text.peek().is("PERIOD")) {
                throw new NotFollowedException("versioning is not understood");
            }
        }
        boolean ifPresent = skipCondition();
        String name = Names.take(text);
        text.skip("RESTRICT", "CASCADE");
        if (!ifPresent || columns.has(name)) {
            columns.drop(name);
        }
    }

    private void takeChanged(boolean renames) throws NotFollowedException {
        text.skip("COLUMN");
        boolean ifPresent = skipCondition();
        String old = renames ? Names.take(text) : null;
        ColumnDefinition column = ColumnDefinition.take(text);
        String name = old == null ? column.name() : old;
        if (ifPresent && !columns.has(name)) {
            return;
        }
        if (column.key()) {
            columns.key(List.of(column.name()));
        }
        columns.change(name, shape(column), column.place());
    }

    private void takeRenamed(String defaultDatabase) throws NotFollowedException {
        if (text.skip("COLUMN")) {
            boolean ifPresent = skipCondition();
            String name = Names.take(text);
            if (!text.skip("TO")) {
                throw new NotFollowedException(
                        "'%s' is not understood".formatted(text.peek().text()));
            }
            String newer = Names.take(text);
            if (!ifPresent || columns.has(name)) {
                columns.rename(name, newer);
            }
        } else if (text.skip("INDEX", "KEY")) {
            CreatedTable.skipPart(text);
        } else {
            text.skip("TO", "AS", "=");
            newName = Statement.name(text, defaultDatabase);
        }
    }
}
