package dev.corecdc.processor.mongodb;

import com.mongodb.ConnectionString;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorFactory;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.processor.mongodb.MongoSettings.Document;
import java.util.Set;

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
        checkScope(request.tables(), settings);
        checkDocuments(settings);
        return new MongoChangeStreamProcessor(
                request,
                settings,
                connectionString(settings.uri()),
                EventPipeline.of(request.tables(), request.events(), settings.pipeline()));
    }

    private static void checkScope(TableFilter tables, MongoSettings settings) {
        String database = settings.database();
        String collection = settings.collection();
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
        }
    }
}
