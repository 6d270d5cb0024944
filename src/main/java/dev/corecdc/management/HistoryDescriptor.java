package dev.corecdc.management;

import dev.corecdc.event.HistoryMargin;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How near a source's log is to losing what is still to be read, as the API and the actuator show it. All null when that is not known. */
@Schema(
        description =
                "What the source can drop of its log until it drops what is still to be read by the target furthest behind;"
                        + " asked for once a minute, and null when it is not known")
public record HistoryDescriptor(
        @Schema(
                description =
                        "How many files of the log; 0 in the oldest, or when what is to be read is dropped; null where it has none")
        @Nullable
        Long files,

        @Schema(description = "How many seconds of the log; 0 when what is to be read is dropped") @Nullable
        Long seconds,

        @Schema(description = "How many seconds of its log the source has") @Nullable
        Long keptSeconds) {

    private static final HistoryDescriptor UNKNOWN = new HistoryDescriptor(null, null, null);

    static HistoryDescriptor of(@Nullable HistoryMargin margin) {
        return margin == null
                ? UNKNOWN
                : new HistoryDescriptor(
                        margin.files(), margin.time().toSeconds(), margin.kept().toSeconds());
    }
}
