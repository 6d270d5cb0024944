package dev.corecdc.processor.mysql;

import dev.corecdc.testing.DatabaseServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Random changes of random tables of several databases, from several connections at once, with DDL in between. What one connection
 * does follows from the seed, but for what another has locked or changed before.
 */
final class RandomWorkload {

    private static final int WRITERS = 3;
    private static final int TABLES = 14;

    private final DatabaseServer server;
    private final List<String> databases;
    private final long seed;
    private final List<RandomTable> tables = new ArrayList<>();
    private final Map<Integer, Integer> refused = new TreeMap<>();
    private final AtomicInteger names = new AtomicInteger();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();

    RandomWorkload(DatabaseServer server, List<String> databases, long seed) {
        this.server = server;
        this.databases = List.copyOf(databases);
        this.seed = seed;
    }

    /** Runs until about so many rows have been changed. */
    void run(int rows) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < TABLES; i++) {
            RandomTable table = RandomTable.of(newName(random), random, server.isMariaDb());
            server.execute(table.create());
            tables.add(table);
        }
        addTriggers();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(new WorkloadWriter(this, new Random(seed + i + 1), i == 0, rows)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Some tables write into others; on MariaDB also into one without transactions. */
    private void addTriggers() {
        String database = databases.get(0);
        List<String> audits = server.isMariaDb() ? List.of("InnoDB", "MyISAM") : List.of("InnoDB");
        for (String engine : audits) {
            String audit = "`%s`.`audit_%s`".formatted(database, engine);
            server.execute("CREATE TABLE %s (id INT, what VARCHAR(9)) ENGINE=%s".formatted(audit, engine));
            RandomTable table = tables.get(audits.indexOf(engine));
            String own = table.name().substring(0, table.name().indexOf('.'));
            server.execute(
                    "CREATE TRIGGER %s.in_%s AFTER INSERT ON %s FOR EACH ROW INSERT INTO %s VALUES (NEW.id, 'new')"
                            .formatted(own, engine, table.name(), audit),
                    "CREATE TRIGGER %s.out_%s AFTER DELETE ON %s FOR EACH ROW DELETE FROM %s WHERE id = OLD.id"
                            .formatted(own, engine, table.name(), audit));
        }
    }

    DatabaseServer server() {
        return server;
    }

    String newName(Random random) {
        return "`%s`.`t%d`".formatted(databases.get(random.nextInt(databases.size())), names.incrementAndGet());
    }

    int newNumber() {
        return names.incrementAndGet();
    }

    synchronized RandomTable any(Random random) {
        return tables.get(random.nextInt(tables.size()));
    }

    /** Keeps what a table has become. */
    synchronized void replace(String name, RandomTable table) {
        tables.replaceAll(other -> other.name().equals(name) ? table : other);
    }

    long committed(long rows) {
        return changes.addAndGet(rows);
    }

    void ran() {
        statements.incrementAndGet();
    }

    synchronized void refused(int code) {
        refused.merge(code, 1, Integer::sum);
    }

    /** What was done, for people. */
    synchronized String summary() {
        return "%d statements, refused with %s".formatted(statements.get(), refused);
    }
}
