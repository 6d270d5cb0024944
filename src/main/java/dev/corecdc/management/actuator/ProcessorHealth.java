package dev.corecdc.management.actuator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.corecdc.management.ProcessorDescriptor;
import dev.corecdc.management.TargetDescriptor;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.TargetState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the details of health tell of a processor. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ProcessorHealth(
        ProcessorState state,
        Instant since,
        @Nullable String reason,
        @Nullable Map<String, Object> position,
        @Nullable Double lag,
        Map<String, TargetHealth> targets) {

    /** What the details of health tell of a target. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TargetHealth(
            TargetState state,
            Instant since,
            @Nullable String reason,
            @Nullable Double lag) {}

    static ProcessorHealth of(ProcessorDescriptor processor) {
        Map<String, TargetHealth> targets = new LinkedHashMap<>();
        for (TargetDescriptor target : processor.targets()) {
            targets.put(target.name(), new TargetHealth(target.state(), target.since(), target.reason(), target.lag()));
        }
        return new ProcessorHealth(
                processor.state(),
                processor.since(),
                processor.reason(),
                processor.position(),
                processor.lag(),
                targets);
    }
}
