package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;

/**
 * Withholds the statement that made a change: its text has the values. That of a table of which nothing is hidden may have made changes in
 * another one too, by a join or a trigger, so no statement is left.
 */
final class HiddenQueries implements RecordTransform, DdlTransform {

    private static final OriginalQuery WITHHELD = new OriginalQuery(null);

    @Override
    public ChangeRecord apply(ChangeRecord record) {
        return isHeld(record.origin())
                ? new ChangeRecord(
                        record.type(),
                        record.columns(),
                        record.row(),
                        record.before(),
                        without(record.origin()),
                        record.sequence())
                : record;
    }

    @Override
    public DdlEvent applyToDdl(DdlEvent statement) {
        return isHeld(statement.origin())
                ? new DdlEvent(
                        statement.kind(),
                        statement.schema(),
                        statement.tables(),
                        statement.executable(),
                        statement.statement(),
                        without(statement.origin()),
                        statement.sequence(),
                        statement.session())
                : statement;
    }

    private static boolean isHeld(Origin origin) {
        OriginalQuery query = origin.query();
        return query != null && query.text() != null;
    }

    private static Origin without(Origin origin) {
        return new Origin(
                origin.timestamp(),
                origin.source(),
                origin.position(),
                origin.globalId(),
                origin.transactionId(),
                origin.event(),
                WITHHELD,
                origin.entry());
    }
}
