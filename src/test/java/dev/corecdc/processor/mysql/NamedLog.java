package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import java.util.Map;
import java.util.function.Predicate;

/** What follows a log that names its columns, or in which nothing else is known of them. */
final class NamedLog {

    private NamedLog() {}

    static TransactionAssembler assembler(
            Flavor flavor, WantedTables wanted, LogCursor cursor, XaTransactions xa, boolean includeQuery) {
        return new TransactionAssembler(
                LogDecoding.of(flavor), wanted, names(flavor, wanted, false), cursor, xa, includeQuery);
    }

    /** Names of which there are none but those in the log. */
    static TableNames names(Flavor flavor, WantedTables wanted, boolean positional) {
        return new TableNames(TableSchemas.NONE, new SchemaFollower(flavor, wanted), positional, new NoServer());
    }

    /** Names that follow from the tables where the log begins, and from its DDL. */
    static TableNames names(TableSchemas known, Flavor flavor, WantedTables wanted) {
        return new TableNames(known, new SchemaFollower(flavor, wanted), false, new NoServer());
    }

    private static final class NoServer implements SchemaSource {

        @Override
        public SchemaProof read(LogPlace from) throws SourceException {
            throw new SourceException(
                    SourceException.Kind.UNREADABLE, "the names of columns are missing, and there is no server to ask");
        }

        @Override
        public TableSchemas recall(
                LogPlace at, TableName table, Map<String, String> databases, Predicate<TableShape> fits) {
            return TableSchemas.NONE;
        }
    }
}
