package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import tools.jackson.core.JacksonException;

/** Changes the documents of a collection, and the change events that tell of them. */
final class DocumentShape implements RecordShape {

    private static final String ID = "_id";

    private final Columns collection;
    private final Columns renamed;
    private final DocumentCopy documents;
    private final EventCopy events;

    private DocumentShape(Columns collection, ColumnPolicy policy, FieldFates fates) {
        this.collection = collection;
        this.renamed = Columns.ofCollection(policy.schema(collection), policy.table(collection));
        this.documents = new DocumentCopy(collection, fates, policy.added());
        this.events = new EventCopy(collection, policy, fates, documents);
    }

    /** @throws TransformException when documents could no longer be told apart */
    static RecordShape of(Columns collection, ColumnPolicy policy) throws TransformException {
        if (!policy.concerns(collection)) {
            return UNTOUCHED;
        }
        FieldFates fates = new FieldFates(collection, policy);
        Fate.Kind id = fates.of(ID).kind();
        if (id == Fate.Kind.MASKED || id == Fate.Kind.RENAMED || (id == Fate.Kind.DROPPED && !policy.sparesKeys())) {
            throw Refusals.id(collection);
        }
        return new DocumentShape(collection, policy, fates);
    }

    @Override
    public ChangeRecord apply(ChangeRecord record) throws TransformException {
        try {
            Row before = record.before();
            return new ChangeRecord(
                    record.type(),
                    renamed,
                    shaped(record.row()),
                    before == null ? null : shaped(before),
                    shaped(record.origin()),
                    record.sequence());
        } catch (JacksonException e) {
            // Its message can quote a value.
            throw Refusals.unreadable(collection);
        }
    }

    private Row shaped(Row row) throws TransformException {
        Object document = row.has(Columns.DOCUMENT) ? row.get(Columns.DOCUMENT) : Row.ABSENT;
        return Row.of(
                row.get(Columns.ID), document instanceof Json json ? shaped(json, documents::document) : document);
    }

    private Origin shaped(Origin origin) throws TransformException {
        Json event = origin.event();
        return event == null
                ? origin
                : new Origin(
                        origin.timestamp(),
                        origin.source(),
                        origin.position(),
                        origin.globalId(),
                        origin.transactionId(),
                        shaped(event, events::event),
                        origin.query(),
                        origin.entry());
    }

    /** Done at once, so that what cannot be done is known before anything is delivered, and for all that ask for it. */
    private static Json shaped(Json json, JsonCopy.Body body) throws TransformException {
        return Json.of(JsonCopy.of(json.text(), body));
    }
}
