package dev.corecdc.stream;

import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterJson;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change that a target did not take, or that waits behind such a one.
 *
 * @param waiting whether it only waits
 * @param time when it was set aside
 * @param position up to where the log had been read
 * @param error what the target said the last time; null when it has not been asked
 * @param table the first one, where it is a statement
 * @param change the whole change as a JSON object
 */
public record DeadLetterStatus(
        long number,
        String processor,
        String target,
        boolean waiting,
        Instant time,
        Map<String, Object> position,
        @Nullable String error,
        EventType type,
        @Nullable String schema,
        @Nullable String table,
        String change) {

    static DeadLetterStatus of(DeadLetter letter) {
        ChangeEvent change = letter.change();
        String schema;
        String table;
        if (change instanceof DdlEvent ddl) {
            schema = ddl.schema();
            table = ddl.tables().isEmpty() ? null : ddl.tables().get(0);
        } else {
            schema = ((ChangeRecord) change).columns().schema();
            table = ((ChangeRecord) change).columns().table();
        }
        return new DeadLetterStatus(
                letter.number(),
                letter.processor(),
                letter.target(),
                letter.waiting(),
                letter.time(),
                letter.position(),
                letter.error(),
                change.type(),
                schema,
                table,
                DeadLetterJson.ofChange(change));
    }
}
