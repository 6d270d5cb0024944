package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of commands. A field of another type than asked for is a {@link ServerError#TYPE_MISMATCH}. */
final class Fields {

    private Fields() {}

    static @Nullable Document document(Document parent, String name) {
        return value(parent, name, Document.class);
    }

    static Document documentOrEmpty(Document parent, String name) {
        Document found = document(parent, name);
        return found == null ? new Document() : found;
    }

    @SuppressWarnings("unchecked")
    static List<Document> documents(Document parent, String name) {
        List<?> found = value(parent, name, List.class);
        if (found == null) {
            return List.of();
        }
        if (!found.stream().allMatch(Document.class::isInstance)) {
            throw ServerError.TYPE_MISMATCH.because("Each element of the '" + name + "' array must be an object");
        }
        return (List<Document>) found;
    }

    static @Nullable String text(Document parent, String name) {
        return value(parent, name, String.class);
    }

    static boolean isTrue(Document parent, String name) {
        Object found = parent.get(name);
        return Boolean.TRUE.equals(found) || (found instanceof Number number && number.doubleValue() != 0);
    }

    static long number(Document parent, String name, long otherwise) {
        Number found = value(parent, name, Number.class);
        return found == null ? otherwise : found.longValue();
    }

    private static <T> @Nullable T value(Document parent, String name, Class<T> type) {
        Object found = parent.get(name);
        if (found != null && !type.isInstance(found)) {
            throw ServerError.TYPE_MISMATCH.because("BSON field '" + name + "' is the wrong type");
        }
        return type.cast(found);
    }
}
