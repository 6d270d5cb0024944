package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.EventType;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.testing.Batches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginalQueriesTests {

    private final ScriptedLog log = new ScriptedLog();

    private List<ChangeBatch> batches(boolean include, LogEvent... events) throws SourceException {
        TransactionAssembler assembler = NamedLog.assembler(
                Flavor.MYSQL,
                new WantedTables(new TableFilter(List.of(), List.of("shop.log")), Set.of(EventType.INSERT)),
                new LogCursor("b.000001", 4),
                ScriptedGroups.none(),
                include);
        BatchBuilder builder =
                new BatchBuilder(new PositionTracker(new BinlogPosition("s", null, "b.000001", 4, 0), null));
        List<ChangeBatch> batches = new ArrayList<>();
        for (LogEvent event : events) {
            assembler.accept(event);
            for (@Nullable Work work; (work = assembler.ready().poll()) != null; ) {
                if (builder.isFull(work)) {
                    batches.add(builder.build());
                }
                builder.take(work);
            }
        }
        batches.add(builder.build());
        return batches;
    }

    /** The statement of each change, {@code null} where it is not known, {@code not asked for} where it is not there. */
    private List<String> texts(boolean include, LogEvent... events) throws SourceException {
        return Batches.events(batches(include, events)).stream()
                .map(event -> event.origin().query())
                .map(query -> query == null ? "not asked for" : String.valueOf(query.text()))
                .toList();
    }

    private List<String> texts(LogEvent... events) throws SourceException {
        return texts(true, events);
    }

    private LogEvent rowsQuery(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return log.event(EventTypes.ROWS_QUERY, ScriptedLog.bytes(out -> {
            out.write(text.length);
            out.write(text);
        }));
    }

    private LogEvent annotate(byte[] sql) {
        return log.event(EventTypes.MARIADB_ANNOTATE_ROWS, sql);
    }

    /** Rows that do not end their statement. */
    private LogEvent unfinished(int table, int id) {
        LogEvent event = log.insert(table, id);
        event.body()[6] = 0;
        return event;
    }

    @Test
    void belongToAllRowsOfTheirStatement() throws SourceException {
        assertThat(texts(
                        log.gtid(1),
                        log.query("BEGIN"),
                        rowsQuery("INSERT one"),
                        log.table(1, "shop", "person"),
                        unfinished(1, 1),
                        unfinished(1, 2),
                        log.insert(1, 3),
                        rowsQuery("INSERT two"),
                        log.table(1, "shop", "person"),
                        log.insert(1, 4, 5),
                        log.xid(1)))
                .containsExactly("INSERT one", "INSERT one", "INSERT one", "INSERT two", "INSERT two");
    }

    @Test
    void areNotKnownWhereTheyWereTooLongToBeKept() throws SourceException {
        assertThat(texts(
                        log.gtid(1),
                        log.query("BEGIN"),
                        rowsQuery("INSERT one"),
                        log.table(1, "shop", "person"),
                        unfinished(1, 1),
                        log.event(EventTypes.ROWS_QUERY),
                        log.insert(1, 2),
                        log.event(EventTypes.MARIADB_ANNOTATE_ROWS),
                        log.insert(1, 3),
                        log.xid(1)))
                .containsExactly("INSERT one", "null", "null");
    }

    @Test
    void doNotBelongToRowsOfAStatementThatTheLogDoesNotHold() throws SourceException {
        assertThat(texts(
                        log.gtid(1),
                        log.query("BEGIN"),
                        rowsQuery("INSERT one"),
                        log.table(1, "shop", "person"),
                        log.table(2, "shop", "log"),
                        unfinished(1, 1),
                        log.insert(2, 1),
                        log.insert(1, 2),
                        log.xid(1),
                        log.gtid(2),
                        log.query("BEGIN"),
                        rowsQuery("INSERT into nothing"),
                        log.xid(1),
                        log.gtid(3),
                        log.query("BEGIN"),
                        log.table(1, "shop", "person"),
                        log.insert(1, 3),
                        log.xid(1)))
                .containsExactly("INSERT one", "null", "null");
    }

    @Test
    void areNullForDdlWhichIsItsOwn() throws SourceException {
        assertThat(texts(log.gtid(1), log.query("CREATE TABLE t (a INT)"))).containsExactly("null");
    }

    @Test
    void areNotThereWhenNobodyAsksForThem() throws SourceException {
        assertThat(texts(
                        false,
                        log.gtid(1),
                        log.query("BEGIN"),
                        rowsQuery("INSERT one"),
                        log.table(1, "shop", "person"),
                        log.insert(1, 3),
                        log.xid(1),
                        log.gtid(2),
                        log.query("DROP TABLE t")))
                .containsExactly("not asked for", "not asked for");
    }

    @Test
    void areWholeThoughTheirLengthDoesNotFitItsByte() throws SourceException {
        String sql = "INSERT /* é */ " + "x".repeat(1000);
        assertThat(texts(
                        log.gtid(1),
                        log.query("BEGIN"),
                        rowsQuery(sql),
                        log.table(1, "shop", "person"),
                        log.insert(1, 3),
                        log.xid(1)))
                .containsExactly(sql);
    }

    /** From the log of MySQL 9.7.4 after SET NAMES latin1. */
    @Test
    void areReadByTheCharacterSetOfTheSession() throws SourceException {
        byte[] begin = HexFormat.of()
                .parseHex("0e000000000000000100001d000000000000012000a0450000000006037374640408000800ff0012ff007000"
                        + "424547494e");
        byte[] query = HexFormat.of().parseHex("00696e7365727420696e746f207120286e292076616c756573202827636166e92729");
        assertThat(texts(
                        log.gtid(1),
                        log.event(EventTypes.QUERY, begin),
                        log.event(EventTypes.ROWS_QUERY, query),
                        log.table(1, "shop", "person"),
                        log.insert(1, 3),
                        log.xid(1)))
                .containsExactly("insert into q (n) values ('café')");
    }

    @Test
    void areReadAsFarAsTheyCanBe() throws SourceException {
        assertThat(texts(
                        log.mariaDbGtid(1, 0),
                        annotate(new byte[] {'a', (byte) 0xe9, 'b'}),
                        log.table(1, "shop", "person"),
                        log.insert(1, 3),
                        log.xid(1)))
                .containsExactly("a\ufffdb");
    }

    /** Such an event comes without its body, or is as large as it likes within a compressed transaction. */
    @Test
    void areNotKnownWhereTheyAreLongerThanAMegabyte() throws SourceException {
        assertThat(texts(
                        log.gtid(1),
                        log.query("BEGIN"),
                        rowsQuery("INSERT one"),
                        log.table(1, "shop", "person"),
                        unfinished(1, 1),
                        log.event(EventTypes.ROWS_QUERY),
                        log.insert(1, 2),
                        annotate(new byte[0]),
                        log.insert(1, 3),
                        rowsQuery("x".repeat(1 << 20)),
                        log.insert(1, 4),
                        rowsQuery("INSERT five"),
                        log.insert(1, 5),
                        log.xid(1)))
                .containsExactly("INSERT one", "null", "null", "null", "INSERT five");
    }

    @Test
    void areCountedOnceInABatch() throws SourceException {
        String sql = "x".repeat(10_000);
        LogEvent[] one = {
            log.gtid(1),
            log.query("BEGIN"),
            rowsQuery(sql),
            log.table(1, "shop", "person"),
            log.insert(1, 1),
            log.xid(1)
        };
        LogEvent[] many = {
            log.gtid(1),
            log.query("BEGIN"),
            rowsQuery(sql),
            log.table(1, "shop", "person"),
            unfinished(1, 1),
            unfinished(1, 2),
            log.insert(1, 3),
            log.xid(1)
        };
        long bytes = batches(true, one).get(0).bytes();
        assertThat(bytes).isBetween(20_000L, 21_000L);
        assertThat(batches(true, many).get(0).bytes()).isBetween(bytes, bytes + 1_000);
        assertThat(batches(false, one).get(0).bytes()).isLessThan(1_000);
    }

    @Test
    void goOnInTheNextBatch() throws SourceException {
        List<LogEvent> events = new ArrayList<>(
                List.of(log.gtid(1), log.query("BEGIN"), rowsQuery("long"), log.table(1, "shop", "person")));
        for (int i = 0; i < 5_000; i++) {
            events.add(unfinished(1, i));
        }
        events.add(log.insert(1, 5_000));
        events.add(log.xid(1));
        assertThat(texts(events.toArray(LogEvent[]::new))).hasSize(5_001).containsOnly("long");
    }

    @Test
    void endWithTheEventOfRowsThatHasNone() throws SourceException {
        byte[] dummy = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 1, 0};
        assertThat(texts(
                        log.gtid(1),
                        log.query("BEGIN"),
                        rowsQuery("INSERT one"),
                        log.table(1, "shop", "person"),
                        log.insert(1, 3),
                        log.event(30, dummy),
                        log.insert(1, 4),
                        log.xid(1)))
                .containsExactly("INSERT one", "null");
    }
}
