package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what is of other tables than the wanted ones. A DDL statement is left out when it names tables and none of them is wanted, and when
 * it makes or drops a database that can have none; when it may also work on others it is not executable.
 */
final class WantedTables implements RecordTransform, DdlTransform {

    private final TableChoice choice;
    private final PerTable<Boolean> wanted;

    WantedTables(TableChoice choice) {
        this.choice = choice;
        this.wanted = new PerTable<>(columns -> choice.accepts(columns.schema(), columns.table()));
    }

    @Override
    public @Nullable ChangeRecord apply(ChangeRecord record) throws TransformException {
        return wanted.of(record.columns()) ? record : null;
    }

    @Override
    public @Nullable DdlEvent applyToDdl(DdlEvent statement) {
        String schema = statement.schema();
        if (schema == null) {
            return unexecutable(statement);
        }
        if (statement.tables().isEmpty()) {
            if (isOnDatabase(statement) && !choice.acceptsDatabase(schema)) {
                return null;
            }
            return choice.acceptsWholeDatabase(schema) ? statement : unexecutable(statement);
        }
        long accepted = statement.tables().stream()
                .filter(table -> choice.accepts(schema, table))
                .count();
        if (accepted == 0) {
            return null;
        }
        return accepted == statement.tables().size() ? statement : unexecutable(statement);
    }

    /** What else names no table may name several views, or was not understood: its database is a guess then. */
    private static boolean isOnDatabase(DdlEvent statement) {
        return statement.kind() == DdlKind.CREATE_DATABASE || statement.kind() == DdlKind.DROP_DATABASE;
    }

    private static DdlEvent unexecutable(DdlEvent statement) {
        return statement.executable()
                ? new DdlEvent(
                        statement.kind(),
                        statement.schema(),
                        statement.tables(),
                        false,
                        statement.statement(),
                        statement.origin(),
                        statement.sequence(),
                        statement.session())
                : statement;
    }
}
