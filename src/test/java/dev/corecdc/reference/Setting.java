package dev.corecdc.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/**
 * Something that can be set.
 *
 * @param key where it stands in its section, such as {@code ssl.mode}
 * @param type what it is bound to
 * @param kind what may stand there, in words
 * @param required whether something has to stand there
 * @param defaults what counts where nothing stands; several for a list, none where nothing counts
 * @param meaning what it is for, with code between backticks; empty when nobody wrote it
 * @param choices the only values that are taken, and what each means, where that is written; empty where there are too many
 */
record Setting(
        String key,
        Type type,
        String kind,
        boolean required,
        List<String> defaults,
        String meaning,
        Map<String, String> choices) {

    boolean isMap() {
        return type instanceof ParameterizedType generic && generic.getRawType() == Map.class;
    }

    /** The same with these choices, where it has none. */
    Setting orNames(Map<String, String> names) {
        return choices.isEmpty() ? new Setting(key, type, kind, required, defaults, meaning, names) : this;
    }
}
