package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;

/** Where it is read what tables are like. */
@FunctionalInterface
interface SchemaSource {

    /** Reads what tables are like now, and what has been done to them since a place in the log. May take as long as reading that log. */
    SchemaProof read(LogPlace from) throws SourceException;
}
