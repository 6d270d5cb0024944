package dev.corecdc.testing.mongodb;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a document lives, whatever it holds. */
record DocumentAddress(UUID collection, @Nullable Object id) {

    static DocumentAddress of(DocumentWrite write) {
        return new DocumentAddress(write.collection(), write.id());
    }
}
