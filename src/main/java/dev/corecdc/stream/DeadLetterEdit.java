package dev.corecdc.stream;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;

/** What may be edited of a change: the values of its row, or the text of its statement. */
final class DeadLetterEdit {

    private DeadLetterEdit() {}

    /** @throws IllegalArgumentException when something else differs; the message says what */
    static void require(ChangeEvent old, ChangeEvent edited) {
        require(old.type() == edited.type(), "type");
        require(old.origin().equals(edited.origin()), "origin");
        require(old.sequence() == edited.sequence(), "sequence");
        if (old instanceof ChangeRecord row && edited instanceof ChangeRecord other) {
            require(row.columns().equals(other.columns()), "columns");
            require(ChangeScope.of(row).equals(ChangeScope.of(other)), "primary key");
        } else if (old instanceof DdlEvent ddl && edited instanceof DdlEvent other) {
            require(ddl.kind() == other.kind() && ddl.executable() == other.executable(), "kind");
            require(ChangeScope.of(ddl).equals(ChangeScope.of(other)), "tables");
        }
    }

    private static void require(boolean same, String what) {
        if (!same) {
            throw new IllegalArgumentException(
                    "the %s of the change may not be edited: only the values of its row, or the text of its statement"
                            .formatted(what));
        }
    }
}
