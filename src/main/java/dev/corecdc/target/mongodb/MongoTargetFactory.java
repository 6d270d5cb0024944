package dev.corecdc.target.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes targets of the type {@code mongodb}. */
class MongoTargetFactory implements TargetFactory<MongoTargetSettings> {

    private static final Logger log = LoggerFactory.getLogger(MongoTargetFactory.class);

    private final String service;

    /** @param service the name under which positions are kept */
    MongoTargetFactory(String service) {
        this.service = service;
    }

    @Override
    public String type() {
        return "mongodb";
    }

    @Override
    public Class<MongoTargetSettings> settingsType() {
        return MongoTargetSettings.class;
    }

    @Override
    public Target create(String name, RecordFormat format, MongoTargetSettings settings) {
        MongoTarget target = MongoTarget.open(name, settings);
        if (!settings.exactlyOnce()) {
            return target;
        }
        try {
            requireTransactions(name, target);
            return new ExactlyOnceTarget(
                    target, new Positions(target.client().collection(positions(settings)), service, name));
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** A server that cannot be reached now is asked before anything is written. */
    private static void requireTransactions(String name, MongoTarget target) {
        try {
            target.client().requireTransactions();
        } catch (MongoException e) {
            log.warn(
                    "{}: the MongoDB at {} does not answer: {}",
                    name,
                    target.client().address(),
                    e.getMessage());
        }
    }

    /** @throws IllegalArgumentException when it is no name of a collection */
    static MongoNamespace positions(MongoTargetSettings settings) {
        try {
            return new MongoNamespace(settings.positions());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'mongodb.positions' must be a database and a collection with a dot between, like core_cdc.positions",
                    e);
        }
    }
}
