package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code updateDescription} of a change event, derived from the images before and after an update. An update by operators
 * names the paths that they name, one by a pipeline the smallest paths that differ.
 */
final class UpdateDescription {

    private static final Set<String> APPENDING = Set.of("$push", "$addToSet");

    private final Document updated = new Document();
    private final List<String> removed = new ArrayList<>();
    private final List<Document> truncated = new ArrayList<>();
    private final Map<String, List<Object>> ambiguous = new LinkedHashMap<>();

    private UpdateDescription() {}

    static Document of(DocumentWrite write, boolean disambiguate) {
        Document before = Objects.requireNonNull(write.before());
        Document after = Objects.requireNonNull(write.after());
        UpdateDescription description = new UpdateDescription();
        description.compare(
                List.of(),
                before,
                after,
                write.style() instanceof UpdateStyle.Operators operators ? named(operators) : null);
        Document result = new Document("updatedFields", description.updated)
                .append("removedFields", description.removed)
                .append("truncatedArrays", description.truncated);
        if (disambiguate) {
            Document paths = new Document();
            paths.putAll(description.ambiguous);
            result.append("disambiguatedPaths", paths);
        }
        return result;
    }

    /** The paths that an update's operators name, with the operator of each. */
    private static Map<String, String> named(UpdateStyle.Operators style) {
        Map<String, String> paths = new LinkedHashMap<>();
        style.update().forEach((operator, changes) -> {
            if (changes instanceof Document document) {
                document.forEach((path, argument) -> {
                    paths.put(path, operator);
                    if (operator.equals("$rename")) {
                        paths.put(String.valueOf(argument), operator);
                    }
                });
            }
        });
        return paths;
    }

    /** Compares two documents or arrays below a path; {@code named} is null where every smallest difference counts. */
    private void compare(List<Object> path, Document before, Document after, @Nullable Map<String, String> named) {
        after.forEach((name, value) -> {
            List<Object> inner = with(path, name);
            if (before.containsKey(name)) {
                compareValues(inner, before.get(name), value, named);
            } else {
                update(inner, value);
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> removed.add(noteAmbiguous(with(path, name))));
    }

    private void compareValues(
            List<Object> path, @Nullable Object before, @Nullable Object after, @Nullable Map<String, String> named) {
        if (Objects.equals(before, after)) {
            return;
        }
        boolean deeper = named == null || (!isNamed(path, named) && isWithin(path, named));
        if (before instanceof Document from && after instanceof Document to && deeper) {
            compare(path, from, to, named);
        } else if (before instanceof List<?> from && after instanceof List<?> to) {
            compareArrays(path, from, to, named);
        } else {
            update(path, after);
        }
    }

    private void compareArrays(List<Object> path, List<?> before, List<?> after, @Nullable Map<String, String> named) {
        if (named != null && isNamed(path, named) && !(isAppended(before, after) && isPushed(path, named))) {
            update(path, after);
            return;
        }
        if (after.size() < before.size()) {
            if (named != null) {
                update(path, after);
                return;
            }
            truncated.add(new Document("field", noteAmbiguous(path)).append("newSize", after.size()));
        }
        for (int i = 0; i < after.size(); i++) {
            List<Object> inner = with(path, i);
            if (i >= before.size()) {
                update(inner, after.get(i));
            } else {
                compareValues(inner, before.get(i), after.get(i), named);
            }
        }
    }

    private static boolean isAppended(List<?> before, List<?> after) {
        return after.size() > before.size() && after.subList(0, before.size()).equals(before);
    }

    private static boolean isPushed(List<Object> path, Map<String, String> named) {
        return named.entrySet().stream()
                .anyMatch(name -> APPENDING.contains(name.getValue()) && matches(path, name.getKey(), true));
    }

    /** Whether an operator names this very path; {@code $}, {@code $[]} and {@code $[name]} stand for any index. */
    private static boolean isNamed(List<Object> path, Map<String, String> named) {
        return named.keySet().stream().anyMatch(name -> matches(path, name, true));
    }

    /** Whether an operator names something below this path. */
    private static boolean isWithin(List<Object> path, Map<String, String> named) {
        return named.keySet().stream().anyMatch(name -> matches(path, name, false));
    }

    private static boolean matches(List<Object> path, String name, boolean wholly) {
        String[] parts = name.split("\\.", -1);
        if (wholly ? parts.length != path.size() : parts.length <= path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            boolean any = parts[i].startsWith("$") && path.get(i) instanceof Integer;
            if (!any && !parts[i].equals(String.valueOf(path.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private void update(List<Object> path, @Nullable Object value) {
        updated.put(noteAmbiguous(path), value);
    }

    private static List<Object> with(List<Object> path, Object last) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }

    /** Joins a path, and remembers its parts where a reader could not tell a name of digits from an index. */
    private String noteAmbiguous(List<Object> path) {
        String joined = String.join(".", path.stream().map(String::valueOf).toList());
        if (path.stream().anyMatch(part -> part instanceof String name && name.matches("[0-9]+|.*\\..*"))) {
            ambiguous.put(joined, path);
        }
        return joined;
    }
}
