package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables made of nothing but the events that a reader gives. Each change has to fit what is there, in every value that it says was
 * there. Of DDL it knows what {@link RandomDdl} does.
 */
final class RebuiltTables {

    private static final String NAME = "(?:`(\\w+)`\\.)?`(\\w+)`";
    private static final Pattern CREATE =
            Pattern.compile("CREATE TABLE " + NAME + "(?: LIKE " + NAME + ")?.*", Pattern.DOTALL);
    private static final Pattern DEFAULT =
            Pattern.compile("`(\\w+)`[^`]*?(?:DEFAULT ('[^']*'|\\d+)|AS \\(id \\* 3\\))");

    /** A minimal image lacks what no statement can give. */
    private static final String GENERATED = "id * 3";

    private static final Pattern DROP = Pattern.compile("DROP TABLE " + NAME + ".*", Pattern.DOTALL);
    private static final Pattern TRUNCATE = Pattern.compile("TRUNCATE TABLE " + NAME);
    private static final Pattern RENAME = Pattern.compile(NAME + " TO " + NAME);
    private static final Pattern ALTER = Pattern.compile("ALTER TABLE " + NAME + " (.*)", Pattern.DOTALL);
    private static final Pattern ADD_COLUMN = Pattern.compile("ADD COLUMN `(\\w+)`.*", Pattern.DOTALL);
    private static final Pattern DROP_COLUMN = Pattern.compile("DROP COLUMN `(\\w+)`");
    private static final Pattern RENAME_COLUMN = Pattern.compile("RENAME COLUMN `(\\w+)` TO `(\\w+)`");

    /**
     * @param created how
     * @param defaults the values of columns that a statement did not give
     * @param history what became of the rows of each id, the latest last
     */
    private record Table(
            String created,
            Map<String, String> defaults,
            List<Map<String, String>> rows,
            Map<String, Deque<String>> history) {

        Table(String created, Map<String, String> defaults) {
            this(created, new HashMap<>(defaults), new ArrayList<>(), new HashMap<>());
        }

        void note(String id, String change) {
            Deque<String> changes = history.computeIfAbsent(id, absent -> new ArrayDeque<>());
            changes.add(change);
            if (changes.size() > REMEMBERED) {
                changes.remove();
            }
        }
    }

    private static final int REMEMBERED = 6;

    private final Map<String, Table> tables = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> misfits = new ArrayList<>();
    private int changes;

    void add(ChangeEvent event) {
        try {
            if (event instanceof ChangeRecord change) {
                changes++;
                counts.merge("%s %s".formatted(change.type(), name(change.columns())), 1, Integer::sum);
                change(change);
            } else {
                ddl((DdlEvent) event);
            }
        } catch (Misfit e) {
            misfits.add("after %d changes, at %s: %s does not fit: %s"
                    .formatted(changes, event.origin(), shown(event), e.getMessage()));
        }
    }

    /** What did not fit, from the first on; what comes behind it may be its consequence. */
    List<String> misfits() {
        return misfits.subList(0, Math.min(3, misfits.size()));
    }

    /** How many changes there were of each kind and table, as {@code INSERT db.table}. */
    Map<String, Integer> counts() {
        return counts;
    }

    int changes() {
        return changes;
    }

    /** The names of the tables that are there. */
    List<String> names() {
        return List.copyOf(tables.keySet());
    }

    /** The rows of a table in the order of their texts. */
    List<String> rows(String name) {
        return table(name).rows().stream()
                .map(row -> new TreeMap<>(row).toString())
                .sorted()
                .toList();
    }

    private static String name(Columns columns) {
        return columns.schema() + "." + columns.table();
    }

    private static String shown(ChangeEvent event) {
        if (!(event instanceof ChangeRecord change)) {
            return ((DdlEvent) event).statement();
        }
        Row before = change.before();
        return "%s %s %s%s"
                .formatted(
                        change.type(),
                        name(change.columns()),
                        values(change.columns(), change.row()),
                        before == null ? "" : " before " + values(change.columns(), before));
    }

