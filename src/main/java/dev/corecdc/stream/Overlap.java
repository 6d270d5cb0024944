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

    /**
     * A batch without its changes up to and with {@code last}. The whole batch when that is not among them, or cannot be told from others:
     * a repeated change does no harm.
     *
     * @param last the last change that the other reader has read; null when there is none
     */
    static ChangeBatch cut(ChangeBatch batch, @Nullable ChangeRecord last) {
        if (last == null || !hasName(last.origin())) {
            return batch;
        }
        List<ChangeRecord> records = batch.records();
        for (int i = 0; i < records.size(); i++) {
            if (isSame(records.get(i), last)) {
                return batch.part(i + 1, records.size());
            }
        }
        return batch;
    }

    private static boolean hasName(Origin origin) {
        return origin.source() != null
                || origin.globalId() != null
                || origin.entry().id() != null;
    }

    private static boolean isSame(ChangeRecord one, ChangeRecord other) {
        Origin a = one.origin();
        Origin b = other.origin();
        if (a.globalId() != null && b.globalId() != null) {
            // Its file and place may be those of another server.
            return one.sequence() == other.sequence() && a.globalId().equals(b.globalId());
        }
        return one.sequence() == other.sequence()
                && a.position() == b.position()
                && Objects.equals(a.source(), b.source())
                && Objects.equals(a.entry().id(), b.entry().id());
    }
}
