package dev.corecdc.format;

import dev.corecdc.event.Columns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the versions of tables that were used last. Used by one thread.
 *
 * @param <T> what a format makes once for the records of a version
 */
final class TableTexts<T> {

    private static final int MOST = 256;

    private final Map<Columns, T> texts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Columns, T> eldest) {
            return size() > MOST;
        }
    };

    private final Function<Columns, T> maker;
    private @Nullable Columns lastColumns;
    private @Nullable T lastText;

    TableTexts(Function<Columns, T> maker) {
        this.maker = maker;
    }

    /** Nearly always of the same table as before, which is quicker to see than to look up. */
    @SuppressWarnings("ReferenceEquality")
    T of(Columns columns) {
        T text = lastText;
        if (text == null || columns != lastColumns) {
            text = texts.computeIfAbsent(columns, maker);
            lastColumns = columns;
            lastText = text;
        }
        return text;
    }
}
