package dev.corecdc.processor.mysql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a column where the log does not say it.
 *
 * @param type as a table map will have it
 * @param unsigned whether a numeric column is declared UNSIGNED
 * @param charset the name of its character set; null where it has none, and for a text of which it is not known
 * @param nullable whether it can be null; null where that is not known
 * @param labels of an ENUM or SET, in their order
 */
record ColumnShape(
        String name,
        LoggedType type,
        boolean unsigned,
        @Nullable String charset,
        @Nullable Boolean nullable,
        List<String> labels) {

    ColumnShape {
        labels = List.copyOf(labels);
    }

    ColumnShape named(String newName) {
        return new ColumnShape(newName, type, unsigned, charset, nullable, labels);
    }

    ColumnShape notNull() {
        return new ColumnShape(name, type, unsigned, charset, false, labels);
    }
}
