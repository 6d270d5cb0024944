package dev.corecdc.management;

import dev.corecdc.event.EventType;
import dev.corecdc.stream.DeadLetterStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A change that a target did not take, or that waits behind such a one. */
@Schema(description = "A change that a target did not take, or that waits behind such a one")
public record DeadLetterDescriptor(
        @Schema(description = "Its number, in digits; the later, the larger")
        String id,

        @Schema(description = "Whose change it is") String processor,

        @Schema(description = "Which target did not take it")
        String target,

        @Schema(description = "Whether it was rejected, or only waits so that it does not overtake")
        State state,

        @Schema(description = "When it was set aside") Instant time,

        @Schema(description = "Up to where the log had been read")
        Map<String, Object> position,

        @Schema(description = "What the target said the last time; null when it has not been asked") @Nullable
        String error,

        @Schema(description = "What kind of change it is") EventType type,
        @Schema(description = "The database") @Nullable String schema,

        @Schema(description = "The table, of a statement the first one") @Nullable
        String table,

        @Schema(
                description =
                        "The whole change, every value exactly: strings, whole numbers, true, false and null as they are, any other"
                                + " as an object that says what it is, such as {\"decimal\": \"1.20\"}")
        Map<String, Object> change) {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** Why a letter is there. */
    public enum State {
        /** The target rejected it. */
        DEAD,
        /** It waits behind an earlier one. */
        WAITING
    }

    public static DeadLetterDescriptor of(DeadLetterStatus letter) {
        return new DeadLetterDescriptor(
                Long.toString(letter.number()),
                letter.processor(),
                letter.target(),
                letter.waiting() ? State.WAITING : State.DEAD,
                letter.time(),
                letter.position(),
                letter.error(),
                letter.type(),
                letter.schema(),
                letter.table(),
                JsonMapper.shared().readValue(letter.change(), OBJECT));
    }
}
