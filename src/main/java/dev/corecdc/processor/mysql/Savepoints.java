package dev.corecdc.processor.mysql;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints of a transaction (MySQL Reference Manual: "SAVEPOINT, ROLLBACK TO SAVEPOINT, and RELEASE SAVEPOINT Statements").
 * Their release is not in the log, and would not matter: nothing goes back to a released one. Used by one thread.
 */
final class Savepoints {

    /** For each how many pieces of work precede it, in the order in which they were set. */
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /**
     * Sets one; an older one of the name is gone.
     *
     * @param statement SAVEPOINT name, or RELEASE SAVEPOINT name
     */
    void set(QueryEvent statement, int place) {
        SqlText words = words(statement);
        if (!words.skip("SAVEPOINT")) {
            return; // a release
        }
        String name = key(words);
        places.remove(name);
        places.put(name, place);
    }

    /**
     * How many pieces of work precede the one that is named; null when there is none of the name. Those set later are gone.
     *
     * @param statement ROLLBACK [WORK] TO [SAVEPOINT] name
     */
    @Nullable
    Integer goBack(QueryEvent statement) {
        SqlText words = words(statement);
        words.skip("ROLLBACK");
        words.skip("WORK");
        words.skip("TO");
        words.skip("SAVEPOINT");
        Integer place = places.get(key(words));
        if (place != null) {
            places.values().removeIf(later -> later > place);
        }
        return place;
    }

    void clear() {
        places.clear();
    }

    private static SqlText words(QueryEvent statement) {
        return new SqlText(statement.sql(), statement.mode());
    }

    private static String key(SqlText words) {
        return words.take().text().toLowerCase(Locale.ROOT);
    }
}
