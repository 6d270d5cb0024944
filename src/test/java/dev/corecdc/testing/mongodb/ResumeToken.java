package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resume token: upper-case hex that sorts in the order of the log. It begins with the time as a {@link KeyString} and goes on
 * with the format's version, the kind (a high-water mark sorts before the events of its time), the event's number within its
 * transaction, whether it is an invalidation's, the collection's id and what identifies the event. A second field,
 * {@code _typeBits}, goes with it where a number in the key is no 32-bit integer; it does not count when tokens are compared.
 */
final class ResumeToken implements Comparable<ResumeToken> {

    private static final int NO_DATA = 40647;
    private static final int NO_KEY_STRING = 50811;
    private static final int HIGH_WATER_MARK = 0;
    private static final int EVENT = 128;
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");
    private static final Pattern FRAGMENT = Pattern.compile("00(?:29|2B[0-9A-F]{2})$");
    private static final Pattern LAYOUT = Pattern.compile(
            "82(?<time>[0-9A-F]{16})2B0(?<version>[24])(?<kind>29|2C0100)"
                    + "(?:29|2B[0-9A-F]{2}|2C[0-9A-F]{4}|2D[0-9A-F]{6}|2E[0-9A-F]{8})(?<invalidation>6E|6F)(?<rest>[0-9A-F]*)04");

    /** Says that there are type bits; the server's own differ with the types and places of the numbers. */
    private static final BinData TYPE_BITS = new BinData(new byte[] {0x40});

    private final String data;
    private final boolean typeBits;

    private ResumeToken(String data, boolean typeBits) {
        this.data = data;
        this.typeBits = typeBits;
    }

    /** A place in the log directly before everything that happened at a time. */
    static ResumeToken highWaterMark(BsonTimestamp time, int version) {
        KeyString key = start(time, version, HIGH_WATER_MARK, 0);
        return new ResumeToken((version == 1 ? key : key.append(null)).end(), false);
    }

    /** The place directly after one event. */
    static ResumeToken ofEvent(
            BsonTimestamp time,
            int version,
            int indexInTransaction,
            @Nullable UUID collection,
            @Nullable Document identifier) {
        KeyString key = start(time, version, EVENT, indexInTransaction);
        if (collection != null || version > 1) {
            key.append(collection);
        }
        if (identifier != null) {
            key.append(identifier);
        }
        return new ResumeToken(key.end(), key.needsTypeBits());
    }

    private static KeyString start(BsonTimestamp time, int version, int kind, int indexInTransaction) {
        return new KeyString()
                .append(time)
                .append(version)
                .append(kind)
                .append(indexInTransaction)
                .append(false);
    }

    /**
     * @throws CommandFailure as the server does where a token cannot be read
     */
    static ResumeToken parse(Document token) {
        if (!(token.get("_data") instanceof String data)) {
            throw CommandFailure.numbered(
                    NO_DATA, "Bad resume token: _data of missing or of wrong type. Expected string, got " + token);
        }
        if (!HEX.matcher(data).matches()) {
            throw ServerError.FAILED_TO_PARSE.because("resume token string was not a valid hex string");
        }
        if (!LAYOUT.matcher(data).matches()) {
            throw CommandFailure.numbered(NO_KEY_STRING, "KeyString format error: Unknown type");
        }
        return new ResumeToken(data, token.containsKey("_typeBits"));
    }

    Document toDocument() {
        Document token = new Document("_data", data);
        return typeBits ? token.append("_typeBits", TYPE_BITS) : token;
    }

    String data() {
        return data;
    }

    BsonTimestamp time() {
        return new BsonTimestamp(Long.parseUnsignedLong(layout().group("time"), 16));
    }

    boolean isHighWaterMark() {
        return "29".equals(layout().group("kind"));
    }

    boolean isOfInvalidation() {
        return "6F".equals(layout().group("invalidation"));
    }

    /** Whether it names the collection of its event. */
    boolean hasCollection() {
        return layout().group("rest").startsWith("5A1004");
    }

    /** The token of the invalidation that follows this event, or the other way round. */
    ResumeToken ofInvalidation(boolean invalidation) {
        Matcher layout = layout();
        String changed = data.substring(0, layout.start("invalidation"))
                + (invalidation ? "6F" : "6E")
                + data.substring(layout.end("invalidation"));
        return new ResumeToken(changed, typeBits);
    }

    /** The token of a part, counted from 0, of an event that was split. */
    ResumeToken ofFragment(int index) {
        String number = new KeyString().append(index).end();
        return new ResumeToken(data.substring(0, data.length() - 2) + number, typeBits);
    }

    /** Whether this is the token of a part of an event: a whole event's ends with the document that identifies it. */
    boolean isFragment() {
        return FRAGMENT.matcher(layout().group("rest")).find();
    }

    /** Whether this is the token of a part of the other's event. */
    boolean isFragmentOf(ResumeToken whole) {
        return isFragment() && data.startsWith(whole.data.substring(0, whole.data.length() - 2));
    }

    private Matcher layout() {
        Matcher matcher = LAYOUT.matcher(data);
        if (!matcher.matches()) {
            throw new IllegalStateException("Not a resume token: " + data);
        }
        return matcher;
    }

    @Override
    public int compareTo(ResumeToken other) {
        return data.compareTo(other.data);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResumeToken token && data.equals(token.data);
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }

    @Override
    public String toString() {
        return data;
    }
}
