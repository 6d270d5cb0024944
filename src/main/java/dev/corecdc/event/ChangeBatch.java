package dev.corecdc.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive changes of one source, handed over together. Immutable and shared by all lanes.
 *
 * <p>A batch holds records, or one DDL statement, or nothing: an empty batch only moves the position, past log events
 * that concern nobody.
 *
 * @param records the changes in the order of the log
 * @param ddl a DDL statement, alone in its batch
 * @param resumePosition where reading goes on for a target that has everything in this batch
 * @param bytes about how much memory the batch takes, for bounding queues
 * @param excluded how many log events before the end of this batch, and after the one before, were left out undecoded, and how many
 *     changes the processor's transforms left out
 * @param oldest when the first change of the batch was committed, as exactly as the log knows; null in an empty batch
 */
public record ChangeBatch(
        List<ChangeRecord> records,
        @Nullable DdlEvent ddl,
        Position resumePosition,
        long bytes,
        long excluded,
        @Nullable Instant oldest) {

    public ChangeBatch {
        records = records instanceof JoinedRecords ? records : List.copyOf(records);
        if (ddl != null && !records.isEmpty()) {
            throw new IllegalArgumentException("a DDL statement stands alone in its batch");
        }
    }

    /** A batch that only moves the position. */
    public static ChangeBatch empty(Position resumePosition) {
        return new ChangeBatch(List.of(), null, resumePosition, 0, 0, null);
    }

    /** Batches of records that follow each other, as one. */
    public static ChangeBatch joined(List<ChangeBatch> batches) {
        long bytes = 0;
        long excluded = 0;
        for (ChangeBatch batch : batches) {
            bytes += batch.bytes;
            excluded += batch.excluded;
        }
        JoinedRecords records =
                JoinedRecords.of(batches.stream().map(ChangeBatch::records).toList());
        return new ChangeBatch(
                records, null, batches.get(batches.size() - 1).resumePosition, bytes, excluded, batches.get(0).oldest);
    }

    /**
     * Some of the records, for handing them over by themselves; where reading goes on, and since when it lasts, is said of the whole batch.
     *
     * @param from the index of the first, from 0
     * @param to the index behind the last
     */
    public ChangeBatch part(int from, int to) {
        return part(records.subList(from, to));
    }

    /**
     * Some of the records, for handing them over by themselves.
     *
     * @param some in the order in which they are here
     */
    public ChangeBatch part(List<ChangeRecord> some) {
        return new ChangeBatch(some, null, resumePosition, bytes * some.size() / records.size(), 0, oldest);
    }

    /** How many changes the batch holds. */
    public int size() {
        return ddl == null ? records.size() : 1;
    }

    public boolean isEmpty() {
        return size() == 0;
    }
}
