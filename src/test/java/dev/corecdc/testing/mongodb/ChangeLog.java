package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log of a replica set, in memory: entries in the order of their cluster time, each at a place that is its number since the
 * beginning. A test may forget the head of it; it forgets by itself what is more than a million entries ago. Guarded by whoever
 * owns it.
 */
final class ChangeLog {

    private static final int CAPACITY = 1_100_000;
    private static final int KEPT = 1_000_000;

    private final Clock clock;
    private final int tokenVersion;
    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<ResumeToken, Long> recordedPlaces = new HashMap<>();
    private long firstPlace;
    private BsonTimestamp latest = new BsonTimestamp(0);

    ChangeLog(Clock clock, int tokenVersion) {
        this.clock = clock;
        this.tokenVersion = tokenVersion;
        append(new LoggedEvent.Noted("initiating set"));
    }

    int tokenVersion() {
        return tokenVersion;
    }

    void append(LoggedEvent event) {
        add(event, tick(), 0, null);
    }

    /** Appends what a transaction wrote: one cluster time for all of it. */
    void appendTransaction(List<LoggedEvent> events, TransactionId transaction) {
        BsonTimestamp time = tick();
        for (int index = 0; index < events.size(); index++) {
            add(events.get(index), time, index, transaction);
        }
    }

    private void add(
            LoggedEvent event, BsonTimestamp time, int indexInTransaction, @Nullable TransactionId transaction) {
        ResumeToken token = token(event, time, indexInTransaction);
        add(new LogEntry(time, clock.instant(), token, event, transaction));
    }

    private void add(LogEntry entry) {
        entries.add(entry);
        if (entries.size() > CAPACITY) {
            forgetBefore(end() - KEPT);
        }
    }

    /**
     * Appends an event of another server with the token and the time that it has. Its place in the log is the newest
     * nevertheless, so an event of the past does not sort as its token does.
     */
    void appendRecorded(Document event) {
        ResumeToken token = ResumeToken.parse(Fields.documentOrEmpty(event, "_id"));
        if (token.time().compareTo(latest) > 0) {
            latest = token.time();
        } else {
            tick();
        }
        recordedPlaces.put(token, end());
        add(new LogEntry(latest, clock.instant(), token, new LoggedEvent.Recorded(event), null));
    }

    /** The place of a recorded event, null if the token is not one's. */
    @Nullable
    Long placeOfRecorded(ResumeToken token) {
        return recordedPlaces.get(token);
    }

    private BsonTimestamp tick() {
        long second = Math.max(clock.instant().getEpochSecond(), latest.getTime());
        int increment = second == latest.getTime() ? latest.getInc() + 1 : 1;
        latest = new BsonTimestamp(Instant.ofEpochSecond(second), increment);
        return latest;
    }

    private ResumeToken token(LoggedEvent event, BsonTimestamp time, int indexInTransaction) {
        if (event instanceof LoggedEvent.DocumentWritten written) {
            DocumentWrite write = written.write();
            Document identifier = tokenVersion == 1
                    ? write.key()
                    : new Document("operationType", write.type()).append("documentKey", write.key());
            return ResumeToken.ofEvent(time, tokenVersion, indexInTransaction, write.collection(), identifier);
        }
        if (event instanceof LoggedEvent.StructureChanged change) {
            Document identifier = tokenVersion == 1 && !change.expanded() ? null : identifier(change);
            return ResumeToken.ofEvent(time, tokenVersion, indexInTransaction, change.id(), identifier);
        }
        return ResumeToken.highWaterMark(time, tokenVersion);
    }

    private static Document identifier(LoggedEvent.StructureChanged change) {
        Document identifier = new Document("operationType", change.type());
        return change.description() == null
                ? identifier
                : identifier.append("operationDescription", change.description());
    }

    /** The time of the newest entry. */
    BsonTimestamp latest() {
        return latest;
    }

    /** The time of the oldest entry that is not forgotten; of the newest, when everything is. */
    BsonTimestamp oldest() {
        return entries.isEmpty() ? latest : entries.get(0).time();
    }

    boolean hasForgotten() {
        return firstPlace > 0;
    }

    long firstPlace() {
        return firstPlace;
    }

    /** The place of the next entry to come. */
    long end() {
        return firstPlace + entries.size();
    }

    LogEntry at(long place) {
        return entries.get((int) (place - firstPlace));
    }

    /** The place of the first entry of this time or a later one. */
    long placeOf(BsonTimestamp time) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).time().compareTo(time) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return firstPlace + low;
    }

    /** Forgets everything before a place. */
    void forgetBefore(long place) {
        int count = (int) (Math.min(place, end()) - firstPlace);
        if (count > 0) {
            entries.subList(0, count).clear();
            firstPlace += count;
        }
    }
}
