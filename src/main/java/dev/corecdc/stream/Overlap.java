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

    /** By what a change is known again, without its values, which may be large. */
    record Mark(Origin origin, long sequence) {

        static Mark of(ChangeRecord change) {
            return new Mark(change.origin(), change.sequence());
        }

        private boolean isTelling() {
            return origin.source() != null
                    || origin.globalId() != null
                    || origin.entry().id() != null;
        }

        private boolean isOf(ChangeRecord change) {
            Origin other = change.origin();
            if (origin.globalId() != null && other.globalId() != null) {
                // Its file and place may be those of another server.
                return sequence == change.sequence() && origin.globalId().equals(other.globalId());
            }
            return sequence == change.sequence()
                    && origin.position() == other.position()
                    && Objects.equals(origin.source(), other.source())
                    && Objects.equals(origin.entry().id(), other.entry().id());
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
