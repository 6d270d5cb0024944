package dev.corecdc.stream;

import dev.corecdc.event.EventType;
import dev.corecdc.event.HistoryMargin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stream was doing at one moment.
 *
 * @param requested what it was last asked to become
 * @param state what it has reached
 * @param since when it reached {@code state}
 * @param reason why it is there, when that is not just what was asked for
 * @param position up to where its log has been read; null before that is known
 * @param read how many changes were read, by kind
 * @param excluded how many log events were left out undecoded, and changes by the processor's transforms
 * @param reconnects how often the source was lost and tried again
 * @param warnings what was unwise about the source when it was last connected to
 * @param history how much of the source's log lies before the checkpoint that is furthest behind, as of about a minute ago; null when that is
 *     not known
 */
public record StreamStatus(
        String name,
        ProcessorState requested,
        ProcessorState state,
        Instant since,
        @Nullable String reason,
        @Nullable Map<String, Object> position,
        Map<EventType, Long> read,
        long excluded,
        long reconnects,
        List<String> warnings,
        @Nullable HistoryMargin history,
        List<TargetStatus> targets) {}
