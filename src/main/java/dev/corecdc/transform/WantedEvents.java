package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Leaves out what is not of the wanted types. */
record WantedEvents(Set<EventType> types) implements RecordTransform, DdlTransform {

    WantedEvents {
        types = Set.copyOf(types);
    }

    @Override
    public @Nullable ChangeRecord apply(ChangeRecord record) {
        return types.contains(record.type()) ? record : null;
    }

    @Override
    public @Nullable DdlEvent applyToDdl(DdlEvent statement) {
        return types.contains(EventType.QUERY) ? statement : null;
    }
}
