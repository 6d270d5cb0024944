package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.testing.ScriptedProcessor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which changes may be delivered at the same time. */
class KeyStrandsTests {

    private static final Columns ORDERS = columns("orders", List.of(0));
    private static final Columns ITEMS = columns("items", List.of(0));
    private static final Columns KEYLESS = columns("notes", List.of());

    private final List<ChangeRecord> records = new ArrayList<>();

    private static Columns columns(String table, List<Integer> key) {
        return new Columns("shop", table, List.of(new Column("id", ColumnType.TEXT, false)), key);
    }

    private KeyStrandsTests change(Columns table, @Nullable Object after) {
        return change(table, null, after);
    }

    private KeyStrandsTests change(Columns table, @Nullable Object before, @Nullable Object after) {
        records.add(new ChangeRecord(
                before == null ? EventType.INSERT : EventType.UPDATE,
                table,
                Row.of(after),
                before == null ? null : Row.of(before),
                new Origin(Instant.EPOCH, "log", records.size(), null, null),
                1));
        return this;
    }

    private ChangeBatch batch() {
        return new ChangeBatch(records, null, ScriptedProcessor.at(records.size()), 1000, 0, Instant.EPOCH);
    }

    /** The places of the changes of each strand. */
    private List<List<Long>> strands(int most) {
        return KeyStrands.of(batch(), most).stream()
                .map(strand -> strand.records().stream()
                        .map(change -> change.origin().position())
                        .toList())
                .toList();
    }

    @Test
    void aKeyIsInOneStrand() {
        change(ORDERS, "a").change(ORDERS, "b").change(ORDERS, "a").change(ORDERS, "c");

        assertThat(strands(4)).containsExactly(List.of(0L, 2L), List.of(1L), List.of(3L));
    }

    @Test
    void theSameKeyOfTwoTablesIsTwo() {
        change(ORDERS, "a").change(ITEMS, "a");

        assertThat(strands(4)).hasSize(2);
    }

    @Test
    void anUpdateThatChangesTheKeyTiesBothKeysTogether() {
        change(ORDERS, "a")
                .change(ORDERS, "b")
                .change(ORDERS, "c")
                .change(ORDERS, "a", "b")
                .change(ORDERS, "b", "d")
                .change(ORDERS, "d");

        assertThat(strands(4)).containsExactly(List.of(0L, 1L, 3L, 4L, 5L), List.of(2L));
    }

    @Test
    void aTableWithoutAKeyIsOneStrand() {
        change(KEYLESS, "a").change(ORDERS, "a").change(KEYLESS, "b").change(KEYLESS, "c");

        assertThat(strands(4)).containsExactly(List.of(0L, 2L, 3L), List.of(1L));
    }

    @Test
    void aChangeThatShowsNoKeyTiesItsWholeTableTogether() {
        change(ORDERS, "a")
                .change(ORDERS, "b")
                .change(ITEMS, "a")
                .change(ORDERS, Row.ABSENT)
                .change(ORDERS, "c");

        assertThat(strands(4)).containsExactly(List.of(0L, 1L, 3L, 4L), List.of(2L));
    }

    @Test
    void keysThatSomeCollationTakesForEqualAreOne() {
        change(ORDERS, "Müller").change(ORDERS, "mueller").change(ORDERS, "MULLER  ");

        assertThat(strands(4)).containsExactly(List.of(0L, 2L), List.of(1L));
    }

    @Test
    void thereAreNoMoreStrandsThanAllowedAndTheyAreEven() {
        for (int i = 0; i < 100; i++) {
            change(ORDERS, "only one").change(ORDERS, String.valueOf(i)).change(ORDERS, String.valueOf(i));
        }

        List<List<Long>> strands = strands(3);

        assertThat(strands)
                .hasSize(3)
                .allSatisfy(strand -> assertThat(strand).hasSizeBetween(99, 101).isSorted());
        assertThat(strands.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }

    @Test
    void oneStrandIsTheBatchItself() {
        change(ORDERS, "a").change(ORDERS, "a");

        assertThat(KeyStrands.of(batch(), 4)).containsExactly(batch());
        assertThat(KeyStrands.of(batch(), 1)).containsExactly(batch());
    }

    @Test
    void aStatementStandsAlone() {
        Origin origin = new Origin(Instant.EPOCH, "log", 4, null, null);
        DdlEvent ddl = new DdlEvent(DdlKind.OTHER, "shop", List.of("orders"), true, "ALTER", origin, 1);
        ChangeBatch batch = new ChangeBatch(List.of(), ddl, ScriptedProcessor.at(1), 10, 0, Instant.EPOCH);

        assertThat(KeyStrands.of(batch, 4)).containsExactly(batch);
    }

    @Test
    void eachStrandSaysWhereTheWholeBatchEnds() {
        change(ORDERS, "a").change(ORDERS, "b");

        assertThat(KeyStrands.of(batch(), 4))
                .allSatisfy(strand -> assertThat(strand.resumePosition()).isEqualTo(ScriptedProcessor.at(2)))
                .extracting(ChangeBatch::bytes)
                .containsExactly(500L, 500L);
    }

    @Test
    void noTwoStrandsHaveChangesOfWhichOneWorksOnWhatTheOtherDoes() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            records.clear();
            for (int i = 0; i < 40; i++) {
                Columns table = List.of(ORDERS, ITEMS, KEYLESS).get(random.nextInt(random.nextInt(3) + 1));
                Object before = random.nextInt(6) == 0 ? String.valueOf(random.nextInt(30)) : null;
                change(table, before, random.nextInt(60) == 0 ? Row.ABSENT : String.valueOf(random.nextInt(30)));
            }
            List<ChangeBatch> strands = KeyStrands.of(batch(), 1 + random.nextInt(6));
            for (ChangeBatch strand : strands) {
                OccupiedScopes others = new OccupiedScopes();
                strands.stream()
                        .filter(other -> !other.equals(strand))
                        .flatMap(other -> other.records().stream())
                        .forEach(change -> others.add(ChangeScope.of(change)));
                assertThat(strand.records()).noneMatch(change -> others.touches(ChangeScope.of(change)));
            }
        }
    }
}
