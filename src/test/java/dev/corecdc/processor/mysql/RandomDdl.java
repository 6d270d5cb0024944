package dev.corecdc.processor.mysql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Random DDL of a {@link RandomWorkload}, in words that {@link RebuiltTables} knows. */
final class RandomDdl {

    private final RandomWorkload workload;
    private final Random random;

    RandomDdl(RandomWorkload workload, Random random) {
        this.workload = workload;
        this.random = random;
    }

    void run(Statement statement) throws SQLException {
        RandomTable table = workload.any(random);
        String name = table.name();
        switch (random.nextInt(10)) {
            case 0, 1 -> add(statement, table);
            case 2 -> drop(statement, table);
            case 3 -> renameColumn(statement, table);
            case 4 -> run(statement, "TRUNCATE TABLE " + name);
            case 5 -> {
                String otherName = workload.newName(random);
                if (run(statement, "RENAME TABLE %s TO %s".formatted(name, otherName))) {
                    workload.replace(name, table.named(otherName));
                }
            }
            case 6 -> {
                if (run(statement, "DROP TABLE " + name)) {
                    RandomTable another = RandomTable.of(
                            workload.newName(random), random, workload.server().isMariaDb());
                    run(statement, another.create());
                    workload.replace(name, another);
                }
            }
            case 7 -> swap(statement, table);
            case 8 -> run(statement, "CREATE TABLE %s SELECT * FROM %s".formatted(workload.newName(random), name));
            default ->
                run(statement, random.nextBoolean() ? "ALTER TABLE %s FORCE".formatted(name) : "FLUSH BINARY LOGS");
        }
    }

    private void add(Statement statement, RandomTable table) throws SQLException {
        String name = "a" + workload.newNumber();
        RandomColumn column = random.nextBoolean()
                ? new RandomColumn(name, "INT DEFAULT 7", r -> Integer.toString(r.nextInt()))
                : RandomColumn.of(name, random, workload.server().isMariaDb());
        String where = random.nextInt(3) == 0 ? " FIRST" : random.nextInt(3) == 0 ? " AFTER `id`" : "";
        if (run(statement, "ALTER TABLE %s ADD COLUMN %s%s".formatted(table.name(), column.declaration(), where))) {
            workload.replace(table.name(), table.with(column));
        }
    }

    private void drop(Statement statement, RandomTable table) throws SQLException {
        if (table.columns().size() > 1) {
            RandomColumn column = table.anyColumn(random);
            if (run(statement, "ALTER TABLE %s DROP COLUMN `%s`".formatted(table.name(), column.name()))) {
                workload.replace(table.name(), table.without(column));
            }
        }
    }

    private void renameColumn(Statement statement, RandomTable table) throws SQLException {
        RandomColumn column = table.anyColumn(random);
        RandomColumn other = new RandomColumn("r" + workload.newNumber(), column.type(), column.literal());
        if (run(
                statement,
                "ALTER TABLE %s RENAME COLUMN `%s` TO `%s`".formatted(table.name(), column.name(), other.name()))) {
            workload.replace(table.name(), table.without(column).with(other));
        }
    }

    /** As tools do that change large tables: a copy, changed, takes the table's place. */
    private void swap(Statement statement, RandomTable table) throws SQLException {
        String copy = workload.newName(random);
        String old = workload.newName(random);
        if (run(statement, "CREATE TABLE %s LIKE %s".formatted(copy, table.name()))) {
            run(statement, "INSERT IGNORE INTO %s SELECT * FROM %s".formatted(copy, table.name()));
            run(statement, "RENAME TABLE %s TO %s, %s TO %1$s".formatted(table.name(), old, copy));
        }
    }

    private boolean run(Statement statement, String sql) throws SQLException {
        return WorkloadWriter.run(workload, statement, sql) >= 0;
    }
}
