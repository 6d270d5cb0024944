package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Origin;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What two readers of one log have both read, where their batches end at different places. */
final class Overlap {

    private Overlap() {}

    /** By what a change is known again, without anything that may be large. */
    record Mark(
            @Nullable String globalId,
            @Nullable String source,
            long position,
            @Nullable String entryId,
            long sequence) {

        static Mark of(ChangeRecord change) {
            Origin origin = change.origin();
            return new Mark(
                    origin.globalId(),
                    origin.source(),
                    origin.position(),
                    origin.entry().id(),
                    change.sequence());
        }

        private boolean isTelling() {
            return source != null || globalId != null || entryId != null;
        }

        private boolean isOf(ChangeRecord change) {
            Origin origin = change.origin();
            if (globalId != null && origin.globalId() != null) {
                // Its file and place may be those of another server.
                return sequence == change.sequence() && globalId.equals(origin.globalId());
            }
            return sequence == change.sequence()
                    && position == origin.position()
                    && Objects.equals(source, origin.source())
                    && Objects.equals(entryId, origin.entry().id());
        }
    }

    /**
     * A batch without its changes up to and with {@code last}. The whole batch when that is not among them, or cannot be told from others:
     * a repeated change does no harm.
     *
     * @param last the last change that the other reader has read; null when there is none
     */
    static ChangeBatch cut(ChangeBatch batch, @Nullable Mark last) {
        if (last == null || !last.isTelling()) {
            return batch;
        }
        List<ChangeRecord> records = batch.records();
        for (int i = 0; i < records.size(); i++) {
            if (last.isOf(records.get(i))) {
                return batch.part(i + 1, records.size());
            }
        }
        return batch;
    }
}
