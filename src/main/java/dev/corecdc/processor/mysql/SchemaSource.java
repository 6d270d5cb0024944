package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import java.util.Map;
import java.util.function.Predicate;

/** Where it is read what tables are like. */
interface SchemaSource {

    /** Reads what tables are like now, and what has been done to them since a place in the log. May take as long as reading that log. */
    SchemaProof read(LogPlace from) throws SourceException;

    /**
     * Reads back in the log what it has told of tables before a place, as far as it takes to know one table, or as there is a log that names
     * columns. May take as long as reading that log.
     *
     * @param databases the character sets of databases at that place, as far as they are certain
     * @param fits whether enough is known of the table
     * @return what the log tells of tables at that place, which may be nothing
     */
    TableSchemas recall(LogPlace at, TableName table, Map<String, String> databases, Predicate<TableShape> fits)
            throws SourceException;
}
