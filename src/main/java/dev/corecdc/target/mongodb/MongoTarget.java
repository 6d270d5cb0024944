package dev.corecdc.target.mongodb;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.mongodb.Write.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a copy of tables, or of collections, in MongoDB. The changes of a call are one ordered bulk write for each collection. */
final class MongoTarget implements ConcurrentTarget, DdlTarget, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MongoTarget.class);

    private final String name;
    private final TargetClient client;
    private final Destinations destinations;
    private final TableChanges tables;

    /** Collections that are there. */
    private final Set<MongoNamespace> made = ConcurrentHashMap.newKeySet();

    MongoTarget(String name, TargetClient client, Destinations destinations, TableChanges tables) {
        this.name = name;
        this.client = client;
        this.destinations = destinations;
        this.tables = tables;
    }

    /**
     * A target that has not connected yet.
     *
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     */
    static MongoTarget open(String name, MongoTargetSettings settings) {
        Names names = new Names(settings.database(), settings.collection(), settings.letterCase());
        return new MongoTarget(
                name,
                new TargetClient(name, settings),
                new Destinations(
                        names,
                        settings.mergeTables(),
                        settings.exactlyOnce() ? MongoTargetFactory.positions(settings) : null),
                new TableChanges(names, settings.withoutKey()));
    }

    TargetClient client() {
        return client;
    }

    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        TargetClient.uninterrupted(() -> {
            write(writes(records), null);
            return true;
        });
    }

    /** @throws RejectedRecordException when one of the changes can never be written */
    List<Write> writes(List<ChangeRecord> records) throws RejectedRecordException {
        List<Write> writes = new ArrayList<>(records.size());
        int untold = 0;
        for (int i = 0; i < records.size(); i++) {
            ChangeRecord change = records.get(i);
            try {
                MongoNamespace collection = destinations.of(change.columns());
                untold += CollectionChanges.isUntold(change) ? 1 : 0;
                List<Action> actions =
                        change.columns().isOfCollection() ? CollectionChanges.of(change) : tables.of(change);
                for (Action action : actions) {
                    writes.add(new Write(collection, i, action));
                }
            } catch (UnfitChangeException e) {
                throw new RejectedRecordException(
                        i,
                        "%s of %s.%s: %s"
                                .formatted(
                                        change.type(),
                                        change.columns().schema(),
                                        change.columns().table(),
                                        e.getMessage()),
                        e);
            }
        }
        if (untold > 0) {
            log.warn(
                    "{}: nothing is known of {} updates but that their documents were not there any more when the server looked for"
                            + " them; they changed nothing. With 'save-full-event: true' of the processor it is known",
                    name,
                    untold);
        }
        return writes;
    }

    /** @param session a transaction to write in, or null */
    void write(List<Write> writes, @Nullable ClientSession session) throws RejectedRecordException {
        for (Map.Entry<MongoNamespace, List<Write>> group :
                BulkWrites.byCollection(writes).entrySet()) {
            int missing = new BulkWrites(client.collection(group.getKey()), session).execute(group.getValue());
            if (missing > 0) {
                log.warn(
                        "{}: {} changes of {} are of documents that are not in the copy; they changed nothing",
                        name,
                        missing,
                        group.getKey());
            }
        }
    }

    /** Makes a collection if it is not there. */
    void makeSureOf(MongoNamespace collection) {
        if (made.add(collection)) {
            try {
                new DdlExecution(name, client, destinations).makeSureOf(collection);
            } catch (RuntimeException e) {
                made.remove(collection);
                throw e;
            }
        }
    }

    @Override
    public void execute(DdlEvent statement, boolean repeated) throws Exception {
        made.clear();
        TargetClient.uninterrupted(() -> {
            new DdlExecution(name, client, destinations).execute(statement, repeated);
            return true;
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
