package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.CopiedDdl.AlterTable;
import dev.corecdc.target.jdbc.CopiedDdl.CreateDatabase;
import dev.corecdc.target.jdbc.CopiedDdl.CreateLike;
import dev.corecdc.target.jdbc.CopiedDdl.CreateTable;
import dev.corecdc.target.jdbc.CopiedDdl.DropDatabase;
import dev.corecdc.target.jdbc.CopiedDdl.DropTables;
import dev.corecdc.target.jdbc.CopiedDdl.RenameTables;
import dev.corecdc.target.jdbc.CopiedDdl.Renamed;
import dev.corecdc.target.jdbc.CopiedDdl.TruncateTable;
import dev.corecdc.target.jdbc.TableChange.RenameTable;
import java.sql.SQLException;

/** Works out of which tables of the source those of the copy are behind a statement, and holds it to those that are its own. */
final class OwnersAfter {

    private final Translation translation;
    private final TableOwners owners;
    private final boolean repeated;

    private OwnersAfter(Translation translation, TableOwners owners, boolean repeated) {
        this.translation = translation;
        this.owners = owners;
        this.repeated = repeated;
    }

    /**
     * The owners behind a statement.
     *
     * @param before stays as it is
     * @param repeated whether that what the statement makes is there may be taken for its work
     * @throws UnfitTableException when a table of the copy that it works on is another's, or may be
     */
    static TableOwners of(CopiedDdl statement, Translation translation, TableOwners before, boolean repeated)
            throws UnfitTableException, UntranslatableDdlException, SQLException {
        TableOwners after = before.copy();
        new OwnersAfter(translation, after, repeated).follow(statement);
        return after;
    }

    private void follow(CopiedDdl statement) throws UnfitTableException, UntranslatableDdlException, SQLException {
        if (statement instanceof CreateTable created) {
            create(created.name(), created.unlessThere() || created.replacing());
        } else if (statement instanceof CreateLike created) {
            take(created.like());
            create(created.name(), created.unlessThere() || created.replacing());
        } else if (statement instanceof AlterTable altered) {
            take(altered.name());
            for (RenameTable renamed : TableChange.of(RenameTable.class, altered.changes())) {
                rename(altered.name(), renamed.to());
            }
        } else if (statement instanceof DropTables dropped) {
            for (DdlName name : dropped.names()) {
                owners.giveUp(translation.table(name), translation.source(name));
            }
        } else if (statement instanceof RenameTables renamed) {
            for (Renamed one : renamed.renamed()) {
                rename(one.from(), one.to());
            }
        } else if (statement instanceof TruncateTable truncated) {
            take(truncated.name());
        } else if (statement instanceof CreateDatabase created && created.replacing()) {
            dropDatabase(created.name());
        } else if (statement instanceof DropDatabase dropped) {
            dropDatabase(dropped.name());
        }
    }

    private void take(DdlName name) throws UnfitTableException, UntranslatableDdlException {
        owners.take(translation.table(name), translation.source(name));
    }

    private void create(DdlName name, boolean certain)
            throws UnfitTableException, UntranslatableDdlException, SQLException {
        if (!certain) {
            refuseUnknown(name);
        }
        take(name);
    }

    private void rename(DdlName from, DdlName to) throws UnfitTableException, UntranslatableDdlException, SQLException {
        TableName place = translation.table(from);
        boolean stays = place.equals(translation.table(to));
        if (stays && owners.isOf(place, translation.source(to))) {
            return;
        } else if (!stays && translation.catalog().table(place) != null) {
            refuseUnknown(to);
        }
        owners.giveUp(place, translation.source(from));
        take(to);
    }

    /** Where names may meet, a table that is there need not be what the statement has made. */
    private void refuseUnknown(DdlName name) throws UnfitTableException, UntranslatableDdlException, SQLException {
        TableName place = translation.table(name);
        boolean isCertain = !repeated || translation.names().haveSchemasOfTheirOwn() || owners.isKnown(place);
        if (!isCertain && translation.catalog().table(place) != null) {
            throw new UnfitTableException(
                    ("the table %s is there, and with 'table' and 'letter-case' as they are it may be of another table than %s. If a"
                                    + " statement that was cut off has made it, set the position behind it; else set the names so"
                                    + " that tables are kept apart, or exclude one")
                            .formatted(place, translation.source(name)));
        }
    }

    private void dropDatabase(String name) throws UnfitTableException {
        String schema = translation.names().schema(name);
        if (schema != null && translation.names().haveSchemasOfTheirOwn()) {
            owners.giveUpAll(schema, name);
        }
    }
}
