package dev.corecdc.processor.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;

import com.mongodb.client.model.Aggregates;
import dev.corecdc.event.EventType;
import dev.corecdc.processor.TableFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.json.JsonParseException;

/** The stages that follow {@code $changeStream}: what is wanted is chosen by the server, so that nothing else is sent. */
final class EventPipeline {

    /** Has to be the last stage (MongoDB manual, "$changeStreamSplitLargeEvent"). */
    private static final Bson SPLIT = new BsonDocument("$changeStreamSplitLargeEvent", new BsonDocument());

    private static final String TYPE = "operationType";

    /** True of every event. */
    private static final Bson EVERYTHING = ne(TYPE, "");

    private final List<Bson> wanted;
    private final List<Bson> further;

    private EventPipeline(List<Bson> wanted, List<Bson> further) {
        this.wanted = wanted;
        this.further = further;
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
        List<Bson> wanted = new ArrayList<>();
        List<String> unwanted = OperationTypes.without(events);
        if (!unwanted.isEmpty()) {
            wanted.add(Aggregates.match(nin(TYPE, unwanted)));
        }
        if (!tables.include().isEmpty() || !tables.exclude().isEmpty()) {
            // An invalidation names no collection. There is no $exists: with one the server would not look into its
            // log with the rest either.
            wanted.add(Aggregates.match(or(
                    eq(TYPE, OperationTypes.INVALIDATE),
                    namespace("ns", tables),
                    and(eq(TYPE, "rename"), namespace("to", tables)))));
        }
        return new EventPipeline(
                List.copyOf(wanted), further.stream().map(EventPipeline::parse).toList());
    }

    List<Bson> stages(boolean splitLargeEvents) {
        List<Bson> all = new ArrayList<>(wanted);
        all.addAll(further);
        if (splitLargeEvents) {
            all.add(SPLIT);
        }
        return all;
    }

    /** The wanted events, with only what says which document each is about. */
    List<Bson> headStages() {
        List<Bson> all = new ArrayList<>(wanted);
        all.add(BsonDocument.parse("{$project: {operationType: 1, ns: 1, documentKey: 1}}"));
        return all;
    }

    private static Bson parse(String stage) {
        try {
            return BsonDocument.parse(stage);
        } catch (JsonParseException | BSONException e) {
            throw new IllegalArgumentException(
                    "mongodb.pipeline holds '%s', which is not a JSON document".formatted(stage), e);
        }
    }

    /** Chooses by the namespace in {@code field}, as {@link TableFilter} does. What concerns a whole database has no collection. */
    private static Bson namespace(String field, TableFilter tables) {
        Bson wholeDatabase = eq(TYPE, "dropDatabase");
        List<Bson> conditions = new ArrayList<>();
        if (!tables.include().isEmpty()) {
            conditions.add(or(tables.include().stream()
                    .map(pattern -> both(database(field, pattern), collection(field, pattern), wholeDatabase))
                    .toList()));
        }
        if (!tables.exclude().isEmpty()) {
            conditions.add(nor(tables.exclude().stream()
                    .map(pattern -> both(database(field, pattern), collection(field, pattern)))
                    .toList()));
        }
        return and(conditions);
    }

    /** That the database is one, and that the collection is one or else {@code other} holds. */
    private static Bson both(Optional<Bson> database, Optional<Bson> collection, Bson... other) {
        List<Bson> conditions = new ArrayList<>();
        database.ifPresent(conditions::add);
        collection.ifPresent(condition -> conditions.add(
                or(Stream.concat(Stream.of(condition), Stream.of(other)).toList())));
        return conditions.isEmpty() ? EVERYTHING : and(conditions);
    }

    private static Optional<Bson> database(String field, String pattern) {
        return matches(field + ".db", pattern.substring(0, pattern.indexOf('.')));
    }

    private static Optional<Bson> collection(String field, String pattern) {
        return matches(field + ".coll", pattern.substring(pattern.indexOf('.') + 1));
    }

    /** The condition that a glob is; none where it stands for everything. */
    private static Optional<Bson> matches(String field, String glob) {
        if (glob.equals("*")) {
            return Optional.empty();
        }
        boolean literal = glob.indexOf('*') < 0 && glob.indexOf('?') < 0;
        // "s" lets the dot stand for any character; \z is the very end, which $ is not.
        return Optional.of(literal ? eq(field, glob) : regex(field, "^" + expression(glob) + "\\z", "s"));
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
