package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random changes are read as the server has them, and as many as the server's own program prints. Longer with
 * {@code -Dopinion.changes=50000}; another course with {@code -Dopinion.seed=…}.
 */
class SecondOpinionIT {

    private static final int CHANGES = Integer.getInteger("opinion.changes", 20_000);
    private static final long SEED = Long.getLong("opinion.seed", 20_000);
    private static final List<String> DATABASES = List.of("opinion_a", "opinion_b", "opinion_c");
    private static final Duration SHORT = Duration.ofMillis(100);

    @OnEveryServer
    void theRecordsAreWhatTheServerHasAndWhatItsOwnProgramCounts(ServerKind kind, @TempDir Path folder)
            throws Exception {
        List<String> differences = compare(kind, folder, SEED);
        if (kind.isMariaDb() && !differences.isEmpty()) {
            // Its tables leave its own log now and then, see binlog.md; hardly twice in a row.
            System.out.printf("Once more, for %s%n", differences);
            differences = compare(kind, folder, SEED + 1);
        }
        assertThat(differences).as("against SELECT").isEmpty();
    }

    /** What does not fit among the records, and what the server's tables have otherwise. */
    private static List<String> compare(ServerKind kind, Path folder, long seed) throws Exception {
        System.out.printf("-Dopinion.changes=%d -Dopinion.seed=%d%n", CHANGES, seed);
        try (DatabaseServer server =
                kind.start(ServerOptions.DEFAULT.with("--max-binlog-size=4M", "--binlog-row-metadata=MINIMAL"))) {
            DATABASES.forEach(database -> server.execute("CREATE DATABASE " + database));
            MySqlBinlogProcessor processor = processor(server);
            BinlogPosition start = (BinlogPosition) processor.locate("latest");
            RandomWorkload workload = new RandomWorkload(server, DATABASES, seed);
            // Some are rolled back.
            workload.run(CHANGES * 6 / 5);

            RebuiltTables rebuilt = read(processor, start, new Random(seed));
            System.out.printf("%s: %d changes of rows read; %s%n", kind, rebuilt.changes(), workload.summary());

            assertThat(rebuilt.changes()).isGreaterThan(CHANGES * 9 / 10);
            Optional<Path> program =
                    kind.isMariaDb() ? server.program("mariadb-binlog", "mysqlbinlog") : server.program("mysqlbinlog");
            if (program.isPresent()) {
                assertThat(rebuilt.counts())
                        .as("against " + program.orElseThrow().getFileName())
                        .isEqualTo(PrintedLog.counts(
                                program.orElseThrow(),
                                FollowedServer.settings(server),
                                start,
                                kind.isMariaDb(),
                                folder.resolve("errors")));
            }
            List<String> differences = Stream.of(rebuilt.misfits(), differences(server, rebuilt))
                    .flatMap(List::stream)
                    .toList();
            assumeTrue(program.isPresent() || !differences.isEmpty(), () -> kind + " comes without mysqlbinlog");
            return differences;
        }
    }

    private static MySqlBinlogProcessor processor(DatabaseServer server) {
        MySqlSettings settings = FollowedServer.settings(server);
        return new MySqlBinlogProcessor(
                new ProcessorRequest(
                        "test",
                        server.kind().type(),
                        "test",
                        "latest",
                        EnumSet.of(EventType.INSERT, EventType.UPDATE, EventType.DELETE),
                        new TableFilter(List.of("opinion_*.*"), List.of())),
                settings,
                new Tls(settings.ssl(), null));
    }

    /** Reads to the end, and now and then from where it has got to with another reader. */
    private static RebuiltTables read(MySqlBinlogProcessor processor, Position start, Random random) throws Exception {
        Position end = processor.locate("latest");
        RebuiltTables tables = new RebuiltTables();
        Position reached = start;
        long deadline = System.nanoTime() + Batches.PATIENCE.toNanos();
        while (!reached.covers(end)) {
            try (ChangeReader reader = processor.open(reached)) {
                for (int left = random.nextInt(400); left >= 0 && !reached.covers(end); left--) {
                    assertThat(System.nanoTime()).as("in time at %s", reached).isLessThan(deadline);
                    ChangeBatch batch = reader.poll(SHORT);
                    if (batch != null) {
                        Batches.events(List.of(batch)).forEach(tables::add);
                        reached = batch.resumePosition();
                    }
                }
            }
        }
        return tables;
    }

    /** Of each table that differs, what the server has and what was read has not, and the other way round. */
    private static List<String> differences(DatabaseServer server, RebuiltTables rebuilt) throws SQLException {
        List<String> differences = new ArrayList<>();
        Map<String, List<String>> there = new TreeMap<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+00:00'");
            for (String table : tables(statement)) {
                there.put(table, rows(statement, table));
            }
        }
        if (!List.copyOf(there.keySet()).equals(rebuilt.names())) {
            differences.add("tables: %s, but read: %s".formatted(there.keySet(), rebuilt.names()));
        }
        there.forEach((table, rows) -> {
            List<String> read = rebuilt.names().contains(table) ? rebuilt.rows(table) : List.of();
            if (!rows.equals(read)) {
                differences.add("%s: %d rows, %d read; not read: %s; wrongly read: %s"
                        .formatted(table, rows.size(), read.size(), first(rows, read), first(read, rows)));
            }
        });
        return differences;
    }

    private static List<String> first(List<String> rows, List<String> others) {
        List<String> missing = new ArrayList<>(rows);
        others.forEach(missing::remove);
        return missing.subList(0, Math.min(2, missing.size()));
    }

    private static List<String> tables(Statement statement) throws SQLException {
        return list(
                statement,
                "SELECT CONCAT(table_schema, '.', table_name), '' FROM information_schema.tables WHERE table_schema LIKE 'opinion%'");
    }

    private static List<String> rows(Statement statement, String table) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        try (ResultSet result = statement.executeQuery(
                "SELECT column_name, data_type FROM information_schema.columns WHERE CONCAT(table_schema, '.', table_name) = '%s'"
                        .formatted(table))) {
            while (result.next()) {
                columns.put(result.getString(1), result.getString(2));
            }
        }
        String selected = columns.entrySet().stream()
                .map(column -> ComparedValue.select(column.getKey(), column.getValue()))
                .collect(Collectors.joining(", "));
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery("SELECT %s FROM %s".formatted(selected, table))) {
            while (result.next()) {
                Map<String, String> row = new TreeMap<>();
                int i = 1;
                for (Map.Entry<String, String> column : columns.entrySet()) {
                    row.put(column.getKey(), ComparedValue.selected(result.getString(i++), column.getValue()));
                }
                rows.add(row.toString());
            }
        }
        return rows.stream().sorted().toList();
    }

    private static List<String> list(Statement statement, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                values.add(result.getString(1));
            }
        }
        return values;
    }
}
