package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.Set;
import tools.jackson.core.JsonToken;

/**
 * Copies change events of a collection (MongoDB manual, "Change Events"), with each field of the documents in them as its fate is. What a
 * {@code pipeline} adds to an event is taken for a field of the document. Safe for use by several threads.
 */
final class EventCopy {

    /** What every event may have, beside what is told apart below. */
    private static final Set<String> WITHOUT_DOCUMENTS = Set.of(
            "_id",
            "operationType",
            "clusterTime",
            "wallTime",
            "collectionUUID",
            "nsType",
            "lsid",
            "txnNumber",
            "splitEvent");

    private final Columns collection;
    private final ColumnPolicy policy;
    private final FieldFates fates;
    private final DocumentCopy documents;

    EventCopy(Columns collection, ColumnPolicy policy, FieldFates fates, DocumentCopy documents) {
        this.collection = collection;
        this.policy = policy;
        this.fates = fates;
        this.documents = documents;
    }

    /** An event, with the fields that are added. */
    void event(JsonCopy json) throws TransformException {
        json.out().writeStartObject();
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.name();
            documents.refuseAdded(name);
            switch (name) {
                case "documentKey" -> object(json, this::keyField);
                case "fullDocument", "fullDocumentBeforeChange" -> {
                    writeName(json);
                    documents.fields(json);
                }
                case "updateDescription" -> object(json, this::updateDescription);
                case "ns" -> object(json, this::namespace);
                default -> {
                    if (WITHOUT_DOCUMENTS.contains(name)) {
                        writeName(json);
                        json.copyValue();
                    } else {
                        documents.field(json, name, false);
                    }
                }
            }
        }
        documents.addFields(json);
        json.out().writeEndObject();
    }

    /** Resume tokens hold the key as it is. */
    private void keyField(JsonCopy json, String path) throws TransformException {
        FieldFates.Named field = fates.ofPath(path);
        Fate.Kind kind = field.fate().kind();
        if (kind == Fate.Kind.MASKED || (kind == Fate.Kind.DROPPED && !policy.sparesKeys())) {
            throw Refusals.shardKey(collection, path);
        }
        json.out().writeName(field.path());
        json.copyValue();
    }

    private void namespace(JsonCopy json, String name) {
        json.out().writeName(name);
        switch (name) {
            case "db" -> json.out().writeString(policy.schema(collection));
            case "coll" -> json.out().writeString(policy.table(collection));
            default -> json.copyValue();
        }
    }

    private void updateDescription(JsonCopy json, String name) throws TransformException {
        json.out().writeName(name);
        switch (name) {
            case "updatedFields" -> members(json, this::updatedField);
            case "removedFields" -> removedFields(json);
            case "truncatedArrays" -> truncatedArrays(json);
            case "disambiguatedPaths" -> members(json, this::disambiguatedPath);
            default -> json.copyValue();
        }
    }

    private void updatedField(JsonCopy json, String path) throws TransformException {
        FieldFates.Named field = fates.ofPath(path);
        documents.field(json, path, field.path(), field.fate());
    }

    private void removedFields(JsonCopy json) {
        json.out().writeStartArray();
        while (json.next() != JsonToken.END_ARRAY) {
            FieldFates.Named field = fates.ofPath(json.text());
            if (isNamed(field)) {
                json.out().writeString(field.path());
            }
        }
        json.out().writeEndArray();
    }

    private void truncatedArrays(JsonCopy json) throws TransformException {
        json.out().writeStartArray();
        while (json.next() != JsonToken.END_ARRAY) {
            members(json, this::truncatedArray);
        }
        json.out().writeEndArray();
    }

    private void truncatedArray(JsonCopy json, String name) {
        json.out().writeName(name);
        if (name.equals("field")) {
            json.out().writeString(fates.ofPath(json.text()).path());
        } else {
            json.copyValue();
        }
    }

    private void disambiguatedPath(JsonCopy json, String path) {
        FieldFates.Named field = fates.ofPath(path);
        if (isNamed(field)) {
            json.out().writeName(field.path());
            json.copyValue();
        } else {
            json.skipValue();
        }
    }

    private static boolean isNamed(FieldFates.Named field) {
        return field.fate().kind() != Fate.Kind.DROPPED && field.fate().kind() != Fate.Kind.OPENED;
    }

    private static void object(JsonCopy json, Member member) throws TransformException {
        writeName(json);
        if (json.token() == JsonToken.START_OBJECT) {
            members(json, member);
        } else {
            json.copyValue();
        }
    }

    /** The members of an object that it stands at; {@code member} is called at each value. */
    private static void members(JsonCopy json, Member member) throws TransformException {
        if (json.token() != JsonToken.START_OBJECT) {
            json.copyValue();
            return;
        }
        json.out().writeStartObject();
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.name();
            json.next();
            member.write(json, name);
        }
        json.out().writeEndObject();
    }

    private static void writeName(JsonCopy json) {
        json.out().writeName(json.name());
        json.next();
    }

    /** What is to be made of a member of an object. */
    @FunctionalInterface
    private interface Member {

        void write(JsonCopy json, String name) throws TransformException;
    }
}
