package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** One statement of a write command. */
sealed interface WriteStatement {

    record Insert(Document document) implements WriteStatement {}

    /** With its filter {@code q}, change {@code u} and options, as the update command has them. */
    record Update(Document statement) implements WriteStatement {}

    /** With its filter {@code q} and {@code limit}, as the delete command has them. */
    record Delete(Document statement) implements WriteStatement {}

    /**
     * What came of a statement.
     *
     * @param n documents inserted, deleted or matched, one that was upserted among them
     * @param modified documents changed by an update
     * @param upserted the id of the document that an update inserted, or null
     * @param error the write error, or null
     */
    record Result(
            int n,
            int modified,
            @Nullable Document upserted,
            @Nullable Document error) {

        static Result of(int n) {
            return new Result(n, 0, null, null);
        }

        static Result failed(Document error) {
            return new Result(0, 0, null, error);
        }
    }
}
