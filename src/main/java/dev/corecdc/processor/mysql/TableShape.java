package dev.corecdc.processor.mysql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of one version of a table where the log does not say it. Immutable.
 *
 * @param columns as rows in the log have them
 * @param primaryKey indexes into {@code columns}, in the order of the key; empty without a primary key
 * @param charset the character set of columns that are added without one; null where it is not known
 */
record TableShape(
        List<ColumnShape> columns,
        List<Integer> primaryKey,
        @Nullable String charset) {

    TableShape {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }
}
