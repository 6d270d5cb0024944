package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.EventType;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.TableFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionAssemblerTests {

    private static final String UUID = ScriptedLog.SERVER.toString();

    private final ScriptedLog log = new ScriptedLog();
    private final TransactionAssembler assembler = assembler(Flavor.MYSQL, EventType.INSERT, EventType.UPDATE);

    private static TransactionAssembler assembler(Flavor flavor, EventType... kinds) {
        TableFilter tables = new TableFilter(List.of("shop.*"), List.of("shop.log"));
        return NamedLog.assembler(
                flavor,
                new WantedTables(tables, Set.of(kinds)),
                new LogCursor("b.000001", 4),
                ScriptedGroups.none(),
                false);
    }

    private List<String> accept(LogEvent... events) throws SourceException {
        for (LogEvent event : events) {
            assembler.accept(event);
        }
        return taken(assembler);
    }

    /** What is ready, each as a line, and taken. */
    private static List<String> taken(TransactionAssembler assembler) {
        List<String> lines = new ArrayList<>();
        for (Work work; (work = assembler.ready().poll()) != null; ) {
            lines.add(describe(work));
        }
        return lines;
    }

    private static String describe(Work work) {
        if (work instanceof Work.Rows rows) {
            return "rows %d of %s at %d, id %s"
                    .formatted(
                            rows.number(),
                            rows.table().name(),
                            rows.end(),
                            rows.group().transactionId());
        }
        if (work instanceof Work.Ddl ddl) {
            return "ddl %d %s".formatted(ddl.number(), ddl.query().sql());
        }
        if (work instanceof Work.Excluded excluded) {
            return "excluded " + excluded.number();
        }
        if (work instanceof Work.GroupEnd end) {
            return "end at %d of %s from %d"
                    .formatted(end.end(), end.group().globalId(), end.group().start());
        }
        return ((Work.Place) work).file() + ":" + ((Work.Place) work).offset();
    }

    @Test
    void passesOverAnEventOfRowsThatHasNoTableAndNoRows() throws SourceException {
        byte[] dummy = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 1, 0, 2, 0, 0};

        assertThat(accept(log.gtid(5), log.query("BEGIN"), log.event(30, dummy), log.xid(7)))
                .first()
                .isEqualTo("excluded 1");
    }

    @Test
    void holdsATransactionBackUntilItsEndWhichTellsItsId() throws SourceException {
        assertThat(accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 10, 11)))
                .isEmpty();
        long rows = log.end();
        assertThat(accept(log.xid(77)))
                .containsExactly(
                        "rows 1 of shop.person at " + rows + ", id 77",
                        "end at %d of %s:5 from 4".formatted(log.end(), UUID));
    }

    @Test
    void knowsNoIdWhereATransactionEndsWithAStatement() throws SourceException {
        assertThat(accept(
                        log.anonymousGtid(),
                        log.query("BEGIN"),
                        log.table(1, "shop", "person"),
                        log.insert(1, 10),
                        log.query("COMMIT")))
                .hasSize(2)
                .first()
                .asString()
                .endsWith("id null");
    }

    @Test
    void countsTheEventsOfATransactionWhetherTheyAreWantedOrNot() throws SourceException {
        assertThat(accept(
                        log.gtid(5),
                        log.query("BEGIN"),
                        log.table(1, "shop", "log"),
                        log.table(2, "shop", "person"),
                        log.table(3, "mysql", "user"),
                        log.insert(1, 1),
                        log.insert(2, 2),
                        log.delete(2, 2),
                        log.insert(3, 3),
                        log.insert(2, 4),
                        log.xid(9)))
                .extracting(line -> line.replaceAll(" at .*", ""))
                .containsExactly(
                        "excluded 1",
                        "rows 2 of shop.person",
                        "excluded 3",
                        "excluded 4",
                        "rows 5 of shop.person",
                        "end");
    }

    @Test
    void takesAStatementByItselfForATransaction() throws SourceException {
        assertThat(accept(log.gtid(5), log.query("ALTER TABLE person ADD a INT")))
                .containsExactly(
                        "ddl 1 ALTER TABLE person ADD a INT", "end at %d of %s:5 from 4".formatted(log.end(), UUID));
        assertThat(accept(log.gtid(6), log.query("ALTER TABLE log ADD a INT")))
                .hasSize(2)
                .first()
                .isEqualTo("excluded 1");
        assertThat(accept(log.query("CREATE USER a"))).hasSize(2).first().isEqualTo("excluded 1");
        assertThat(accept(log.gtid(7), log.query("other", "CREATE DATABASE other")))
                .hasSize(2)
                .first()
                .isEqualTo("excluded 1");
        assertThat(accept(log.gtid(8), log.query("other", "DROP TABLE shop.person, other.x")))
                .hasSize(2)
                .first()
                .isEqualTo("ddl 1 DROP TABLE shop.person, other.x");
    }

    @Test
    void takesATableThatIsCreatedWithItsRowsForOneTransaction() throws SourceException {
        String sql = "CREATE TABLE `t` (\n  `id` int\n) START TRANSACTION";
        assertThat(accept(log.gtid(5), log.query(sql))).isEmpty();
        assertThat(accept(log.table(1, "shop", "t"), log.insert(1, 1), log.xid(9)))
                .hasSize(3)
                .startsWith("ddl 1 " + sql);
    }

    @Test
    void ignoresSavepointsAndWhatConcernsNobody() throws SourceException {
        assertThat(accept(
                        log.gtid(5),
                        log.query("BEGIN"),
                        log.query("SAVEPOINT a"),
                        log.event(EventTypes.ROWS_QUERY, new byte[] {1, 'x'}),
                        log.event(EventTypes.INTVAR, new byte[9]),
                        log.query("RELEASE SAVEPOINT a"),
                        log.xid(1)))
                .containsExactly("end at %d of %s:5 from 4".formatted(log.end(), UUID));
    }

    @Test
    void ignoresAnEmptyTransactionThatWasRolledBack() throws SourceException {
        assertThat(accept(log.gtid(5), log.query("BEGIN"), log.query("ROLLBACK")))
                .containsExactly("end at %d of %s:5 from 4".formatted(log.end(), UUID));
    }

    @Test
    void ignoresATransactionThatWasRolledBackInTablesThatAreNotWanted() throws SourceException {
        assertThat(accept(
                        log.gtid(5),
                        log.query("BEGIN"),
                        log.table(1, "shop", "log"),
                        log.insert(1, 1),
                        log.query("ROLLBACK")))
                .hasSize(2)
                .startsWith("excluded 1");
    }

    @Test
    void doesNotHoldBackATransactionOfMoreThan8Megabytes() throws SourceException {
        int[] manyIds = IntStream.range(0, 200_000).toArray();
        accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"));
        for (int i = 0; i < 8; i++) {
            assertThat(accept(log.insert(1, manyIds))).isEmpty();
        }
        assertThat(accept(log.insert(1, manyIds))).hasSize(9).allMatch(line -> line.endsWith("id null"));
        assertThat(accept(log.insert(1, 1)))
                .singleElement()
                .asString()
                .startsWith("rows 10 of")
                .endsWith("id null");
        assertThat(accept(log.xid(9))).singleElement().asString().startsWith("end");
        assertThat(accept(log.gtid(6), log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 1)))
                .isEmpty();
    }

    @Test
    void knowsWhereTheLogStandsBetweenTransactions() throws SourceException {
        assertThat(accept(log.rotate("b.000002", 4))).containsExactly("b.000002:4");
        assertThat(accept(log.formatDescription(0))).containsExactly("b.000002:" + log.end());
        assertThat(accept(log.event(EventTypes.PREVIOUS_GTIDS, new byte[8]))).containsExactly("b.000002:" + log.end());
        assertThat(accept(log.rotate("b.000002", 4))).isEmpty();
        assertThat(accept(log.event(EventTypes.HEARTBEAT), log.event(EventTypes.HEARTBEAT_V2)))
                .isEmpty();
    }

    @Test
    void doesNotTakeAFormatThatIsSentAheadForAPlaceInTheFile() throws SourceException {
        LogEvent inFile = log.formatDescription(0);
        LogEvent ahead = new LogEvent(0, inFile.type(), 7, inFile.length(), 0, 0x20, inFile.body());
        log.at(500);
        assertThat(accept(log.rotate("b.000001", 500), ahead)).isEmpty();
        assertThat(accept(log.gtid(5), log.query("CREATE TABLE t (a INT)")))
                .last()
                .isEqualTo("end at %d of %s:5 from 500".formatted(log.end(), UUID));
    }

    @Test
    void dropsTheBeginningOfATransactionThatTheServerDiedIn() throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 10));
        assertThat(accept(log.rotate("b.000002", 4), log.formatDescription(1_700_000_000)))
                .containsExactly("b.000002:4", "b.000002:" + log.end());
        assertThat(accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 11)))
                .isEmpty();
        assertThat(accept(log.xid(3))).hasSize(2);
    }

    @Test
    void takesNoFileWithoutAStartForTheEndOfATransaction() throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 10));
        accept(log.rotate("b.000002", 4));
        assertRefused(assembler, log.formatDescription(0), "has no end");
    }

    @Test
    void takesNoStartForTheEndOfATransactionThatWasHandedOverInPart() throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"));
        accept(log.insert(1, IntStream.range(0, 2_000_000).toArray()));
        accept(log.rotate("b.000002", 4));
        assertRefused(assembler, log.formatDescription(1_700_000_000), "has no end");
    }

    @Test
    void followsTheTransactionsOfMariaDb() throws SourceException {
        TransactionAssembler mariadb = assembler(Flavor.MARIADB, EventType.INSERT);
        mariadb.accept(log.mariaDbGtid(5, 1));
        mariadb.accept(log.query("ALTER TABLE person ADD a INT"));
        assertThat(taken(mariadb))
                .containsExactly(
                        "ddl 1 ALTER TABLE person ADD a INT", "end at %d of 3-7-5 from 4".formatted(log.end()));
        mariadb.accept(log.mariaDbGtid(6, 2, 0, 0, 0, 0, 0, 0, 0, 0));
        mariadb.accept(log.query("CREATE TABLE t (id INT)"));
        mariadb.accept(log.table(1, "shop", "t"));
        mariadb.accept(log.insert(1, 1));
        assertThat(taken(mariadb)).isEmpty();
        mariadb.accept(log.query("COMMIT"));
        assertThat(taken(mariadb)).hasSize(3);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                refused("XA of an unknown kind", "XA transaction", (log, body) -> log.query("XA FORGET X'31',X'',1")),
                refused("XA of no name", "XA transaction", (log, body) -> log.query("XA COMMIT 'a'")),
                refused("XA PREPARE", "too early", (log, body) -> log.event(EventTypes.XA_PREPARE, new byte[12])),
                refused("payload", "claims a payload of -1 bytes", (log, body) -> log.event(40, body)),
                refused("incident", "missing from its log", (log, body) -> log.event(EventTypes.INCIDENT, body)),
                refused("compressed query", "ends too early", (log, body) -> log.event(165, body)),
                refused("compressed rows", "ends too early", (log, body) -> log.event(171, body)),
                refused("encryption", "not known", (log, body) -> log.event(164, body)),
                refused("unknown", "not known", (log, body) -> log.event(99, body)),
                refused("old rows", "not known", (log, body) -> log.event(20, body)),
                refused("load", "not known", (log, body) -> log.event(18, body)),
                refused("no such table", "no table map", (log, body) -> log.insert(2, 1)),
                refused("nested", "before the one before it has ended", (log, body) -> log.gtid(6)),
                refused(
                        "statement",
                        "binlog_format = ROW: UPDATE t SET …",
                        (log, body) -> log.query("UPDATE t SET a = 1")),
                refused("rolled back to", "where the savepoint was set", (log, body) -> log.query("ROLLBACK TO a")),
                refused("short xid", "malformed", (log, body) -> log.event(EventTypes.XID, (byte) 1)),
                refused("short query", "ends too early", (log, body) -> log.event(EventTypes.QUERY, (byte) 1)),
                refused("short rows", "ends too early", (log, body) -> log.event(30, (byte) 1)),
                refused("cut table", "ends too early", (log, body) -> log.event(EventTypes.TABLE_MAP, new byte[9])));
    }

    private static Arguments refused(String name, String words, BiFunction<ScriptedLog, byte[], LogEvent> event) {
        return Arguments.of(name, words, event);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void refusesWhatItCannotFollow(String name, String words, BiFunction<ScriptedLog, byte[], LogEvent> event)
            throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 10));
        assertRefused(assembler, event.apply(log, new byte[10]), words);
        assertThat(taken(assembler)).isEmpty();
    }

    private void assertRefused(TransactionAssembler refusing, LogEvent event, String words) {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> refusing.accept(event))
                .withMessageContaining(words)
                .withMessageContaining("type " + event.type() + " ")
                .withMessageContaining(log.file() + ":")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }

    /** Puts events into one compressed event, and takes them out of it. */
    private List<String> acceptCompressed(LogEvent... inner) throws SourceException {
        assembler.accept(log.event(EventTypes.TRANSACTION_PAYLOAD, ScriptedPayload.zstd(inner)));
        while (assembler.unpack()) {
            // one more is taken
        }
        return taken(assembler);
    }

    @Test
    void followsACompressedTransaction() throws SourceException {
        assertThat(accept(log.gtid(5))).isEmpty();
        assertThat(acceptCompressed(
                        log.query("BEGIN"),
                        log.table(1, "shop", "person"),
                        log.table(2, "shop", "log"),
                        log.insert(1, 10, 11),
                        log.insert(2, 12),
                        log.insert(1, 13),
                        log.xid(77)))
                .containsExactly(
                        "rows 1 of shop.person at %d, id 77".formatted(log.end()),
                        "excluded 2",
                        "rows 3 of shop.person at %d, id 77".formatted(log.end()),
                        "end at %d of %s:5 from 4".formatted(log.end(), UUID));
        assertThat(assembler.unpack()).isFalse();
        assertThat(accept(log.gtid(6), log.query("CREATE TABLE t (a INT)"))).hasSize(2);
    }

    @Test
    void unpacksNoFurtherThanItIsAsked() throws SourceException {
        assembler.accept(log.gtid(5));
        assembler.accept(log.event(
                EventTypes.TRANSACTION_PAYLOAD,
                ScriptedPayload.zstd(
                        log.query("BEGIN"), log.table(1, "shop", "person"), log.insert(1, 1), log.brokenInsert(99))));
        for (int i = 0; i < 3; i++) {
            assertThat(assembler.unpack()).isTrue();
        }
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(assembler::unpack)
                .withMessageContaining("no table map with the id 99")
                .withMessageContaining("ends at b.000001:" + log.end());
    }

    @Test
    void refusesACompressedTransactionThatIsNone() throws SourceException {
        byte[] payload = ScriptedPayload.zstd(log.query("BEGIN"), log.xid(1), log.query("CREATE TABLE t (a INT)"));
        assertRefused(assembler, log.event(EventTypes.TRANSACTION_PAYLOAD, payload), "outside of any transaction");
        accept(log.gtid(5));
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> acceptCompressed(log.query("BEGIN"), log.xid(1), log.query("CREATE TABLE t (a INT)")))
                .withMessageContaining("outside of any transaction");
    }

    @Test
    void refusesACompressedTransactionWithinAnother() throws SourceException {
        LogEvent nested = log.event(EventTypes.TRANSACTION_PAYLOAD, ScriptedPayload.zstd(log.xid(1)));
        accept(log.gtid(5));
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> acceptCompressed(log.query("BEGIN"), nested))
                .withMessageContaining("within another");
    }

    @ParameterizedTest
    @ValueSource(ints = {EventTypes.ROTATE, EventTypes.FORMAT_DESCRIPTION, EventTypes.HEARTBEAT, EventTypes.GTID, 99})
    void refusesWhatCannotStandInACompressedTransaction(int type) throws SourceException {
        accept(log.gtid(5));
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> acceptCompressed(log.query("BEGIN"), log.event(type, new byte[100])))
                .withMessageContaining("type " + type + " ");
    }

    @Test
    void leavesACompressedTransactionWhenItIsClosed() throws SourceException {
        assembler.accept(log.gtid(5));
        assembler.accept(log.event(EventTypes.TRANSACTION_PAYLOAD, ScriptedPayload.zstd(log.query("BEGIN"))));
        assembler.close();
        assembler.close();
        assertThat(assembler.unpack()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {EventTypes.XID, EventTypes.PARTIAL_UPDATE_ROWS, 30, 31, 32})
    void refusesWhatStandsOutsideOfATransaction(int type) throws SourceException {
        accept(log.table(1, "shop", "log"));
        assertRefused(assembler, log.event(type, log.insert(1, 1).body()), "outside of any transaction");
    }

    @Test
    void takesAnAlterTableInTwoPhasesWhenItSucceeds() throws SourceException {
        TransactionAssembler mariadb = assembler(Flavor.MARIADB);
        for (int phase : new int[] {2, 8, 4, 0x10 | 2, 0x10 | 8}) {
            mariadb.accept(log.mariaDbGtid(phase, 1 | 0x20, phase));
            mariadb.accept(log.query("ALTER TABLE person ADD a INT"));
        }
        mariadb.accept(log.mariaDbGtid(20, 1 | 2, 0, 0, 0, 0, 0, 0, 0, 0, 4));
        mariadb.accept(log.query("ALTER TABLE person ADD b INT"));
        assertThat(taken(mariadb).stream()
                        .map(line -> line.replaceAll(" at .* of ", " ").replaceAll(" from .*", "")))
                .containsExactly(
                        "excluded 1",
                        "end 3-7-2",
                        "excluded 1",
                        "end 3-7-8",
                        "ddl 1 ALTER TABLE person ADD a INT",
                        "end 3-7-4",
                        "excluded 1",
                        "end 3-7-18",
                        "excluded 1",
                        "end 3-7-24",
                        "ddl 1 ALTER TABLE person ADD b INT",
                        "end 3-7-20");
    }

    @Test
    void takesBackWhatFollowsASavepoint() throws SourceException {
        assertThat(accept(
                                log.gtid(5),
                                log.query("BEGIN"),
                                log.table(1, "shop", "person"),
                                log.insert(1, 1),
                                log.query("SAVEPOINT `one`"),
                                log.insert(1, 2),
                                log.query("SAVEPOINT two"),
                                log.insert(1, 3),
                                log.query("SAVEPOINT ONE"),
                                log.insert(1, 4),
                                log.query("ROLLBACK WORK TO SAVEPOINT `Two`"),
                                log.insert(1, 5),
                                log.query("ROLLBACK TO TWO"),
                                log.insert(1, 6),
                                log.xid(9))
                        .stream()
                        .map(line -> line.replaceAll(" at .*", "")))
                .containsExactly(
                        "rows 1 of shop.person",
                        "rows 2 of shop.person",
                        "excluded 3",
                        "excluded 4",
                        "excluded 5",
                        "rows 6 of shop.person",
                        "end");
    }

    @Test
    void knowsNoSavepointThatWasSetAfterTheOneThatWasGoneBackTo() throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.query("SAVEPOINT a"), log.table(1, "shop", "person"));
        accept(log.insert(1, 1), log.query("SAVEPOINT b"), log.insert(1, 2), log.query("ROLLBACK TO a"));
        assertRefused(assembler, log.query("ROLLBACK TO b"), "where the savepoint was set");
    }

    @Test
    void knowsNoSavepointOfAnotherTransaction() throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.query("SAVEPOINT a"), log.xid(1));
        accept(log.gtid(6), log.query("BEGIN"));
        assertRefused(assembler, log.query("ROLLBACK TO a"), "where the savepoint was set");
    }

    @Test
    void dropsATransactionThatWasRolledBackWhole() throws SourceException {
        assertThat(accept(
                        log.gtid(5),
                        log.query("BEGIN"),
                        log.table(1, "shop", "person"),
                        log.insert(1, 1),
                        log.insert(1, 2),
                        log.query("ROLLBACK")))
                .containsExactly("excluded 1", "excluded 2", "end at %d of %s:5 from 4".formatted(log.end(), UUID));
    }

    @Test
    void refusesToTakeBackWhatHasBeenHandedOver() throws SourceException {
        int[] manyIds = IntStream.range(0, 200_000).toArray();
        accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"), log.query("SAVEPOINT a"));
        for (int i = 0; i < 9; i++) {
            accept(log.insert(1, manyIds));
        }
        accept(log.query("SAVEPOINT b"));
        assertThat(accept(log.query("ROLLBACK TO b"))).isEmpty();
        assertRefused(assembler, log.query("ROLLBACK TO a"), "has been handed over");
        assertRefused(assembler, log.query("ROLLBACK"), "has been handed over");
    }

    @Test
    void refusesToTakeBackDdl() throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.query("CREATE TABLE t (a INT)"));
        assertRefused(assembler, log.query("ROLLBACK"), "cannot be taken back: CREATE TABLE t");
    }

    @Test
    void passesOverTheEndOfAServer() throws SourceException {
        assertThat(accept(log.event(EventTypes.STOP))).containsExactly("b.000001:" + log.end());
        assertThat(accept(log.rotate("b.000002", 4), log.formatDescription(1))).hasSize(2);
    }

    /** The last event of a file is not artificial; it is in the file, and names the next one. */
    @Test
    void goesToTheFileThatARealRotationNames() throws SourceException {
        accept(log.gtid(5), log.query("CREATE TABLE t (a INT)"));
        LogEvent artificial = log.rotate("b.000002", 4);
        LogEvent real = new LogEvent(1, EventTypes.ROTATE, 7, artificial.length(), 500, 0, artificial.body());
        assertThat(accept(real)).containsExactly("b.000002:4");
        assertThat(accept(artificial)).isEmpty();
        assertThat(accept(log.gtid(6), log.query("DROP TABLE t")))
                .last()
                .isEqualTo("end at %d of %s:6 from 4".formatted(log.end(), UUID));
    }

    @Test
    void passesOverHeartbeatsWithinATransaction() throws SourceException {
        accept(log.gtid(5), log.query("BEGIN"), log.table(1, "shop", "person"));
        long end = log.end();
        accept(log.event(EventTypes.HEARTBEAT, new byte[20]), log.event(EventTypes.HEARTBEAT_V2, new byte[20]));
        log.at(end);
        accept(log.insert(1, 1));
        assertThat(accept(log.xid(1))).first().asString().contains("at " + (log.end() - 31) + ",");
    }

    @Test
    void passesOverAnIgnorableEvent() throws SourceException {
        assertThat(accept(log.event(EventTypes.IGNORABLE, new byte[3]))).isEmpty();
    }

    @Test
    void ignoresAnUnknownEventThatSaysItCanBeIgnored() throws SourceException {
        assertThat(accept(log.flagged(0x80).event(99, new byte[5]))).isEmpty();
    }

    @Test
    void leavesOutPartialUpdatesOfTablesThatAreNotWanted() throws SourceException {
        LogEvent partial = log.insert(1, 1);
        assertThat(accept(
                        log.gtid(5),
                        log.query("BEGIN"),
                        log.table(1, "shop", "log"),
                        log.event(EventTypes.PARTIAL_UPDATE_ROWS, partial.body()),
                        log.xid(1)))
                .hasSize(2)
                .startsWith("excluded 1");
    }
}
