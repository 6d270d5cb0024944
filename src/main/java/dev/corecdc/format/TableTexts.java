package dev.corecdc.format;

import dev.corecdc.event.Columns;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of the versions of tables that were used last. Used by one thread. */
final class TableTexts {

    private static final int MOST = 256;

    private final Map<Columns, TableText> texts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Columns, TableText> eldest) {
            return size() > MOST;
        }
    };

    private @Nullable Columns lastColumns;
    private @Nullable TableText lastText;

    /** Nearly always of the same table as before, which is quicker to see than to look up. */
    @SuppressWarnings("ReferenceEquality")
    TableText of(Columns columns) {
        TableText text = lastText;
        if (text == null || columns != lastColumns) {
            text = texts.computeIfAbsent(columns, TableText::of);
            lastColumns = columns;
            lastText = text;
        }
        return text;
    }
}
