package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.List;
import tools.jackson.core.JsonToken;

/** Copies the documents of a collection, with each field as its fate is. Safe for use by several threads. */
final class DocumentCopy {

    private final Columns collection;
    private final FieldFates fates;
    private final List<Added> added;

    DocumentCopy(Columns collection, FieldFates fates, List<Added> added) {
        this.collection = collection;
        this.fates = fates;
        this.added = added;
    }

    /** A document, with the fields that are added. */
    void document(JsonCopy json) throws TransformException {
        if (json.token() != JsonToken.START_OBJECT) {
            json.copyValue();
            return;
        }
        json.out().writeStartObject();
        while (json.next() != JsonToken.END_OBJECT) {
            refuseAdded(json.name());
            field(json, json.name(), false);
        }
        addFields(json);
        json.out().writeEndObject();
    }

    /** Throws when a field that is to be added is there already. */
    void refuseAdded(String name) throws TransformException {
        for (Added field : added) {
            if (field.name().equals(name)) {
                throw Refusals.sameName(collection, name);
            }
        }
    }

    void addFields(JsonCopy json) {
        for (Added field : added) {
            json.out().writeName(field.name()).writeString(field.value());
        }
    }

    /** A document in another one, as the value of a field. */
    void fields(JsonCopy json) throws TransformException {
        value(json, "", Fate.KEPT);
    }

    /**
     * The field whose name it stands at.
     *
     * @param path its own path
     * @param opened whether nothing is wanted of what it is in but what is chosen itself
     */
    void field(JsonCopy json, String path, boolean opened) throws TransformException {
        String name = json.name();
        json.next();
        field(json, path, name, inside(fates.of(path), opened));
    }

    /** A field under a name of one's choice. Stands at the value. */
    void field(JsonCopy json, String path, String name, Fate fate) throws TransformException {
        boolean dropped =
                fate.kind() == Fate.Kind.DROPPED || (fate.kind() == Fate.Kind.OPENED && !json.isAtContainer());
        if (dropped) {
            json.skipValue();
            return;
        }
        json.out().writeName(fate.nameFor(name));
        value(json, path, fate);
    }

    private void value(JsonCopy json, String path, Fate fate) throws TransformException {
        switch (fate.kind()) {
            case MASKED -> mask(json, fate.by());
            case KEPT_WHOLE -> json.copyValue();
            default -> copy(json, path, fate.kind() == Fate.Kind.OPENED);
        }
    }

    private void copy(JsonCopy json, String path, boolean opened) throws TransformException {
        switch (json.token()) {
            case START_OBJECT -> {
                json.out().writeStartObject();
                while (json.next() != JsonToken.END_OBJECT) {
                    field(json, path.isEmpty() ? json.name() : path + "." + json.name(), opened);
                }
                json.out().writeEndObject();
            }
            case START_ARRAY -> {
                json.out().writeStartArray();
                while (json.next() != JsonToken.END_ARRAY) {
                    if (!opened || json.isAtContainer()) {
                        copy(json, path, opened);
                    }
                }
                json.out().writeEndArray();
            }
            default -> json.copyValue();
        }
    }

    /** What is in a field of which only a part is wanted, and is not chosen itself, is not wanted. */
    private static Fate inside(Fate fate, boolean opened) {
        return opened && fate.kind() == Fate.Kind.KEPT ? Fate.DROPPED : fate;
    }

    private static void mask(JsonCopy json, Mask mask) {
        if (json.token() == JsonToken.VALUE_NULL) {
            json.copyValue();
            return;
        }
        String value;
        if (json.isAtContainer()) {
            value = json.takeValue();
        } else {
            value = json.text();
        }
        Object shown = mask.hide(value);
        if (shown == null) {
            json.out().writeNull();
        } else {
            json.out().writeString(shown.toString());
        }
    }
}
