package dev.corecdc.stream;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.transform.TransformChain;
import dev.corecdc.transform.TransformException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands records to a target as its transforms leave them. A change that a transform fails on counts as rejected by the target. */
final class TransformedTarget {

    private final TransformChain transforms;

    TransformedTarget(TransformChain transforms) {
        this.transforms = transforms;
    }

    /**
     * Saves what is left of records.
     *
     * @param target how they are saved
     * @return how many of them the target has saved; the others are left out
     * @throws RejectedRecordException with the index in {@code records}, where it is known
     */
    int save(List<ChangeRecord> records, Target target) throws Exception {
        if (transforms.isEmpty()) {
            target.save(records);
            return records.size();
        }
        List<ChangeRecord> left = new ArrayList<>(records.size());
        int[] places = new int[records.size()];
        for (int i = 0; i < places.length; i++) {
            ChangeRecord record = transformed(records.get(i), i);
            if (record != null) {
                places[left.size()] = i;
                left.add(record);
            }
        }
        if (!left.isEmpty()) {
            save(Collections.unmodifiableList(left), places, target);
        }
        return left.size();
    }

    private @Nullable ChangeRecord transformed(ChangeRecord record, int place) throws RejectedRecordException {
        try {
            return transforms.apply(record);
        } catch (TransformException e) {
            throw new RejectedRecordException(place, String.valueOf(e.getMessage()), e);
        }
    }

    private static void save(List<ChangeRecord> left, int[] places, Target target) throws Exception {
        try {
            target.save(left);
        } catch (RejectedRecordException e) {
            int index = e.index().orElse(left.size() == 1 ? 0 : -1);
            if (index < 0 || index >= left.size()) {
                throw e;
            }
            throw new RejectedRecordException(places[index], String.valueOf(e.getMessage()), e);
        }
    }

    /** What is left of a statement; null when it is left out. */
    @Nullable
    DdlEvent transformed(DdlEvent statement) throws RejectedRecordException {
        try {
            return transforms.applyToDdl(statement);
        } catch (TransformException e) {
            throw new RejectedRecordException(0, String.valueOf(e.getMessage()), e);
        }
    }
}
