package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ALTER TABLE makes of a table (MySQL Reference Manual: "ALTER TABLE Statement"; MariaDB manual: "ALTER TABLE"). */
final class AlteredTable {

    /** What can be added that is no column. */
    private static final Set<String> NO_COLUMN =
            Set.of("INDEX", "KEY", "FULLTEXT", "SPATIAL", "VECTOR", "FOREIGN", "CHECK", "PARTITION", "CONSTRAINT");

    /** What can be dropped that is no column; some of these may be the primary key by its name. */
    private static final Set<String> DROPPED = Set.of("INDEX", "KEY", "FOREIGN", "CHECK", "CONSTRAINT");

    private final SqlText text;
    private final Flavor flavor;
    private final TableShape before;
    private final AlteredColumns columns;
    private final AlteredKey key;
    private final TableOptions options;
    private @Nullable TableName newName;

    /** Whether a column has a character set that the table may give it. */
    private boolean charsetUsed;

    /** @param text stands behind the name of the table */
    AlteredTable(SqlText text, Flavor flavor, TableShape before) {
        this.text = text;
        this.flavor = flavor;
        this.before = before;
        this.columns = new AlteredColumns(before);
        this.key = new AlteredKey(before);
        this.options = new TableOptions(text, before.charset());
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
                options.take();
            }
        }
        if (options.changesCharset() && charsetUsed) {
            throw new NotFollowedException("it changes the character set of a table that it adds columns to");
        }
        TableShape after = TableShape.of(columns.after(), key.after(columns), options.charset());
        requireListed(after);
        return after;
    }

    /** Refuses to change a table that may have columns that no statement names. */
    private void requireListed(TableShape after) throws NotFollowedException {
        boolean hidden =
                HiddenColumns.mayBeIn(before.columns()) && !after.columns().equals(before.columns());
        if (flavor == Flavor.MARIADB && (hidden || (key.changes() && HiddenColumns.mayHavePeriod(before.columns())))) {
            throw new NotFollowedException("what becomes of the period or the hashes of the table is not understood");
        }
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
            case "CONVERT" -> takeConversion();
            case "ALTER" -> CreatedTable.skipPart(text); // a default, or whether something is visible
            default -> options.take();
        }
    }

    private void takeConversion() throws NotFollowedException {
        text.take();
        if (!text.skip("TO") || options.changesCharset()) {
            throw Names.unexpected(text);
        }
        columns.convert(options.takeCharacterSet());
        if (text.skip("COLLATE")) {
            text.skip("=");
            text.take();
        }
    }

    private void takeAdded() throws NotFollowedException {
        if (text.skip("COLUMN")) {
            takeColumns();
            return;
        }
        SqlText.Token first = text.peek();
        if (first.is("PRIMARY") || first.is("UNIQUE")) {
            takeKey();
        } else if (first.is("CONSTRAINT")) {
            text.take();
            if (!List.of("PRIMARY", "UNIQUE", "FOREIGN", "CHECK").contains(text.keyword())) {
                skipCondition();
                text.take(); // its name
            }
            if (text.peek().is("PRIMARY") || text.peek().is("UNIQUE")) {
                takeKey();
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

    private void takeKey() throws NotFollowedException {
        boolean primary = text.take().is("PRIMARY");
        text.skip("KEY", "INDEX");
        if (text.peek().is("IF")) {
            throw new NotFollowedException("there may have been such a key");
        }
        if (primary) {
            key.primary(KeyDefinition.take(text));
        } else {
            key.unique(KeyDefinition.take(text));
        }
    }

    private void takeColumns() throws NotFollowedException {
        boolean ifAbsent = skipCondition();
        boolean several = text.skip("(");
        do {
            takeColumn(ifAbsent);
        } while (several && text.skip(","));
        if (several && !text.skip(")")) {
            throw Names.unexpected(text);
        }
    }

    private void takeColumn(boolean ifAbsent) throws NotFollowedException {
        ColumnDefinition column = ColumnDefinition.take(text);
        if (ifAbsent && columns.has(column.name())) {
            return;
        }
        columns.add(shape(column), column.place());
        key.column(column);
    }

    private ColumnShape shape(ColumnDefinition column) throws NotFollowedException {
        charsetUsed |= column.type().hasCharset();
        return column.in(options.charset(), flavor);
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
                key.drop();
                return;
            }
            if (text.peek().is("PARTITION")) {
                options.take();
                return;
            }
            if (DROPPED.contains(text.keyword())) {
                takeDroppedKey();
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

    private void takeDroppedKey() throws NotFollowedException {
        boolean foreign = text.peek().is("FOREIGN") || text.peek().is("CHECK");
        text.take();
        text.skip("KEY");
        skipCondition();
        String name = text.take().text();
        if (!foreign) {
            key.dropIndex(name);
        }
        CreatedTable.skipPart(text);
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
        key.column(column);
        columns.change(name, shape(column), column.place());
    }

    private void takeRenamed(String defaultDatabase) throws NotFollowedException {
        if (text.skip("COLUMN")) {
            boolean ifPresent = skipCondition();
            String name = Names.take(text);
            if (!text.skip("TO")) {
                throw Names.unexpected(text);
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
