package dev.corecdc.management;

import dev.corecdc.stream.StreamStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** All processors, in the order of their configuration. */
@Schema(description = "All processors")
public record ProcessorsDescriptor(
        @Schema(description = "In the order of their configuration")
        List<ProcessorDescriptor> processors) {

    public static ProcessorsDescriptor of(List<StreamStatus> statuses) {
        return new ProcessorsDescriptor(
                statuses.stream().map(ProcessorDescriptor::of).toList());
    }
}
