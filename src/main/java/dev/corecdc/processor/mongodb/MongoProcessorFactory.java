package dev.corecdc.processor.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorFactory;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.processor.mongodb.MongoSettings.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes processors of the type {@code mongodb}. */
final class MongoProcessorFactory implements ProcessorFactory<MongoSettings> {

    static final String MONGODB = "mongodb";

    @Override
    public Set<String> types() {
        return Set.of(MONGODB);
    }

    @Override
    public Class<MongoSettings> settingsType() {
        return MongoSettings.class;
    }

    @Override
    public Processor create(ProcessorRequest request, MongoSettings settings) {
        StartAt.parse(request.startAt());
        ConnectionString uri = connectionString(settings.uri());
        checkScope(request.tables(), settings);
        checkDocuments(settings);
        checkTimes(uri, settings);
        return new MongoChangeStreamProcessor(
                request, settings, uri, EventPipeline.of(request.tables(), request.events(), settings.pipeline()));
    }

    private static void checkScope(TableFilter tables, MongoSettings settings) {
        String database = settings.database();
        String collection = settings.collection();
        checkNames(database, collection);
        if (database == null) {
            if (collection != null) {
                throw new IllegalArgumentException(
                        "mongodb.collection '%s' needs a mongodb.database".formatted(collection));
            }
        } else if (!(collection == null ? tables.acceptsDatabase(database) : tables.accepts(database, collection))) {
            throw new IllegalArgumentException("include and exclude leave nothing of mongodb.database '%s'%s"
                    .formatted(database, collection == null ? "" : ", mongodb.collection '" + collection + "'"));
        }
    }

    private static void checkNames(@Nullable String database, @Nullable String collection) {
        if (database != null) {
            MongoNamespace.checkDatabaseNameValidity(database);
        }
        if (collection != null) {
            MongoNamespace.checkCollectionNameValidity(collection);
        }
    }

    private static void checkTimes(ConnectionString uri, MongoSettings settings) {
        long wait = settings.maxAwaitTime().toMillis();
        if (wait <= 0 || settings.connectTimeout().toMillis() <= 0) {
            throw new IllegalArgumentException(
                    "mongodb.max-await-time and mongodb.connect-timeout are times of a millisecond or more");
        }
        Integer patience = uri.getSocketTimeout();
        if (patience != null && patience > 0 && patience <= wait) {
            throw new IllegalArgumentException(
                    "mongodb.uri has socketTimeoutMS=%d, after which every wait for an event would be cut short: make it longer than mongodb.max-await-time, %d ms"
                            .formatted(patience, wait));
        }
    }

    private static void checkDocuments(MongoSettings settings) {
        Document document = settings.fullDocument();
        if (!settings.saveFullEvent() && (document == Document.DEFAULT || document == Document.WHEN_AVAILABLE)) {
            throw new IllegalArgumentException(
                    "mongodb.save-full-event: false needs mongodb.full-document: update-lookup or required;"
                            + " without the document, nothing would be left of an update");
        }
    }

    private static ConnectionString connectionString(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            // The driver's message can quote a part of the password.
            throw new IllegalArgumentException("mongodb.uri is not a connection string that the driver understands;"
                    + " it begins with mongodb:// or mongodb+srv://, and reserved characters in the user's name and"
                    + " password are percent-encoded");
        } catch (MongoException e) {
            throw new IllegalArgumentException(
                    "mongodb.uri names servers that cannot be looked up: " + e.getMessage(), e);
        }
    }
}
