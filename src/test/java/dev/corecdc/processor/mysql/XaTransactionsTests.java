package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.EventType;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.processor.mysql.PreparedXa.InLog;
import dev.corecdc.processor.mysql.PreparedXa.Unwanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XaTransactionsTests {

    private static final String UUID = ScriptedLog.SERVER.toString();
    private static final Xid A = new Xid("61", "", 1);
    private static final Xid B = new Xid("62", "", 1);

    private final ScriptedLog log = new ScriptedLog();
    private final ScriptedGroups groups = new ScriptedGroups();
    private final TransactionAssembler assembler = assembler(Flavor.MYSQL, PreparedXas.NONE);

    /** What the groups that have ended left prepared. */
    private PreparedXas prepared = PreparedXas.NONE;

    private TransactionAssembler assembler(Flavor flavor, PreparedXas begin) {
        return NamedLog.assembler(
                flavor,
                new WantedTables(
                        new TableFilter(List.of("shop.*"), List.of("shop.log")),
                        Set.of(EventType.INSERT, EventType.UPDATE)),
                new LogCursor("b.000001", 4),
                new XaTransactions(begin, groups),
                false);
    }

    /** What the events make ready, with all that is to be read again. */
    private List<String> accept(TransactionAssembler to, LogEvent... events) throws Exception {
        List<String> lines = new ArrayList<>();
        for (LogEvent event : events) {
            to.accept(event);
            take(to, lines);
            for (LogEvents inner; (inner = to.inner()) != null; ) {
                to.accept(requireNonNull(inner.poll(0)));
                take(to, lines);
            }
        }
        return lines;
    }

    private List<String> accept(LogEvent... events) throws Exception {
        return accept(assembler, events);
    }

    private void take(TransactionAssembler from, List<String> lines) {
        for (Work work; (work = from.ready().poll()) != null; ) {
            if (work instanceof Work.GroupEnd end && end.group().prepared() != null) {
                prepared = end.group().prepared();
            }
            lines.add(describe(work));
        }
    }

    private static String describe(Work work) {
        if (work instanceof Work.Rows rows) {
            return "rows %d at %s:%d of %s, id %s"
                    .formatted(
                            rows.number(),
                            rows.group().source(),
                            rows.end(),
                            rows.group().globalId(),
                            rows.group().transactionId());
        }
        if (work instanceof Work.Excluded excluded) {
            return "excluded %d, %d".formatted(excluded.number(), excluded.count());
        }
        if (work instanceof Work.GroupEnd end) {
            return "end at %d of %s".formatted(end.end(), end.group().globalId());
        }
        return work.toString();
    }

    /** The group of an XA transaction that inserts into a table, once for each number; it can be read again. */
    private LogEvent[] group(long gtid, String name, String table, boolean onePhase, int... numbers) {
        long start = log.end();
        List<LogEvent> events = new ArrayList<>(List.of(
                log.gtid(gtid),
                log.query("XA START X'%02x',X'',1".formatted((int) name.charAt(0))),
                log.table(1, "shop", table)));
        for (int number : numbers) {
            events.add(log.insert(1, number));
        }
        events.add(log.query("XA END X'%02x',X'',1".formatted((int) name.charAt(0))));
        events.add(log.xaPrepare(onePhase, name));
        LogEvent[] group = events.toArray(LogEvent[]::new);
        groups.put(start, group);
        return group;
    }

    private LogEvent[] end(long gtid, String verb, String name) {
        return new LogEvent[] {log.gtid(gtid), log.query("XA %s X'%02x',X'',1".formatted(verb, (int) name.charAt(0)))};
    }

    @Test
    void givesTheRowsOfATwoPhaseTransactionWhenItIsCommitted() throws Exception {
        LogEvent[] group = group(5, "a", "person", false, 10, 11);
        long first = group[3].nextPosition();
        long second = group[4].nextPosition();

        assertThat(accept(group)).containsExactly("end at %d of %s:5".formatted(log.end(), UUID));
        assertThat(prepared).isEqualTo(PreparedXas.NONE.with(A, new InLog("b.000001", 4, UUID + ":5")));
        assertThat(accept(log.rotate("b.000002", 4))).hasSize(1);
        assertThat(accept(end(6, "COMMIT", "a")))
                .containsExactly(
                        "rows 1 at b.000001:%d of %s:6, id X'61',X'',1".formatted(first, UUID),
                        "rows 2 at b.000001:%d of %s:6, id X'61',X'',1".formatted(second, UUID),
                        "end at %d of %s:6".formatted(log.end(), UUID));
        assertThat(prepared).isEqualTo(PreparedXas.NONE);
        assertThat(groups.opened).containsExactly("X'61',X'',1 b.000001:4 (GTID %s:5)".formatted(UUID));
        assertThat(groups.closed).isEqualTo(1);
    }

    @Test
    void forgetsATransactionThatIsRolledBack() throws Exception {
        accept(group(5, "a", "person", false, 10));

        assertThat(accept(end(6, "ROLLBACK", "a"))).containsExactly("end at %d of %s:6".formatted(log.end(), UUID));
        assertThat(prepared).isEqualTo(PreparedXas.NONE);
        assertThat(groups.opened).isEmpty();
    }

    @Test
    void keepsSeveralApart() throws Exception {
        accept(group(5, "a", "person", false, 10));
        accept(group(6, "b", "person", false, 20));

        assertThat(accept(end(7, "COMMIT", "b"))).hasSize(2).first().asString().endsWith(":7, id X'62',X'',1");
        assertThat(prepared.get(A)).isNotNull();
        assertThat(prepared.get(B)).isNull();
        assertThat(accept(end(8, "COMMIT", "a"))).hasSize(2).first().asString().endsWith(":8, id X'61',X'',1");
    }

    @Test
    void takesOneThatIsCommittedAtOnceForAPlainTransaction() throws Exception {
        assertThat(accept(group(5, "c", "person", true, 10)))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("rows 1 ")
                .endsWith(":5, id X'63',X'',1");
        assertThat(groups.opened).isEmpty();
    }

    @Test
    void countsOneThatIsNotWantedWithoutReadingItAgain() throws Exception {
        accept(group(5, "a", "log", false, 10, 11, 12));

        assertThat(prepared).isEqualTo(PreparedXas.NONE.with(A, new Unwanted(3)));
        assertThat(accept(end(6, "COMMIT", "a"))).hasSize(2).first().isEqualTo("excluded 3, 3");
        assertThat(groups.opened).isEmpty();
    }

    /** The transaction {@code a}, with more rows than are held back. */
    private LogEvent[] largeGroup(boolean onePhase) {
        int[] ids = IntStream.range(0, 1_000_000).toArray();
        LogEvent[] group = {
            log.gtid(5),
            log.query("XA START X'61',X'',1"),
            log.table(1, "shop", "person"),
            log.insert(1, ids),
            log.insert(1, ids),
            log.insert(1, ids),
            log.xaPrepare(onePhase, "a")
        };
        groups.put(4, group);
        return group;
    }

    @Test
    void readsALargeOneAgainThatIsCommittedAtOnce() throws Exception {
        LogEvent[] group = largeGroup(true);

        assertThat(accept(group))
                .hasSize(4)
                .extracting(line -> line.replaceAll(" at .* of ", " of "))
                .startsWith(
                        "rows 1 of %s:5, id X'61',X'',1".formatted(UUID),
                        "rows 2 of %s:5, id X'61',X'',1".formatted(UUID),
                        "rows 3 of %s:5, id X'61',X'',1".formatted(UUID));
        assertThat(groups.opened).hasSize(1);
        assertThat(accept(log.gtid(6), log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 1)))
                .isEmpty();
    }

    @Test
    void givesNothingOfALargeOneBeforeItIsCommitted() throws Exception {
        LogEvent[] group = largeGroup(false);

        assertThat(accept(group)).hasSize(1);
        assertThat(accept(end(6, "COMMIT", "a"))).hasSize(4);
    }

    @Test
    void followsTheGroupsOfMariaDb() throws Exception {
        TransactionAssembler mariadb = assembler(Flavor.MARIADB, PreparedXas.NONE);
        LogEvent[] group = {
            log.mariaDbGtid(5, 0x40, 1, 0, 0, 0, 1, 0, 'a', 0x20),
            log.table(1, "shop", "person"),
            log.insert(1, 10),
            log.query("XA END X'61',X'',1"),
            log.xaPrepare(false, "a")
        };
        groups.put(4, group);

        assertThat(accept(mariadb, group)).containsExactly("end at %d of 3-7-5".formatted(log.end()));
        assertThat(accept(
                        mariadb,
                        log.mariaDbGtid(6, 0x82, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 'a', 0x20),
                        log.query("XA COMMIT X'61',X'',1")))
                .containsExactly(
                        "rows 1 at b.000001:%d of 3-7-6, id X'61',X'',1".formatted(group[2].nextPosition()),
                        "end at %d of 3-7-6".formatted(log.end()));
    }

    @Test
    void deliversNothingOfOneThatWasPreparedBeforeTheStart() throws Exception {
        TransactionAssembler later = assembler(Flavor.MYSQL, PreparedXas.beforeStart(List.of(A)));

        assertThat(accept(later, end(6, "COMMIT", "a")))
                .containsExactly("end at %d of %s:6".formatted(log.end(), UUID));
        assertThat(accept(later, end(7, "COMMIT", "b")))
                .containsExactly("end at %d of %s:7".formatted(log.end(), UUID));
    }

    @Test
    void findsOneInTheLogThatWasPreparedWhenTheStartWasLookedFor() throws Exception {
        TransactionAssembler later = assembler(Flavor.MYSQL, PreparedXas.beforeStart(List.of(A)));
        accept(later, group(5, "a", "person", false, 10));

        assertThat(accept(later, end(6, "COMMIT", "a"))).hasSize(2);
    }

    @Test
    void saysThatAnotherTransactionStandsInThePlaceOfTheGroup() throws Exception {
        accept(group(5, "a", "person", false, 10));
        ScriptedLog other = new ScriptedLog();
        groups.put(4, other.gtid(9));

        assertGone(assembler, UUID + ":9");
    }

    @Test
    void saysThatAnotherXaTransactionStandsInThePlaceOfTheGroup() throws Exception {
        PreparedXas begin = PreparedXas.NONE.with(A, new InLog("b.000001", 4, null));
        TransactionAssembler later = assembler(Flavor.MYSQL, begin);
        groups.put(4, group(5, "b", "person", false, 10));

        assertGone(later, "X'62',X'',1");
    }

    private void assertGone(TransactionAssembler reading, String said) {
        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> accept(reading, end(6, "COMMIT", "a")))
                .withMessageContaining("X'61',X'',1")
                .withMessageContaining("b.000001:4")
                .withMessageContaining(said)
                .withMessageContaining("on-history-lost");
    }

    @Test
    void refusesTheEndOfAnotherOneWithinAGroup() throws Exception {
        LogEvent[] group = group(5, "a", "person", false, 10);
        accept(group);
        groups.put(4, group[0], log.query("XA COMMIT X'61',X'',1"));

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> accept(end(6, "COMMIT", "a")))
                .withMessageContaining("does not stand alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ROLLBACK", "XA COMMIT X'61',X'',1", "XA ROLLBACK X'61',X'',1"})
    void refusesAnotherEndOfAGroup(String end) throws Exception {
        LogEvent[] group = group(5, "a", "person", false, 10);
        group[group.length - 1] = log.query(end);

        assertThatExceptionOfType(SourceException.class).isThrownBy(() -> accept(group));
    }

    @Test
    void refusesAnXidAtTheEndOfAGroup() throws Exception {
        LogEvent[] group = group(5, "a", "person", false, 10);
        group[group.length - 1] = log.xid(7);

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> accept(group))
                .withMessageContaining("has to end with an XA PREPARE event");
    }
}
