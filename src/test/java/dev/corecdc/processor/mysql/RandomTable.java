package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table as one of its writers knows it. Every one has a column {@code id}; the others can be NULL. Immutable.
 *
 * @param name with its database, as SQL has it
 */
record RandomTable(String name, Key key, String engine, List<RandomColumn> columns) {

    /** What tells rows from each other. */
    enum Key {
        PRIMARY("`id` INT NOT NULL PRIMARY KEY"),
        GENERATED("`id` INT NOT NULL AUTO_INCREMENT PRIMARY KEY"),
        COMPOSITE("`id` INT NOT NULL, `part` VARCHAR(5) NOT NULL DEFAULT '', PRIMARY KEY (part, id)"),
        UNIQUE("`id` INT NOT NULL UNIQUE"),
        NONE("`id` INT");

        private final String declaration;

        Key(String declaration) {
            this.declaration = declaration;
        }
    }

    private static final int IDS = 400;

    RandomTable {
        columns = List.copyOf(columns);
    }

    static RandomTable of(String name, Random random, boolean mariaDb) {
        List<RandomColumn> columns = new ArrayList<>();
        for (int i = random.nextInt(11); i >= 0; i--) {
            columns.add(RandomColumn.of("c" + i, random, mariaDb));
        }
        Key key = Key.values()[random.nextInt(Key.values().length)];
        if (key != Key.GENERATED && random.nextInt(4) == 0) {
            columns.add(random.nextInt(columns.size()), RandomColumn.generated("g", random));
        }
        return new RandomTable(name, key, random.nextInt(6) == 0 ? "MyISAM" : "InnoDB", columns);
    }

    RandomTable named(String otherName) {
        return new RandomTable(otherName, key, engine, columns);
    }

    RandomTable with(RandomColumn column) {
        return new RandomTable(
                name,
                key,
                engine,
                Stream.concat(columns.stream(), Stream.of(column)).toList());
    }

    RandomTable without(RandomColumn column) {
        return new RandomTable(
                name,
                key,
                engine,
                columns.stream().filter(other -> !other.equals(column)).toList());
    }

    String create() {
        return "CREATE TABLE %s /* %s, %s */ (%s) ENGINE=%s CHARSET utf8mb4"
                .formatted(
                        name,
                        engine,
                        key,
                        Stream.concat(
                                        Stream.of(key.declaration),
                                        columns.stream().map(RandomColumn::declaration))
                                .collect(Collectors.joining(", ")),
                        engine);
    }

    RandomColumn anyColumn(Random random) {
        return columns.get(random.nextInt(columns.size()));
    }

    /** A statement that changes rows. */
    String change(Random random, RandomTable other) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> insert(random, "INSERT");
            case 4 -> insert(random, "INSERT IGNORE");
            case 5 -> insert(random, "REPLACE");
            case 6 -> insert(random, "INSERT") + " ON DUPLICATE KEY UPDATE " + assignments(random);
            case 7, 8, 9, 10 -> "UPDATE %s SET %s%s".formatted(name, assignments(random), some(random, name));
            case 11 ->
                "UPDATE %s SET id = id + %d%s ORDER BY id DESC"
                        .formatted(name, 1 + random.nextInt(IDS), some(random, name));
            case 12, 13 -> "DELETE FROM %s%s".formatted(name, some(random, name));
            case 14 ->
                "INSERT IGNORE INTO %s (id) SELECT id + %d FROM %s%s"
                        .formatted(name, random.nextInt(IDS), other.name, some(random, other.name));
            default -> deleteFromBoth(random, other);
        };
    }

    private String deleteFromBoth(Random random, RandomTable other) {
        return other.name.equals(name)
                ? "DELETE FROM %s%s".formatted(name, some(random, name))
                : "DELETE %s, %s FROM %1$s JOIN %2$s ON %1$s.id = %2$s.id%s"
                        .formatted(name, other.name, some(random, name));
    }

    private String insert(Random random, String verb) {
        List<RandomColumn> given =
                columns.stream().filter(column -> random.nextInt(10) != 0).toList();
        boolean part = key == Key.COMPOSITE;
        String names = Stream.concat(
                        Stream.of(part ? "id, part" : "id"), given.stream().map(column -> "`" + column.name() + "`"))
                .collect(Collectors.joining(", "));
        List<String> rows = new ArrayList<>();
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 60 : 6); i >= 0; i--) {
            String id = key == Key.GENERATED && random.nextBoolean() ? "NULL" : Integer.toString(random.nextInt(IDS));
            rows.add(Stream.concat(
                            Stream.of(part ? "%s, 'p%d'".formatted(id, random.nextInt(3)) : id),
                            given.stream().map(column -> column.value(random)))
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        return "%s INTO %s (%s) VALUES %s".formatted(verb, name, names, String.join(", ", rows));
    }

    private String assignments(Random random) {
        if (columns.isEmpty()) {
            return "id = id";
        }
        return Stream.generate(() -> anyColumn(random))
                .limit(1 + random.nextInt(3))
                .distinct()
                .map(column -> "`%s` = %s".formatted(column.name(), newValue(column, random)))
                .collect(Collectors.joining(", "));
    }

    /** Of a JSON column, mostly a change that MySQL can log as such. */
    private static String newValue(RandomColumn column, Random random) {
        return column.type().equals("JSON") && random.nextInt(4) != 0
                ? "JSON_SET(`%s`, '$.n', %d)".formatted(column.name(), random.nextInt(1000))
                : column.value(random);
    }

    private static String some(Random random, String table) {
        int first = random.nextInt(IDS);
        return " WHERE %s.id BETWEEN %d AND %d"
                .formatted(table, first, first + random.nextInt(random.nextInt(10) == 0 ? 100 : 8));
    }
}
