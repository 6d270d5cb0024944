package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the store which documents a command writes, and keeps their images. What is written while it is not recording, as
 * when a transaction is hidden, leaves no trace.
 */
final class WriteRecorder {

    private List<DocumentWrite> writes = new ArrayList<>();
    private boolean recording;
    private @Nullable UpdateStyle style;

    void start() {
        recording = true;
        writes = new ArrayList<>();
    }

    /** Ends the recording; what was written since {@link #start}, in order. */
    List<DocumentWrite> stop() {
        recording = false;
        style = null;
        return writes;
    }

    /** How the statement that comes next changes documents. */
    void expect(UpdateStyle nextStyle) {
        style = nextStyle;
    }

    void inserted(StoredCollection collection, Document document) {
        record(collection, null, document.clone(), null);
    }

    void updated(StoredCollection collection, Document before, Document after) {
        record(collection, before, after.clone(), style);
    }

    void deleted(StoredCollection collection, Document document) {
        record(collection, document.clone(), null, null);
    }

    private void record(
            StoredCollection collection,
            @Nullable Document before,
            @Nullable Document after,
            @Nullable UpdateStyle how) {
        if (recording) {
            writes.add(new DocumentWrite(collection.namespace(), collection.getUuid(), before, after, how));
        }
    }
}
