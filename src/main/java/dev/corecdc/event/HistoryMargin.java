package dev.corecdc.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of a source's log lies before a position: what the source can drop until it drops what is still to be read.
 *
 * @param files how many files of the log; 0 when the position is in the oldest, or no longer in any. Null where the log has no files
 * @param time from the beginning of the log to the position; zero when that is no longer in the log
 * @param kept from the beginning of the log until now
 */
public record HistoryMargin(@Nullable Long files, Duration time, Duration kept) {}
