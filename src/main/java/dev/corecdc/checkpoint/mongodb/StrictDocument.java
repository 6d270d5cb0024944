package dev.corecdc.checkpoint.mongodb;

import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A document of which nothing is taken but what is exactly as expected. */
final class StrictDocument {

    private final BsonDocument document;

    StrictDocument(BsonDocument document) {
        this.document = document;
    }

    /** Throws when other keys are there than these, or one of them is not. */
    StrictDocument withKeys(Set<String> keys) throws NotUnderstoodException {
        if (!document.keySet().equals(keys)) {
            throw new NotUnderstoodException(
                    "its keys are " + new TreeSet<>(document.keySet()) + " and not " + new TreeSet<>(keys));
        }
        return this;
    }

    Set<String> keys() {
        return document.keySet();
    }

    boolean has(String key) {
        return document.containsKey(key);
    }

    StrictDocument document(String key) throws NotUnderstoodException {
        if (document.get(key) instanceof BsonDocument value) {
            return new StrictDocument(value);
        }
        throw wrong(key, "a document");
    }

    String text(String key) throws NotUnderstoodException {
        BsonValue value = document.get(key);
        if (value != null && value.isString()) {
            return value.asString().getValue();
        }
        throw wrong(key, "a string");
    }

    /** A whole number; a shell may have written it as an int. */
    long number(String key) throws NotUnderstoodException {
        Long number = numberOrNull(key);
        if (number == null) {
            throw wrong(key, "a whole number");
        }
        return number;
    }

    boolean flag(String key) throws NotUnderstoodException {
        BsonValue value = document.get(key);
        if (value != null && value.isBoolean()) {
            return value.asBoolean().getValue();
        }
        throw wrong(key, "true or false");
    }

    /** A string or a whole number. */
    Object textOrNumber(String key) throws NotUnderstoodException {
        Long number = numberOrNull(key);
        return number == null ? text(key) : number;
    }

    private @Nullable Long numberOrNull(String key) {
        BsonValue value = document.get(key);
        if (value != null && (value.isInt64() || value.isInt32())) {
            return value.asNumber().longValue();
        }
        return null;
    }

    private static NotUnderstoodException wrong(String key, String expected) {
        return new NotUnderstoodException("\"" + key + "\" is not " + expected);
    }
}
