package dev.corecdc.stream;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import org.jspecify.annotations.Nullable;

/** What names a change for ever, so that it is known again when it is read a second time. */
final class ChangeIdentity {

    private ChangeIdentity() {}

    /** Null where the log gives it no name. */
    static @Nullable String of(ChangeEvent change) {
        Origin origin = change.origin();
        String place;
        if (origin.globalId() != null) {
            place = origin.globalId();
        } else if (origin.source() != null) {
            place = origin.source() + ":" + origin.position();
        } else {
            Json event = origin.event();
            return event == null ? null : event.text();
        }
        return place + ":" + change.sequence() + ":" + origin.timestamp().getEpochSecond();
    }
}
