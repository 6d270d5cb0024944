package dev.corecdc.format;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import java.io.IOException;

/**
 * Which JSON a format writes of a change. Safe for use by several threads.
 *
 * @param <T> what it makes once for each version of a table
 */
interface JsonLayout<T> {

    T table(Columns columns);

    void write(ChangeRecord change, T table, JsonOutput out) throws IOException;

    void write(DdlEvent statement, JsonOutput out) throws IOException;
}
