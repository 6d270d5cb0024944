package dev.corecdc.processor.mysql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parsed table maps. The server describes a table anew before every statement, nearly always in the same bytes: these give
 * the same {@link TableDescription}. Holds the most recently used. Used by one thread.
 */
final class TableMapCache {

    private final Flavor flavor;
    private final Map<Description, TableDescription> maps;

    TableMapCache(Flavor flavor, int capacity) {
        this.flavor = flavor;
        this.maps = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Description, TableDescription> eldest) {
                return size() > capacity;
            }
        };
    }

    /**
     * The table of the event, as {@link TableDescription#parse} gives it. The caller must not change {@code body} any more.
     */
    TableDescription get(byte[] body) {
        Description description = new Description(body);
        TableDescription known = maps.get(description);
        if (known == null) {
            known = TableDescription.parse(body, flavor);
            maps.put(description, known);
        }
        return known;
    }

    /** The event without its table id and flags. */
    private static final class Description {

        private final byte[] body;
        private final int hash;

        Description(byte[] body) {
            this.body = body;
            int sum = 0;
            for (int i = TableMap.DESCRIPTION; i < body.length; i++) {
                sum = 31 * sum + body[i];
            }
            this.hash = sum;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Description that
                    && body.length == that.body.length
                    && body.length >= TableMap.DESCRIPTION
                    && Arrays.equals(
                            body, TableMap.DESCRIPTION, body.length, that.body, TableMap.DESCRIPTION, that.body.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
