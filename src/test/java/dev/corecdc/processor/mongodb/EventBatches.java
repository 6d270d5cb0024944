package dev.corecdc.processor.mongodb;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.processor.TableFilter;
import java.util.List;
import org.bson.RawBsonDocument;

/** Turns events into what a reader makes of them. */
final class EventBatches {

    static final MongoPosition BEGIN = new MongoPosition(
            new Deployment.Identity("rs0", null), new ResumeToken("8200000001000000012B0229296E04", null), null, 0);

    private EventBatches() {}

    /** The batch of these events. */
    static ChangeBatch batch(boolean showEvents, RawBsonDocument... events) {
        EventBatch batch = new EventBatch(BEGIN, showEvents, new TableFilter(List.of(), List.of()));
        for (RawBsonDocument event : events) {
            batch.take(ReadEvent.of(event));
        }
        return batch.build();
    }

    /** The only change of an event. */
    static ChangeRecord change(boolean showEvents, RawBsonDocument event) {
        return batch(showEvents, event).records().get(0);
    }

    /**
     * An event of the collection {@code test.people}.
     *
     * @param token what sets its token apart: up to eight hexadecimal digits, in order
     * @param fields further fields, as JSON without the braces
     */
    static RawBsonDocument event(String operationType, String token, String fields) {
        return RawBsonDocument.parse("""
                {"_id": {"_data": "82674D3C47%8s2B02"}, "operationType": "%s",
                 "clusterTime": {"$timestamp": {"t": 1733114951, "i": 1}},
                 "ns": {"db": "test", "coll": "people"}%s}""".formatted(
                        "0".repeat(8 - token.length()) + token, operationType, fields.isEmpty() ? "" : ", " + fields));
    }
}
