package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Origin;

/** Names a change for people, by its place and not by its values, which may be secret. */
final class ChangeNames {

    private ChangeNames() {}

    /** @param change a batch, or a part of one, that holds one change */
    static String of(ChangeBatch change) {
        DdlEvent ddl = change.ddl();
        if (ddl != null) {
            return "the DDL statement (%s of %s %s)%s"
                    .formatted(ddl.kind(), ddl.schema(), ddl.tables(), place(ddl.origin(), ddl.sequence()));
        }
        ChangeRecord row = change.records().get(0);
        return "the %s of %s.%s%s"
                .formatted(
                        row.type(), row.columns().schema(), row.columns().table(), place(row.origin(), row.sequence()));
    }

    private static String place(Origin origin, long sequence) {
        StringBuilder place = new StringBuilder();
        if (origin.source() != null) {
            place.append(" at ").append(origin.source()).append(':').append(origin.position());
        }
        if (origin.globalId() != null) {
            place.append(" of transaction ").append(origin.globalId());
        }
        return place.append(", number ").append(sequence).toString();
    }
}
