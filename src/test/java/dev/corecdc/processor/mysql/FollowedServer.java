package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.event.Row;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server with a database of the test's own, and a processor that follows it. Immutable. */
record FollowedServer(DatabaseServer server, String database, MySqlSettings settings, List<String> excluded) {

    static final Duration PATIENCE = Batches.PATIENCE;
    private static final Duration SHORT = Duration.ofMillis(100);

    FollowedServer {
        excluded = List.copyOf(excluded);
    }

    /** Follows a new database of the server. */
    static FollowedServer of(DatabaseServer server) {
        return new FollowedServer(server, server.createDatabase("followed"), settings(server), List.of());
    }

    /** How the server is reached: as quickly as a test wants it, and without TLS. */
    static MySqlSettings settings(DatabaseServer server) {
        return settings(server, MySqlSettings.Mode.DISABLED, Duration.ofSeconds(1));
    }

    static MySqlSettings settings(DatabaseServer server, MySqlSettings.Mode ssl, Duration heartbeat) {
        return MySqlSettingsBuilder.of(server.host(), server.port())
                .user(server.user(), server.password())
                .ssl(ssl, null)
                .heartbeatInterval(heartbeat)
                .allowPublicKeyRetrieval(true)
                .build();
    }

    FollowedServer with(MySqlSettings otherSettings) {
        return new FollowedServer(server, database, otherSettings, excluded);
    }

    /** Followed by another user. */
    FollowedServer as(String user, String password) {
        return with(MySqlSettingsBuilder.like(settings).user(user, password).build());
    }

    FollowedServer withServerId(@Nullable String serverId) {
        return with(MySqlSettingsBuilder.like(settings).serverId(serverId).build());
    }

    /** Asks for the statements too. */
    FollowedServer withQueries() {
        return with(MySqlSettingsBuilder.like(settings).includeQuery(true).build());
    }

    /** Calls columns by their numbers. */
    FollowedServer positional() {
        return with(MySqlSettingsBuilder.like(settings)
                .columnNames(MySqlSettings.ColumnNames.POSITIONAL)
                .build());
    }

    /** Leaves out a table of the database. */
    FollowedServer without(String table) {
        return new FollowedServer(server, database, settings, List.of(database + "." + table));
    }

    MySqlBinlogProcessor processor() {
        return new MySqlBinlogProcessor(
                new ProcessorRequest(
                        "test",
                        server.kind().type(),
                        "test",
                        "latest",
                        Set.of(EventType.INSERT, EventType.UPDATE, EventType.DELETE),
                        new TableFilter(List.of(database + ".*"), excluded)),
                settings,
                new Tls(settings.ssl(), null));
    }

    BinlogPosition latest() throws SourceException {
        return (BinlogPosition) processor().locate("latest");
    }

    /** Runs statements one after the other on one connection that has the database. */
    void execute(String... statements) {
        String[] all = new String[statements.length + 1];
        all[0] = "USE " + database;
        System.arraycopy(statements, 0, all, 1, statements.length);
        server.execute(all);
    }

    /** All batches from a position to the end of the log, to which the server itself may add a little meanwhile. */
    List<ChangeBatch> readToEnd(Position from) throws Exception {
        List<ChangeBatch> batches = new ArrayList<>();
        Position reached = from;
        BinlogPosition end = latest();
        try (ChangeReader reader = processor().open(from)) {
            while (!reached.covers(end)) {
                batches.addAll(readTo(reader, end));
                reached = Batches.last(batches).resumePosition();
                end = latest();
            }
            batches.addAll(Batches.readQuietly(reader));
        }
        return batches;
    }

    /** Reads on until the last batch stands where the server says that its log ends. */
    void readToSameEnd(List<ChangeBatch> batches) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            batches.addAll(readToEnd(Batches.last(batches).resumePosition()));
            assertThat(Batches.last(batches).resumePosition()).isEqualTo(latest());
        });
    }

    static List<ChangeBatch> readTo(ChangeReader reader, Position end) throws Exception {
        List<ChangeBatch> batches = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (batches.isEmpty() || !Batches.last(batches).resumePosition().covers(end)) {
            assertThat(System.nanoTime()).as("in time after %s", batches).isLessThan(deadline);
            ChangeBatch batch = reader.poll(SHORT);
            if (batch != null) {
                batches.add(batch);
            }
        }
        return batches;
    }

    /** Each change with all that names it for ever. */
    static List<String> described(List<ChangeBatch> batches) {
        return Batches.events(batches).stream()
                .map(event -> "%s %s %d"
                        .formatted(
                                event instanceof ChangeRecord change ? text(change) : ((DdlEvent) event).statement(),
                                event.origin(),
                                event.sequence()))
                .toList();
    }

    /** Each change as {@code INSERT person [1, Ada]}. */
    static List<String> texts(List<ChangeBatch> batches) {
        return Batches.events(batches).stream().map(FollowedServer::text).toList();
    }

    static String text(ChangeEvent event) {
        return event instanceof ChangeRecord change ? text(change) : ((DdlEvent) event).statement();
    }

    private static String text(ChangeRecord change) {
        return "%s %s %s".formatted(change.type(), change.columns().table(), values(change.row()));
    }

    static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }
}
