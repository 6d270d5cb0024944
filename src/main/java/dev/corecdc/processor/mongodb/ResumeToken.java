package dev.corecdc.processor.mongodb;

import java.util.Base64;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A place in a change stream, as the server names it (MongoDB manual, "Change Streams": "Resume Tokens"). Of one deployment, tokens are
 * ordered as their {@code data} is.
 *
 * @param data {@code _data}: hexadecimal digits in upper case
 * @param typeBits {@code _typeBits} in base64, which a server adds where {@code data} alone would not tell the type of a number in a key
 */
record ResumeToken(String data, @Nullable String typeBits) implements Comparable<ResumeToken> {

    private static final String DATA = "_data";
    private static final String TYPE_BITS = "_typeBits";

    /** A token begins with a timestamp: a byte that says so and eight of its own. */
    private static final Pattern NOTATION = Pattern.compile("82[0-9A-F]{16,}");

    /** @throws IllegalArgumentException when {@code data} is not that of a token */
    ResumeToken {
        if (!NOTATION.matcher(data).matches()) {
            throw new IllegalArgumentException("'%s' is not a resume token".formatted(data));
        }
    }

    /** @throws IllegalArgumentException when it is not a token */
    static ResumeToken of(BsonDocument token) {
        if (token.get(DATA) instanceof BsonString data) {
            BsonBinary typeBits = token.isBinary(TYPE_BITS) ? token.getBinary(TYPE_BITS) : null;
            return new ResumeToken(
                    data.getValue(),
                    typeBits == null ? null : Base64.getEncoder().encodeToString(typeBits.getData()));
        }
        throw new IllegalArgumentException("a resume token without text in '%s'".formatted(DATA));
    }

    BsonDocument toBson() {
        BsonDocument token = new BsonDocument(DATA, new BsonString(data));
        if (typeBits != null) {
            token.append(TYPE_BITS, new BsonBinary(Base64.getDecoder().decode(typeBits)));
        }
        return token;
    }

    @Override
    public int compareTo(ResumeToken other) {
        return data.compareTo(other.data);
    }
}
