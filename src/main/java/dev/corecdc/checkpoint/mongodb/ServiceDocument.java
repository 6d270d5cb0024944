package dev.corecdc.checkpoint.mongodb;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.lease.LeaseEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * All that is kept of a service, version 1: one document, so that whoever writes a checkpoint finds out in the same step whether it
 * still has the lease. Reading is strict: what is not understood wholly is refused.
 *
 * <pre>{@code
 * {_id: "orders-cdc", version: 1,
 *  lease: {holder: "6f2a…", name: "host-1 (process 4711)", epoch: 3, renewals: 812, ttlMillis: 15000, released: false},
 *  processors: {shop: {paused: false, targets: {console: {savedAt: "2026-11-03T10:15:30Z", position: {file: "binlog.000042", offset: 4}}}}}}
 * }</pre>
 *
 * <p>Names are written as {@link FieldName} says; {@code paused} and {@code targets} may be missing; {@code pausedTargets: {console: true}} is there when a
 * target was paused.
 *
 * @param processors what is kept of each, by name
 */
record ServiceDocument(LeaseEntry lease, Map<String, ProcessorEntry> processors) {

    static final String LEASE = "lease";

    private static final Set<String> LEASE_KEYS =
            Set.of("holder", "name", "epoch", "renewals", "ttlMillis", "released");
    private static final int VERSION = 1;
    private static final String PROCESSORS = "processors";
    private static final String PAUSED = "paused";
    private static final String PAUSED_TARGETS = "pausedTargets";
    private static final String TARGETS = "targets";
    private static final String SAVED_AT = "savedAt";
    private static final String POSITION = "position";

    /**
     * What is kept of a processor.
     *
     * @param pausedTargets the names of those
     * @param checkpoints by the names of targets
     */
    record ProcessorEntry(boolean paused, Set<String> pausedTargets, Map<String, Checkpoint> checkpoints) {

        static final ProcessorEntry NONE = new ProcessorEntry(false, Set.of(), Map.of());
    }

    /** What is kept of a processor; nothing when it has never been there. */
    ProcessorEntry processor(String name) {
        return processors.getOrDefault(name, ProcessorEntry.NONE);
    }

    /** The document of a service of which nothing is kept yet. */
    static BsonDocument empty(String service, LeaseEntry lease) {
        return new BsonDocument("_id", new BsonString(service))
                .append("version", new BsonInt32(VERSION))
                .append(LEASE, toBson(lease))
                .append(PROCESSORS, new BsonDocument());
    }

    /** Where a checkpoint stands in the document. */
    static String pathOfCheckpoint(String processor, String target) {
        return String.join(".", PROCESSORS, FieldName.of(processor), TARGETS, FieldName.of(target));
    }

    /** Where the document says whether a processor is paused. */
    static String pathOfPaused(String processor) {
        return String.join(".", PROCESSORS, FieldName.of(processor), PAUSED);
    }

    /** Where the document says whether a target is paused; nothing stands there when it is not. */
    static String pathOfPaused(String processor, String target) {
        return String.join(".", PROCESSORS, FieldName.of(processor), PAUSED_TARGETS, FieldName.of(target));
    }

    /** What stands there for a checkpoint. */
    static BsonDocument toBson(Checkpoint checkpoint) {
        BsonDocument position = new BsonDocument();
        checkpoint.position().forEach((name, value) -> position.append(FieldName.of(name), toBson(name, value)));
        return new BsonDocument(SAVED_AT, new BsonString(checkpoint.savedAt().toString())).append(POSITION, position);
    }

    /** What stands under {@link #LEASE}. */
    static BsonDocument toBson(LeaseEntry lease) {
        return new BsonDocument("holder", new BsonString(lease.holder()))
                .append("name", new BsonString(lease.name()))
                .append("epoch", new BsonInt64(lease.epoch()))
                .append("renewals", new BsonInt64(lease.renewals()))
                .append("ttlMillis", new BsonInt64(lease.ttl().toMillis()))
                .append("released", BsonBoolean.valueOf(lease.released()));
    }

    private static BsonValue toBson(String name, Object value) {
        if (value instanceof Long number) {
            return new BsonInt64(number);
        } else if (value instanceof String text) {
            return new BsonString(text);
        }
        throw new IllegalArgumentException(
                "a position holds strings and longs, not " + value.getClass().getName() + " (" + name + ")");
    }

    static ServiceDocument of(BsonDocument found) throws NotUnderstoodException {
        StrictDocument document = new StrictDocument(found);
        if (!document.has("version")) {
            throw new NotUnderstoodException("it has no version");
        }
        if (document.number("version") != VERSION) {
            throw new NotUnderstoodException(
                    "its version is " + document.number("version") + " and this program knows version " + VERSION);
        }
        document.withKeys(Set.of("_id", "version", LEASE, PROCESSORS));
        StrictDocument entries = document.document(PROCESSORS);
        Map<String, ProcessorEntry> processors = new LinkedHashMap<>();
        for (String field : entries.keys()) {
            processors.put(FieldName.nameOf(field), processorIn(entries.document(field)));
        }
        return new ServiceDocument(leaseIn(document.document(LEASE)), processors);
    }

    private static LeaseEntry leaseIn(StrictDocument lease) throws NotUnderstoodException {
        lease.withKeys(LEASE_KEYS);
        return new LeaseEntry(
                lease.text("holder"),
                lease.text("name"),
                lease.number("epoch"),
                lease.number("renewals"),
                Duration.ofMillis(lease.number("ttlMillis")),
                lease.flag("released"));
    }

    private static ProcessorEntry processorIn(StrictDocument entry) throws NotUnderstoodException {
        boolean paused = entry.has(PAUSED) && entry.flag(PAUSED);
        Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
        if (entry.has(TARGETS)) {
            StrictDocument targets = entry.document(TARGETS);
            for (String field : targets.keys()) {
                checkpoints.put(FieldName.nameOf(field), checkpointIn(targets.document(field)));
            }
        }
        for (String key : entry.keys()) {
            if (!Set.of(PAUSED, PAUSED_TARGETS, TARGETS).contains(key)) {
                throw new NotUnderstoodException("\"" + key + "\" of a processor is not known");
            }
        }
        return new ProcessorEntry(paused, pausedTargetsIn(entry), checkpoints);
    }

    private static Set<String> pausedTargetsIn(StrictDocument entry) throws NotUnderstoodException {
        Set<String> paused = new TreeSet<>();
        if (entry.has(PAUSED_TARGETS)) {
            StrictDocument targets = entry.document(PAUSED_TARGETS);
            for (String field : targets.keys()) {
                if (targets.flag(field)) {
                    paused.add(FieldName.nameOf(field));
                }
            }
        }
        return paused;
    }

    private static Checkpoint checkpointIn(StrictDocument entry) throws NotUnderstoodException {
        entry.withKeys(Set.of(SAVED_AT, POSITION));
        StrictDocument values = entry.document(POSITION);
        Map<String, Object> position = new LinkedHashMap<>();
        for (String field : values.keys()) {
            position.put(FieldName.nameOf(field), values.textOrNumber(field));
        }
        try {
            return new Checkpoint(position, Instant.parse(entry.text(SAVED_AT)));
        } catch (DateTimeParseException e) {
            throw new NotUnderstoodException("\"" + SAVED_AT + "\" is not a time");
        }
    }
}
