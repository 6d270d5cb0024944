package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an entry of the log says. */
sealed interface LoggedEvent {

    /** A document was written; {@code imagesKept} is whether its collection kept pre- and post-images then. */
    record DocumentWritten(DocumentWrite write, boolean imagesKept) implements LoggedEvent {}

    /**
     * Something happened to a collection or a database.
     *
     * @param type the change event's {@code operationType}
     * @param collection null for a database
     * @param id the collection's
     * @param expanded whether only a stream that shows expanded events shows it
     * @param description the {@code operationDescription}, if the type has one
     * @param stateBefore the {@code stateBeforeChange}, if the type has one
     * @param to the new name of a renamed collection
     */
    record StructureChanged(
            String type,
            String database,
            @Nullable String collection,
            @Nullable UUID id,
            boolean expanded,
            @Nullable Document description,
            @Nullable Document stateBefore,
            @Nullable Namespace to)
            implements LoggedEvent {}

    /** Nothing: the server notes from time to time that it lives. */
    record Noted(String message) implements LoggedEvent {}

    /** A change event of another server, played back as it is. */
    record Recorded(Document event) implements LoggedEvent {}
}
