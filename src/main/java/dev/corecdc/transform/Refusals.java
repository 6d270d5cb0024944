package dev.corecdc.transform;

import dev.corecdc.event.Columns;

/** Why a transform cannot be what the configuration asks for, in words. */
final class Refusals {

    private Refusals() {}

    static TransformException key(Columns table, String column) {
        return new TransformException(
                "the column '%s' belongs to the primary key of %s, by which rows are told apart: it can be hidden with 'hash', or not at all"
                        .formatted(column, name(table)));
    }

    static TransformException id(Columns collection) {
        return new TransformException(
                "'_id' of %s cannot be hidden, left out or renamed: it names the document, and stands in the resume tokens too"
                        .formatted(name(collection)));
    }

    static TransformException shardKey(Columns collection, String path) {
        return new TransformException(
                "the field '%s' of %s cannot be hidden or left out: it belongs to the shard key, and stands in the resume tokens too"
                        .formatted(path, name(collection)));
    }

    static TransformException sameName(Columns table, String column) {
        return new TransformException("two columns of %s would be called '%s'".formatted(name(table), column));
    }

    static TransformException unreadable(Columns collection) {
        return new TransformException("a document of %s could not be read".formatted(name(collection)));
    }

    static String name(Columns table) {
        return table.schema() + "." + table.table();
    }
}
