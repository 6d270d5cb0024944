package dev.corecdc.processor.mongodb;

import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What of which MongoDB deployment is followed, and how: {@code cdc.processors.*.mongodb}.
 *
 * @param uri its connection string, with everything that the driver understands in one
 * @param database the database to follow. Absent: the whole cluster
 * @param collection the collection of {@code database} to follow. Absent: the whole database
 * @param fullDocument where the document of an update comes from
 * @param fullDocumentBeforeChange whether the document before the change is asked for; it has to be recorded by the collection
 *     ({@code changeStreamPreAndPostImages})
 * @param pipeline further stages of the change stream, one JSON text each
 * @param saveFullEvent whether a record shows the whole change event, or the document alone
 * @param showExpandedEvents whether the server is to tell what happens to collections and indexes; MongoDB 6.0 or later can
 * @param batchSize how many events at most the server sends at a time
 * @param maxAwaitTime how long the server waits for an event before it says that there is none
 * @param connectTimeout how long finding the server, and connecting, may each take, where the connection string does not say it
 */
record MongoSettings(
        @NotBlank String uri,
        @Nullable String database,
        @Nullable String collection,
        @NotNull @DefaultValue("update-lookup") Document fullDocument,
        @NotNull @DefaultValue("disabled") BeforeImage fullDocumentBeforeChange,
        @NotNull @DefaultValue List<String> pipeline,
        @DefaultValue("true") boolean saveFullEvent,
        @DefaultValue("true") boolean showExpandedEvents,
        @Min(1) @DefaultValue("1000") int batchSize,
        @NotNull @DefaultValue("1s") Duration maxAwaitTime,
        @NotNull @DefaultValue("10s") Duration connectTimeout) {

    MongoSettings {
        database = blankToNull(database);
        collection = blankToNull(collection);
        pipeline = List.copyOf(pipeline);
    }

    private static @Nullable String blankToNull(@Nullable String name) {
        return name == null || name.isBlank() ? null : name;
    }

    /** Where the document of an update comes from. */
    enum Document {
        /** It is left out; the event tells the changed fields. */
        DEFAULT(FullDocument.DEFAULT),
        /** The document as it is when the event is read, null when it is gone. */
        UPDATE_LOOKUP(FullDocument.UPDATE_LOOKUP),
        /** The recorded document, null when it was not recorded. */
        WHEN_AVAILABLE(FullDocument.WHEN_AVAILABLE),
        /** The recorded document, without which reading fails. */
        REQUIRED(FullDocument.REQUIRED);

        private final FullDocument option;

        Document(FullDocument option) {
            this.option = option;
        }

        FullDocument option() {
            return option;
        }

        /** Whether the server has to have recorded documents. */
        boolean isRecorded() {
            return this == WHEN_AVAILABLE || this == REQUIRED;
        }
    }

    /** Whether the document before a change is asked for. */
    enum BeforeImage {
        /** No. */
        DISABLED(FullDocumentBeforeChange.DEFAULT),
        /** Yes, and it is left out when it was not recorded. */
        WHEN_AVAILABLE(FullDocumentBeforeChange.WHEN_AVAILABLE),
        /** Yes, and without it reading fails. */
        REQUIRED(FullDocumentBeforeChange.REQUIRED);

        private final FullDocumentBeforeChange option;

        BeforeImage(FullDocumentBeforeChange option) {
            this.option = option;
        }

        FullDocumentBeforeChange option() {
            return option;
        }
    }

    /** Without the connection string, which may hold a password. */
    @Override
    public String toString() {
        return "MongoSettings[database=%s, collection=%s]".formatted(database, collection);
    }
}
