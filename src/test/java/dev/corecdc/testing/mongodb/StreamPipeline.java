package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stages that a client put behind {@code $changeStream}. */
final class StreamPipeline {

    private static final String SPLIT = "$changeStreamSplitLargeEvent";
    private static final Set<String> ALLOWED =
            Set.of("$match", "$project", "$addFields", "$set", "$unset", "$replaceRoot", "$replaceWith", "$redact");
    private static final int ONLY_FIRST = 40602;
    private static final int SPLIT_NOT_LAST = 7182802;

    private final Aggregation aggregation;
    private final boolean empty;
    private final boolean selectsOnly;
    private final boolean splitting;

    StreamPipeline(DocumentStore store, ServerVersion version, List<Document> stages) {
        List<Document> known = new ArrayList<>();
        boolean split = false;
        for (Document stage : stages) {
            String name = stage.keySet().stream().findFirst().orElse("");
            if (name.equals("$changeStream")) {
                throw CommandFailure.numbered(ONLY_FIRST, name + " is only valid as the first stage in a pipeline");
            }
            if (split) {
                throw CommandFailure.numbered(SPLIT_NOT_LAST, SPLIT + " must be the last stage in the pipeline");
            }
            if (name.equals(SPLIT) && version.splitsLargeEvents()) {
                split = true;
            } else {
                known.add(stage);
            }
        }
        this.aggregation = Stages.compile(store, "admin", known);
        stages.forEach(StreamPipeline::refuseForeign);
        this.empty = known.isEmpty();
        this.selectsOnly = known.stream().allMatch(stage -> stage.containsKey("$match"));
        this.splitting = split;
    }

    private static void refuseForeign(Document stage) {
        String name = stage.keySet().iterator().next();
        if (!ALLOWED.contains(name) && !name.equals(SPLIT)) {
            throw ServerError.ILLEGAL_OPERATION.because(name + " is not permitted in a $changeStream pipeline");
        }
    }

    boolean isSplitting() {
        return splitting;
    }

    /**
     * Sends one event through the stages.
     *
     * @return what is left of it, or null when it was filtered out
     * @throws CommandFailure if a stage changed the token
     */
    @Nullable
    Document apply(Document event) {
        if (empty) {
            return event;
        }
        Map<String, Object> token = Fields.documentOrEmpty(event, "_id").clone();
        List<Document> left = selectsOnly ? aggregation.runStages(Stream.of(event)) : Stages.apply(aggregation, event);
        if (left.isEmpty()) {
            return null;
        }
        Document output = left.get(0);
        if (!Objects.equals(output.get("_id"), token)) {
            throw ServerError.CHANGE_STREAM_FATAL_ERROR.because(
                    "Encountered an event whose _id field, which contains the"
                            + " resume token, was modified by the pipeline. Modifying the _id field of an event makes it impossible"
                            + " to resume the stream from that point. Only transformations that retain the unmodified _id field are"
                            + " allowed. Expected: " + token + " but found: " + output.get("_id"));
        }
        return output;
    }
}
