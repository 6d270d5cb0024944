package dev.corecdc.target.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.RenameCollectionOptions;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.RejectedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does to collections what DDL statements, and the events of a MongoDB that are like them, do to tables. Used by one thread. */
final class DdlExecution {

    private static final Logger log = LoggerFactory.getLogger(DdlExecution.class);

    private static final int NAMESPACE_EXISTS = 48;
    private static final int NAMESPACE_NOT_FOUND = 26;

    private final String target;
    private final TargetClient client;
    private final Destinations destinations;

    /** @param target its name */
    DdlExecution(String target, TargetClient client, Destinations destinations) {
        this.target = target;
        this.client = client;
        this.destinations = destinations;
    }

    /**
     * Executes a statement as {@link dev.corecdc.target.DdlTarget#execute} says.
     *
     * @throws RejectedRecordException when it cannot be read, or not be done
     */
    void execute(DdlEvent ddl, boolean repeated) throws RejectedRecordException {
        try {
            List<Operation> operations =
                    EventStatement.isEvent(ddl.statement()) ? EventStatement.of(ddl.statement()) : SqlStatement.of(ddl);
            for (Operation operation : operations) {
                execute(operation, repeated);
            }
            log.info("{}: executed: {}", target, ddl.statement());
        } catch (UnfitChangeException e) {
            throw new RejectedRecordException(0, "%s: %s".formatted(e.getMessage(), ddl.statement()), e);
        }
    }

    private void execute(Operation operation, boolean repeated) throws UnfitChangeException {
        if (operation instanceof Operation.Create create) {
            create(create);
        } else if (operation instanceof Operation.Drop drop) {
            for (MongoNamespace collection : whole(drop.tables())) {
                patient(collection).drop();
            }
            drop.tables().forEach(destinations::dropped);
        } else if (operation instanceof Operation.DropDatabase drop) {
            client.patient(destinations.wholeDatabase(drop.schema())).drop();
            destinations.dropped(drop.schema());
        } else if (operation instanceof Operation.Clear clear) {
            for (MongoNamespace collection : whole(clear.tables())) {
                patient(collection).deleteMany(new BsonDocument());
            }
        } else if (operation instanceof Operation.Rename rename) {
            rename(rename, repeated);
        } else if (operation instanceof Operation.Fields fields) {
            fields(fields, repeated);
        } else if (operation instanceof Operation.NewTypes types) {
            new TypeChanges(destinations, patient(destinations.of(types.table()))).require(types.types());
        } else if (operation instanceof Operation.NewKey key) {
            MongoCollection<BsonDocument> collection = client.collection(destinations.of(key.table()));
            if (collection.find().first() != null) {
                throw new UnfitChangeException("it gives rows another key, and so all documents of %s another _id"
                        .formatted(collection.getNamespace()));
            }
        }
    }

    private List<MongoNamespace> whole(List<Operation.Table> tables) throws UnfitChangeException {
        List<MongoNamespace> collections = new ArrayList<>();
        for (Operation.Table table : tables) {
            collections.add(destinations.whole(table));
        }
        return collections;
    }

    private void fields(Operation.Fields fields, boolean repeated) throws UnfitChangeException {
        if (!fields.dropped().isEmpty() || !fields.renamed().isEmpty()) {
            new FieldChanges(destinations, patient(destinations.whole(fields.table()))).execute(fields, repeated);
        }
        tellOfAbsent(fields);
    }

    /** One that is there is taken as it is. */
    private void create(Operation.Create create) throws UnfitChangeException {
        MongoNamespace name = destinations.of(create.table());
        BsonDocument command = new BsonDocument("create", new BsonString(name.getCollectionName()));
        command.putAll(create.options());
        create(name, command);
    }

    private void create(MongoNamespace name, BsonDocument command) {
        try {
            client.patient(name.getDatabaseName()).runCommand(command);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NAMESPACE_EXISTS) {
                throw e;
            }
        }
    }

    /** Makes a collection if it is not there. */
    void makeSureOf(MongoNamespace name) {
        create(name, new BsonDocument("create", new BsonString(name.getCollectionName())));
    }

    private void rename(Operation.Rename rename, boolean repeated) throws UnfitChangeException {
        List<RenameSteps.Step> steps = destinations.steps(rename.steps());
        int done = repeated && !rename.replacing() ? RenameSteps.done(steps, this::exists) : 0;
        for (RenameSteps.Step step : steps.subList(done, steps.size())) {
            rename(step, rename.replacing());
        }
        destinations.renamed(rename.steps());
    }

    private void rename(RenameSteps.Step step, boolean replacing) throws UnfitChangeException {
        if (step.from().equals(step.to())) {
            return;
        }
        try {
            patient(step.from()).renameCollection(step.to(), new RenameCollectionOptions().dropTarget(replacing));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == NAMESPACE_NOT_FOUND && (replacing || !exists(step.to()))) {
                log.info("{}: there is no {} to be renamed to {}", target, step.from(), step.to());
            } else if (e.getErrorCode() == NAMESPACE_NOT_FOUND || e.getErrorCode() == NAMESPACE_EXISTS) {
                throw new UnfitChangeException("%s cannot be renamed to %s: %s"
                        .formatted(step.from(), step.to(), Objects.requireNonNull(e.getErrorMessage())));
            } else {
                throw e;
            }
        }
    }

    private boolean exists(MongoNamespace name) {
        MongoDatabase database = client.client().getDatabase(name.getDatabaseName());
        return database.listCollections(BsonDocument.class)
                        .filter(Filters.eq("name", name.getCollectionName()))
                        .first()
                != null;
    }

    private MongoCollection<BsonDocument> patient(MongoNamespace name) {
        return client.collection(name).withTimeout(0, TimeUnit.MILLISECONDS);
    }

    private void tellOfAbsent(Operation.Fields fields) {
        if (!fields.absent().isEmpty()) {
            log.info(
                    "{}: documents of {} get {} when their row is changed next",
                    target,
                    fields.table(),
                    fields.absent());
        }
    }
}
