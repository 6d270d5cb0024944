package dev.corecdc.processor.mysql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What TABLE_MAP events say of the tables whose rows follow. A server keeps to the id of a table for as long as it holds it open, and
 * says the same each time. Holds the most recently used. Used by one thread.
 */
final class AnnouncedTables {

    private static final int MOST = 1024;

    private final WantedTables wanted;
    private final TableMapCache descriptions;
    private final Map<Long, Announced> byId = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Announced> eldest) {
            return size() > MOST;
        }
    };

    AnnouncedTables(WantedTables wanted, TableMapCache descriptions) {
        this.wanted = wanted;
        this.descriptions = descriptions;
    }

    /**
     * The table of the event, null when it is not wanted. The caller must not change {@code body} any more.
     *
     * @param id the table's id in the event
     */
    @Nullable
    TableDescription get(long id, byte[] body) {
        Announced known = byId.get(id);
        if (known == null || !Arrays.equals(known.body, body)) {
            boolean accepted = wanted.accepts(TableMap.tableName(body));
            known = new Announced(body, accepted ? descriptions.get(body) : null);
            byId.put(id, known);
        }
        return known.table;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Announced(byte[] body, @Nullable TableDescription table) {}
}
