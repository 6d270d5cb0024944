package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import dev.corecdc.testing.mongodb.wire.BsonDocuments;
import dev.corecdc.testing.mongodb.wire.EncodedDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Encodes events and, where the stream asks for it, cuts those that are too large: into parts that each hold some of the top
 * fields, a token of their own, and which part of how many they are. A field is never cut.
 */
final class EventSplitter {

    /** What token and {@code splitEvent} of a part take at most. */
    private static final int FRAME_BYTES = 1024;

    private static final int FIELD_TOO_LARGE = 7182500;

    private final int sizeLimit;
    private final boolean splitting;

    EventSplitter(int sizeLimit, boolean splitting) {
        this.sizeLimit = sizeLimit;
        this.splitting = splitting;
    }

    /**
     * @throws CommandFailure if the event is too large and may not or cannot be split
     */
    List<RenderedEvent> render(ResumeToken token, Document event) {
        EncodedDocument whole = new EncodedDocument(BsonDocuments.encode(event));
        if (whole.size() <= sizeLimit) {
            return List.of(new RenderedEvent(token, whole));
        }
        if (!splitting) {
            throw tooLarge(whole.size(), event);
        }
        List<Document> parts = parts(event);
        List<RenderedEvent> rendered = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            ResumeToken partToken = token.ofFragment(i);
            Document part = new Document("_id", partToken.toDocument())
                    .append("splitEvent", new Document("fragment", i + 1).append("of", parts.size()));
            part.putAll(parts.get(i));
            rendered.add(new RenderedEvent(partToken, new EncodedDocument(BsonDocuments.encode(part))));
        }
        return rendered;
    }

    /** Fills one part after the other, the smallest fields first. */
    private List<Document> parts(Document event) {
        List<Document> fields = event.entrySet().stream()
                .filter(field -> !field.getKey().equals("_id"))
                .map(EventSplitter::single)
                .sorted(Comparator.comparingInt(EventSplitter::size).thenComparing(EventSplitter::name))
                .toList();
        List<Document> parts = new ArrayList<>(List.of(new Document()));
        for (Document field : fields) {
            if (size(field) + FRAME_BYTES > sizeLimit) {
                throw CommandFailure.numbered(
                        FIELD_TOO_LARGE,
                        "Splitting change event failed: fragment size " + size(field)
                                + " is greater than maximum allowed fragment size " + sizeLimit);
            }
            Document last = parts.get(parts.size() - 1);
            if (!last.isEmpty() && size(last) + size(field) + FRAME_BYTES > sizeLimit) {
                last = new Document();
                parts.add(last);
            }
            last.putAll(field);
        }
        return parts;
    }

    private static Document single(Map.Entry<String, Object> field) {
        return new Document(field.getKey(), field.getValue());
    }

    private static String name(Document single) {
        return single.keySet().iterator().next();
    }

    private static int size(Document document) {
        return BsonDocuments.encode(document).length;
    }

    private CommandFailure tooLarge(int size, Document event) {
        return ServerError.BSON_OBJECT_TOO_LARGE.because("BSONObj size: "
                + size + " (0x" + Integer.toHexString(size)
                + ") is invalid. Size must be between 0 and " + sizeLimit + " First element: _id: "
                + event.get("_id"));
    }
}
