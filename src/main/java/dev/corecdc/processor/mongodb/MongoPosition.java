package dev.corecdc.processor.mongodb;

import dev.corecdc.event.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in the change stream of a deployment.
 *
 * @param deployment whose stream it is
 * @param token the place
 * @param transaction the transaction of the last event before this place, as {@code lsid:txnNumber}; null when it had none
 * @param sequence the ordinal of that event in its transaction; 0 without a transaction
 */
record MongoPosition(
        Deployment.Identity deployment,
        ResumeToken token,
        @Nullable String transaction,
        long sequence) implements Position {

    private static final String DEPLOYMENT = "deployment";
    private static final String DEPLOYMENT_ID = "deploymentId";
    private static final String RESUME_TOKEN = "resumeToken";
    private static final String TYPE_BITS = "typeBits";
    private static final String TRANSACTION = "transaction";
    private static final String SEQUENCE = "sequence";

    @Override
    public boolean covers(Position other) {
        return other instanceof MongoPosition that
                && deployment.canBe(that.deployment)
                && token.compareTo(that.token) >= 0;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(DEPLOYMENT, deployment.name());
        putPresent(map, DEPLOYMENT_ID, deployment.id());
        map.put(RESUME_TOKEN, token.data());
        putPresent(map, TYPE_BITS, token.typeBits());
        if (transaction != null) {
            map.put(TRANSACTION, transaction);
            map.put(SEQUENCE, sequence);
        }
        return map;
    }

    private static void putPresent(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /**
     * Reads back what {@link #toMap} gave.
     *
     * @throws IllegalArgumentException when it is not such a map
     */
    static MongoPosition of(Map<String, ?> map) {
        String transaction = optionalText(map, TRANSACTION);
        return new MongoPosition(
                new Deployment.Identity(text(map, DEPLOYMENT), optionalText(map, DEPLOYMENT_ID)),
                new ResumeToken(text(map, RESUME_TOKEN), optionalText(map, TYPE_BITS)),
                transaction,
                transaction == null ? 0 : ordinal(map));
    }

    private static String text(Map<String, ?> map, String key) {
        String text = optionalText(map, key);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("'%s' is missing".formatted(key));
        }
        return text;
    }

    private static @Nullable String optionalText(Map<String, ?> map, String key) {
        Object value = map.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException("'%s' is not a text".formatted(key));
    }

    private static long ordinal(Map<String, ?> map) {
        if (map.get(SEQUENCE) instanceof Long number && number > 0) {
            return number;
        }
        throw new IllegalArgumentException("'%s' is missing or not a number from 1".formatted(SEQUENCE));
    }

    /** For people. */
    @Override
    public String toString() {
        return "%s of %s".formatted(token.data(), deployment.name());
    }
}