    /** Those that the log has, by column. */
    private static Map<String, String> values(Columns columns, Row row) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (row.has(i)) {
                values.put(columns.column(i).name(), ComparedValue.of(row.get(i)));
            }
        }
        return values;
    }

    private void change(ChangeRecord change) {
        Columns columns = change.columns();
        Table table = table(name(columns));
        Map<String, String> row = values(columns, change.row());
        Row before = change.before();
        Map<String, String> identified = before == null ? row : values(columns, before);
        for (String id : new TreeSet<>(List.of(row.getOrDefault("id", ""), identified.getOrDefault("id", "")))) {
            table.note(id, "%s %s".formatted(change.origin(), abbreviated(shown(change))));
        }
        switch (change.type()) {
            case INSERT -> put(table, inserted(table, columns, row));
            case DELETE -> take(table, row);
            case UPDATE -> {
                if (before == null) {
                    throw new Misfit("it has no row before it");
                }
                Map<String, String> updated = take(table, values(columns, before));
                table.defaults()
                        .forEach((column, value) ->
                                updated.replace(column, GENERATED.equals(value) ? value : updated.get(column)));
                updated.putAll(row);
                put(table, updated);
            }
            default -> throw new Misfit("it is no change of a row");
        }
    }

    private static Map<String, String> inserted(Table table, Columns columns, Map<String, String> given) {
        Map<String, String> row = new HashMap<>();
        columns.columns()
                .forEach(column ->
                        row.put(column.name(), table.defaults.getOrDefault(column.name(), ComparedValue.NULL)));
        row.putAll(given);
        return row;
    }

    private static void put(Table table, Map<String, String> row) {
        row.replaceAll((column, value) -> GENERATED.equals(value) ? generated(row) : value);
        table.rows().add(row);
    }

    private static String generated(Map<String, String> row) {
        String id = String.valueOf(row.get("id"));
        return id.equals(ComparedValue.NULL)
                ? id
                : ComparedValue.of(3 * Long.parseLong(id.substring(1, id.length() - 1)));
    }

    /** Takes away the first row that has these values. */
    private static Map<String, String> take(Table table, Map<String, String> known) {
        for (int i = 0; i < table.rows().size(); i++) {
            if (table.rows().get(i).entrySet().containsAll(known.entrySet())) {
                return table.rows().remove(i);
            }
        }
        throw new Misfit("of that id there is only %s, with the history %s, in a table of %s"
                .formatted(
                        table.rows().stream()
                                .filter(row -> Objects.equals(row.get("id"), known.get("id")))
                                .map(TreeMap::new)
                                .toList(),
                        table.history().get(known.get("id")),
                        table.created()));
    }

    private static String abbreviated(String text) {
        return text.substring(0, Math.min(text.length(), 500));
    }

    private Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new Misfit("there is no table " + name);
        }
        return table;
    }

    private void ddl(DdlEvent event) {
        String sql = event.statement();
        Matcher create = CREATE.matcher(sql);
        Matcher drop = DROP.matcher(sql);
        Matcher truncate = TRUNCATE.matcher(sql);
        Matcher alter = ALTER.matcher(sql);
        if (create.matches()) {
            String model = create.group(4) == null ? null : name(event, create.group(3), create.group(4));
            tables.put(
                    name(event, create.group(1), create.group(2)),
                    model == null
                            ? new Table(abbreviated(sql), defaults(sql))
                            : new Table(
                                    sql + " as " + table(model).created(),
                                    table(model).defaults()));
        } else if (drop.matches()) {
            tables.remove(name(event, drop.group(1), drop.group(2)));
        } else if (truncate.matches()) {
            table(name(event, truncate.group(1), truncate.group(2))).rows().clear();
        } else if (alter.matches()) {
            alter(table(name(event, alter.group(1), alter.group(2))), alter.group(3));
        } else if (sql.startsWith("RENAME TABLE ")) {
            for (MatchResult rename : RENAME.matcher(sql).results().toList()) {
                Table table = table(name(event, rename.group(1), rename.group(2)));
                tables.remove(name(event, rename.group(1), rename.group(2)));
                tables.put(name(event, rename.group(3), rename.group(4)), table);
            }
        } else if (!sql.startsWith("CREATE DATABASE ") && !sql.contains(" TRIGGER ")) {
            throw new Misfit("nobody has written that");
        }
    }

    private static void alter(Table table, String change) {
        Matcher add = ADD_COLUMN.matcher(change);
        Matcher drop = DROP_COLUMN.matcher(change);
        Matcher rename = RENAME_COLUMN.matcher(change);
        if (add.matches()) {
            table.defaults().putAll(defaults(change));
            String value = table.defaults().getOrDefault(add.group(1), ComparedValue.NULL);
            table.rows().forEach(row -> row.put(add.group(1), value));
        } else if (drop.matches()) {
            table.defaults().remove(drop.group(1));
            table.rows().forEach(row -> row.remove(drop.group(1)));
        } else if (rename.matches()) {
            String kept = table.defaults().remove(rename.group(1));
            if (kept != null) {
                table.defaults().put(rename.group(2), kept);
            }
            table.rows().forEach(row -> row.put(rename.group(2), String.valueOf(row.remove(rename.group(1)))));
        } else if (!change.equals("FORCE")) {
            throw new Misfit("nobody has written that");
        }
    }

    private static Map<String, String> defaults(String sql) {
        return DEFAULT.matcher(sql)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        found -> found.group(2) == null
                                ? GENERATED
                                : ComparedValue.of(found.group(2).replace("'", "")),
                        (first, second) -> first));
    }

    private static String name(DdlEvent event, @Nullable String schema, String table) {
        return (schema == null ? event.schema() : schema) + "." + table;
    }

    /** A change that does not fit. */
    private static final class Misfit extends RuntimeException {

        private static final long serialVersionUID = 1;

        Misfit(String message) {
            super(message);
        }
    }
}
