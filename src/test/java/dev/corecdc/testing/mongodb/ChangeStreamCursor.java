package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import dev.corecdc.testing.mongodb.wire.EncodedDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open change stream: a place in the log, and what is read from there on. Guarded by whoever owns it. */
final class ChangeStreamCursor {

    private final ChangeLog log;
    private final ChangeStreamSpec spec;
    private final EventView view;
    private final StreamPipeline pipeline;
    private final EventSplitter splitter;
    private final int batchBytes;
    private final Deque<RenderedEvent> ready = new ArrayDeque<>();
    private @Nullable ResumeToken awaited;
    private long place;
    private ResumeToken postBatchToken;
    private BsonTimestamp seenUntil;
    private boolean invalidated;

    ChangeStreamCursor(
            ChangeLog log,
            ChangeStreamSpec spec,
            EventView view,
            StreamPipeline pipeline,
            EventSplitter splitter,
            int batchBytes) {
        this.log = log;
        this.spec = spec;
        this.view = view;
        this.pipeline = pipeline;
        this.splitter = splitter;
        this.batchBytes = batchBytes;
        ChangeStreamSpec.Start start = spec.start();
        if (start instanceof ChangeStreamSpec.Start.After after) {
            postBatchToken = after.token();
            awaited = after.token().isHighWaterMark() ? null : after.token();
            if (after.token().isFragment() && !pipeline.isSplitting()) {
                throw ServerError.CHANGE_STREAM_FATAL_ERROR.because("To resume from a split event, the $changeStream"
                        + " pipeline must include a $changeStreamSplitLargeEvent stage");
            }
            seenUntil = after.token().time();
            place = placeAfter(after.token());
        } else {
            seenUntil = start instanceof ChangeStreamSpec.Start.At at ? at.time() : next(log.latest());
            postBatchToken = ResumeToken.highWaterMark(seenUntil, log.tokenVersion());
            place = placeOf(seenUntil);
        }
    }

    private static BsonTimestamp next(BsonTimestamp time) {
        return new BsonTimestamp(time.getValue() + 1);
    }

    private long placeAfter(ResumeToken token) {
        Long recorded = log.placeOfRecorded(token);
        if (recorded != null) {
            return recorded;
        }
        return placeOf(token.time());
    }

    private long placeOf(BsonTimestamp time) {
        if (log.hasForgotten() && time.compareTo(log.oldest()) < 0) {
            throw historyLost();
        }
        return log.placeOf(time);
    }

    private static CommandFailure historyLost() {
        return ServerError.CHANGE_STREAM_HISTORY_LOST.because(
                "Resume of change stream was not possible, as the resume point" + " may no longer be in the oplog.");
    }

    private static CommandFailure notFound(ResumeToken token) {
        return ServerError.CHANGE_STREAM_FATAL_ERROR.because(
                "cannot resume stream; the resume token was not found. " + token.toDocument());
    }

    /** What may be read now; nothing is waited for. */
    List<EncodedDocument> read(int count) {
        if (place < log.firstPlace()) {
            throw historyLost();
        }
        List<EncodedDocument> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < count && advance()) {
            RenderedEvent event = ready.getFirst();
            bytes += event.document().size();
            if (bytes > batchBytes && !batch.isEmpty()) {
                return batch;
            }
            ready.removeFirst();
            batch.add(event.document());
            postBatchToken = event.token();
        }
        if (ready.isEmpty() && place == log.end() && !invalidated && seenUntil.compareTo(log.latest()) < 0) {
            seenUntil = log.latest();
            postBatchToken = ResumeToken.highWaterMark(seenUntil, log.tokenVersion());
        }
        return batch;
    }

    /** Goes on in the log until an event is ready; false at its end. */
    private boolean advance() {
        while (ready.isEmpty()) {
            if (invalidated || place >= log.end()) {
                return false;
            }
            LogEntry entry = log.at(place++);
            if (spec.sees(entry)) {
                take(entry);
            }
        }
        return true;
    }

    private void take(LogEntry entry) {
        ResumeToken sought = awaited;
        if (sought == null) {
            seenUntil = entry.time();
            ready.addAll(render(entry));
            endAfter(entry);
        } else if (sought.equals(entry.token()) || sought.isFragmentOf(entry.token())) {
            awaited = null;
            seenUntil = entry.time();
            addRest(entry, sought);
            endAfter(entry);
        } else if (sought.isOfInvalidation() && sought.equals(entry.token().ofInvalidation(true))) {
            awaited = null;
            seenUntil = entry.time();
        } else if (entry.token().compareTo(sought) > 0) {
            throw notFound(sought);
        }
    }

    /** After a resumption in the midst of an event that was split, the parts that follow. */
    private void addRest(LogEntry entry, ResumeToken sought) {
        if (!sought.isFragment()) {
            return;
        }
        List<RenderedEvent> parts = render(entry);
        if (parts.size() == 1) {
            throw ServerError.CHANGE_STREAM_FATAL_ERROR.because(
                    "Attempted to resume from a split event fragment, but the"
                            + " event in the resumed stream was not large enough to be split");
        }
        if (parts.stream().noneMatch(part -> part.token().equals(sought))) {
            throw ServerError.CHANGE_STREAM_FATAL_ERROR.because(
                    "Attempted to resume from a split event, but the resumed"
                            + " stream produced a different split. Ensure that the pipeline used to resume is the same as the"
                            + " original");
        }
        parts.stream().filter(part -> part.token().compareTo(sought) > 0).forEach(ready::add);
    }

    private List<RenderedEvent> render(LogEntry entry) {
        Document event = pipeline.apply(view.of(entry));
        return event == null ? List.of() : splitter.render(entry.token(), event);
    }

    private void endAfter(LogEntry entry) {
        if (spec.endsWith(entry)) {
            invalidated = true;
            Document end = pipeline.apply(view.invalidationAfter(entry));
            if (end != null) {
                ready.addAll(splitter.render(entry.token().ofInvalidation(true), end));
            }
        }
    }

    /** Whether everything was read and nothing can follow. */
    boolean isExhausted() {
        return invalidated && ready.isEmpty();
    }

    /** The place up to which everything was read. */
    ResumeToken postBatchToken() {
        return postBatchToken;
    }

    String namespace() {
        return spec.cursorNamespace();
    }
}
