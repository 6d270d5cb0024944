package dev.corecdc.stream;

import dev.corecdc.processor.CheckedSource;
import dev.corecdc.processor.Processor;
import java.util.List;

/**
 * A processor and its targets.
 *
 * @param name the processor's name
 * @param autoStartup whether it starts by itself
 * @param startAt where a target begins that has no checkpoint
 */
public record StreamDefinition(
        String name,
        Processor processor,
        boolean autoStartup,
        String startAt,
        OnHistoryLost onHistoryLost,
        List<LaneDefinition> lanes) {

    public StreamDefinition {
        lanes = List.copyOf(lanes);
    }

    /** What was unwise about the source when it was last connected to, where the processor looks at that. */
    List<String> warnings() {
        return processor instanceof CheckedSource source ? source.warnings() : List.of();
    }
}
