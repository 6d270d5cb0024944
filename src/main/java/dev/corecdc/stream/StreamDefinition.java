package dev.corecdc.stream;

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
}
