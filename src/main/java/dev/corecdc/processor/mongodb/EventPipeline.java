package dev.corecdc.processor.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;

import com.mongodb.client.model.Aggregates;
import dev.corecdc.event.EventType;
import dev.corecdc.processor.TableFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.json.JsonParseException;

/** The stages that follow {@code $changeStream}: what is wanted is chosen by the server, so that nothing else is sent. */
final class EventPipeline {

    /** Has to be the last stage (MongoDB manual, "$changeStreamSplitLargeEvent"). */
    private static final Bson SPLIT = new BsonDocument("$changeStreamSplitLargeEvent", new BsonDocument());

    private final List<Bson> stages;

    private EventPipeline(List<Bson> stages) {
        this.stages = stages;
    }

    /**
     * Makes the stages.
     *
     * @param tables the wanted collections
     * @param events the wanted kinds of changes; what happens to a collection itself is always wanted
     * @param further stages of the user's, as JSON
     * @throws IllegalArgumentException when one of them is no JSON document
     */
    static EventPipeline of(TableFilter tables, Set<EventType> events, List<String> further) {
        List<Bson> stages = new ArrayList<>();
        List<String> unwanted = OperationTypes.without(events);
        if (!unwanted.isEmpty()) {
            stages.add(Aggregates.match(nin("operationType", unwanted)));
        }
        if (!tables.include().isEmpty() || !tables.exclude().isEmpty()) {
            // What has no namespace, like an invalidation, concerns everybody.
            stages.add(Aggregates.match(
                    or(exists("ns", false), namespace("ns", tables), and(exists("to"), namespace("to", tables)))));
        }
        further.forEach(stage -> stages.add(parse(stage)));
        return new EventPipeline(List.copyOf(stages));
    }

    List<Bson> stages(boolean splitLargeEvents) {
        if (!splitLargeEvents) {
            return stages;
        }
        List<Bson> all = new ArrayList<>(stages);
        all.add(SPLIT);
        return all;
    }

    /** The same events, with only what says which document each is about. */
    List<Bson> headStages() {
        List<Bson> all = new ArrayList<>(stages);
        all.add(BsonDocument.parse("{$project: {operationType: 1, ns: 1, documentKey: 1}}"));
        return all;
    }

    private static Bson parse(String stage) {
        try {
            return BsonDocument.parse(stage);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    "mongodb.pipeline holds '%s', which is not a JSON document".formatted(stage), e);
        }
    }

    /** Chooses by the namespace in {@code field}, as {@link TableFilter} does. What concerns a whole database has no collection. */
    private static Bson namespace(String field, TableFilter tables) {
        List<Bson> wanted = tables.include().stream()
                .map(pattern ->
                        and(database(field, pattern), or(collection(field, pattern), exists(field + ".coll", false))))
                .toList();
        List<Bson> excluded = tables.exclude().stream()
                .map(pattern -> collectionPart(pattern).equals("*")
                        ? database(field, pattern)
                        : and(database(field, pattern), collection(field, pattern)))
                .toList();
        if (excluded.isEmpty()) {
            return or(wanted);
        }
        return wanted.isEmpty() ? nor(excluded) : and(or(wanted), nor(excluded));
    }

    private static Bson database(String field, String pattern) {
        return matches(field + ".db", pattern.substring(0, pattern.indexOf('.')));
    }

    private static Bson collection(String field, String pattern) {
        return matches(field + ".coll", collectionPart(pattern));
    }

    private static String collectionPart(String pattern) {
        return pattern.substring(pattern.indexOf('.') + 1);
    }

    private static Bson matches(String field, String glob) {
        if (glob.equals("*")) {
            return exists(field);
        }
        boolean literal = glob.indexOf('*') < 0 && glob.indexOf('?') < 0;
        // "s" lets the dot stand for any character; \z is the very end, which $ is not.
        return literal ? eq(field, glob) : regex(field, "^" + expression(glob) + "\\z", "s");
    }

    private static String expression(String glob) {
        return glob.codePoints()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> literal(c);
                })
                .collect(Collectors.joining());
    }

    /** A backslash makes any ASCII character stand for itself that is not a letter, a digit or an underscore. */
    private static String literal(int c) {
        boolean plain = c > 127 || Character.isLetterOrDigit(c) || c == '_';
        return (plain ? "" : "\\") + Character.toString(c);
    }
}
