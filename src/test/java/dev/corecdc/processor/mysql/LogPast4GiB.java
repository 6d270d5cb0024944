package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets real servers write one transaction of more than 4 GiB into a file of their log, and holds against it what is read: every row once, each
 * with the place where it really ends, and positions that a server can be asked for. Takes about 15 GB of disk while it runs.
 */
final class LogPast4GiB {

    private static final long WRAP = 1L << 32;
    private static final int ROW_BYTES = 50 << 20;
    private static final int ROWS = 86;

    private LogPast4GiB() {}

    /** A row with the end of its event, and the position behind the batch that it came in. */
    private record Seen(long id, String file, long end, BinlogPosition resume) {}

    /**
     * Runs on each server, or on those that are named.
     *
     * @param arguments names of {@link ServerKind}; {@code MYSQL-} is one without GTIDs
     */
    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments.length == 0 ? new String[] {"MYSQL", "MYSQL-", "MARIADB"} : arguments) {
            boolean gtids = !argument.endsWith("-");
            ServerOptions options = ServerOptions.DEFAULT.with("--max-binlog-size=1G");
            try (DatabaseServer server =
                    ServerKind.valueOf(argument.replace("-", "")).start(gtids ? options : options.withoutGtids())) {
                System.out.println(server.kind() + (gtids ? " with GTIDs" : " without GTIDs"));
                run(FollowedServer.of(server));
            }
        }
    }

    private static void run(FollowedServer followed) throws Exception {
        // What the engine BLACKHOLE is given stands in the log, and takes no other room.
        String engine = followed.server().isMariaDb() ? "InnoDB" : "BLACKHOLE";
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY, b LONGBLOB) ENGINE = " + engine);
        BinlogPosition start = followed.latest();
        followed.execute("INSERT INTO t VALUES (1, NULL)");
        write(followed);
        followed.execute("INSERT INTO t VALUES (%d, NULL)".formatted(ROWS + 2));
        // MariaDB can begin a file for so large a transaction.
        Map<String, Long> sizes = sizes(followed);
        String file = sizes.keySet().stream()
                .filter(name -> sizes.getOrDefault(name, 0L) > WRAP)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no file past 4 GiB: " + sizes));
        long size = sizes.getOrDefault(file, 0L);
        say("%s has %,d bytes".formatted(file, size));

        List<Seen> all = read(followed, start);
        require(
                all.stream()
                        .map(Seen::id)
                        .toList()
                        .equals(LongStream.rangeClosed(1, ROWS + 2).boxed().toList()),
                "every row once, in order");
        List<Seen> inFile =
                all.stream().filter(seen -> seen.file().equals(file)).toList();
        for (int i = 1; i < inFile.size(); i++) {
            require(inFile.get(i).end() > inFile.get(i - 1).end(), "ends that grow");
        }
        long last = inFile.get(inFile.size() - 1).end();
        say("the last row in it ends at %,d, %d bytes before the end of the file".formatted(last, size - last));
        require(last > WRAP && size - last < 300, "the real end, with a commit and a rotation behind it");

        List<Seen> named =
                all.stream().filter(seen -> seen.resume().offset() >= WRAP).toList();
        boolean gtids = start.gtidSet() != null;
        require(gtids || named.isEmpty(), "no position past 4 GiB without GTIDs");
        for (Seen from : List.of(all.get(2), inFile.get(inFile.size() - 2), inFile.get(inFile.size() - 1))) {
            List<Long> rest =
                    read(followed, from.resume()).stream().map(Seen::id).toList();
            say("behind row %d, from %s + %d events: %d rows"
                    .formatted(from.id(), place(from), from.resume().events(), rest.size()));
            require(
                    rest.equals(LongStream.rangeClosed(from.id() + 1, ROWS + 2)
                            .boxed()
                            .toList()),
                    "what follows row " + from.id());
        }
    }

    private static String place(Seen seen) {
        return seen.resume().file() + ":" + seen.resume().offset();
    }

    private static void write(FollowedServer followed) throws SQLException {
        try (Connection connection = followed.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + followed.database());
            connection.setAutoCommit(false);
            for (int i = 2; i <= ROWS + 1; i++) {
                statement.execute("INSERT INTO t VALUES (%d, REPEAT('x', %d))".formatted(i, ROW_BYTES));
            }
            connection.commit();
        }
    }

    private static Map<String, Long> sizes(FollowedServer followed) throws SQLException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        try (Connection connection = followed.server().connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW BINARY LOGS")) {
            while (rows.next()) {
                sizes.put(rows.getString(1), rows.getLong(2));
            }
        }
        return sizes;
    }

    private static List<Seen> read(FollowedServer followed, BinlogPosition from) throws Exception {
        List<Seen> seen = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofMinutes(15).toNanos();
        try (ChangeReader reader = followed.processor().open(from)) {
            while ((seen.isEmpty() || seen.get(seen.size() - 1).id() < ROWS + 2)) {
                require(System.nanoTime() < deadline, "an end in time");
                ChangeBatch batch = reader.poll(Duration.ofSeconds(1));
                if (batch != null) {
                    BinlogPosition resume = (BinlogPosition) batch.resumePosition();
                    batch.records().forEach(change -> seen.add(seen(change, resume)));
                }
            }
        }
        return seen;
    }

    private static Seen seen(ChangeRecord change, BinlogPosition resume) {
        @Nullable Object id = change.row().get(0);
        return new Seen(
                Long.parseLong(String.valueOf(id)),
                String.valueOf(change.origin().source()),
                change.origin().position(),
                resume);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not seen: " + what);
        }
    }

    private static void say(String line) {
        System.out.println("  " + line);
    }
}
