package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of one version of a table where the log does not say it. Immutable.
 *
 * @param columns as rows in the log have them
 * @param charset the character set of columns that are added without one; null where it is not known
 */
record TableShape(
        List<ColumnShape> columns, TableKey key, @Nullable String charset) {

    TableShape {
        columns = List.copyOf(columns);
    }

    /** The columns with this key, all of whose columns cannot be null. */
    static TableShape of(List<ColumnShape> columns, TableKey key, @Nullable String charset) {
        List<ColumnShape> definite = new ArrayList<>(columns);
        key.columns()
                .forEach(column -> definite.set(column, definite.get(column).notNull()));
        return new TableShape(definite, key, charset);
    }
}
