package dev.corecdc.target.jdbc;

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
import dev.corecdc.target.jdbc.TableChange.RenameTable;
import java.sql.SQLException;
import java.util.List;

/** Says in the words of another kind of database what a DDL statement of MySQL or MariaDB does to the tables of a copy. */
final class DdlTranslator {

    private final Translation translation;

    private DdlTranslator(Translation translation) {
        this.translation = translation;
    }

    /**
     * Adds the statements, none where the copy has nothing of what the statement works on.
     *
     * @throws UntranslatableDdlException when there are none that certainly do the same; the message says why
     */
    static void translate(CopiedDdl statement, Translation translation)
            throws UntranslatableDdlException, SQLException {
        new DdlTranslator(translation).translate(statement);
    }

    private void translate(CopiedDdl statement) throws UntranslatableDdlException, SQLException {
        if (statement instanceof CreateTable created) {
            create(created);
        } else if (statement instanceof CreateLike created) {
            create(created);
        } else if (statement instanceof AlterTable altered) {
            alter(altered);
        } else if (statement instanceof DropTables dropped) {
            drop(dropped);
        } else if (statement instanceof RenameTables renamed) {
            for (Renamed one : renamed.renamed()) {
                rename(translation.table(one.from()), one.to());
            }
        } else if (statement instanceof TruncateTable truncated) {
            translation.add("TRUNCATE TABLE " + translation.quoted(translation.table(truncated.name())));
        } else if (statement instanceof CreateDatabase created) {
            create(created);
        } else if (statement instanceof DropDatabase dropped) {
            drop(dropped);
        } else if (!(statement instanceof Nothing)) {
            throw new IllegalStateException(statement.toString());
        }
    }

    private void create(CreateTable created) throws UntranslatableDdlException, SQLException {
        TableName table = translation.table(created.name());
        if (begin(table, created.unlessThere(), created.replacing())) {
            new TableCreation(translation, table, created.name(), created.parts()).translate();
            translation.appears(table);
        }
    }

    private void create(CreateLike created) throws UntranslatableDdlException, SQLException {
        TableName table = translation.table(created.name());
        if (begin(table, created.unlessThere(), created.replacing())) {
            translation.add(translation.ddl().createLike(table, translation.table(created.like())));
            translation.appears(table);
        }
    }

    /** Whether there is anything to make. */
    private boolean begin(TableName table, boolean unlessThere, boolean replacing)
            throws UntranslatableDdlException, SQLException {
        if (unlessThere && translation.catalog().table(table) != null) {
            return false;
        }
        translation.requireSchema(table);
        if (replacing) {
            drop(table, true);
        }
        return true;
    }

    private void alter(AlterTable altered) throws UntranslatableDdlException, SQLException {
        TableName table = translation.table(altered.name());
        if (altered.ifThere() && translation.catalog().table(table) == null) {
            return;
        }
        new TableAlteration(translation, table, altered.name(), altered.changes()).translate();
        for (RenameTable renamed : TableChange.of(RenameTable.class, altered.changes())) {
            rename(table, renamed.to());
        }
    }

    private void rename(TableName table, DdlName to) throws UntranslatableDdlException, SQLException {
        TableName renamed = translation.table(to);
        if (renamed.equals(table)) {
            return;
        }
        translation.requireSchema(renamed);
        List.of(translation.ddl().renameTable(table, renamed)).forEach(translation::add);
        translation.appears(renamed);
    }

    private void drop(DropTables dropped) throws UntranslatableDdlException, SQLException {
        for (DdlName name : dropped.names()) {
            KeySql.dropReferencesTo(translation.table(name), translation);
        }
        for (DdlName name : dropped.names()) {
            translation.add(dropStatement(translation.table(name), dropped.ifThere()));
        }
    }

    private void drop(TableName table, boolean ifThere) throws SQLException {
        KeySql.dropReferencesTo(table, translation);
        translation.add(dropStatement(table, ifThere));
    }

    private String dropStatement(TableName table, boolean ifThere) {
        return "DROP TABLE " + (ifThere ? "IF EXISTS " : "") + translation.quoted(table);
    }

    private void create(CreateDatabase created) throws UntranslatableDdlException {
        String schema = translation.names().schema(created.name());
        if (schema == null || !translation.names().haveSchemasOfTheirOwn()) {
            return;
        }
        translation.requireFit(schema);
        if (created.replacing()) {
            translation.add("DROP SCHEMA IF EXISTS " + translation.quoted(schema) + " CASCADE");
        }
        translation.add("CREATE SCHEMA IF NOT EXISTS " + translation.quoted(schema));
    }

    private void drop(DropDatabase dropped) throws UntranslatableDdlException {
        String schema = translation.names().schema(dropped.name());
        if (schema == null || !translation.names().haveSchemasOfTheirOwn()) {
            throw new UntranslatableDdlException(
                    "'table' gives the database no schema of its own, so that others would be dropped with it");
        }
        translation.add(
                "DROP SCHEMA " + (dropped.ifThere() ? "IF EXISTS " : "") + translation.quoted(schema) + " CASCADE");
    }
}
