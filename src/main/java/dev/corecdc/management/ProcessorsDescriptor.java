package dev.corecdc.management;

import dev.corecdc.stream.StreamStatus;
import java.util.List;

/** All processors, in the order of their configuration. */
public record ProcessorsDescriptor(List<ProcessorDescriptor> processors) {

    public static ProcessorsDescriptor of(List<StreamStatus> statuses) {
        return new ProcessorsDescriptor(
                statuses.stream().map(ProcessorDescriptor::of).toList());
    }
}
