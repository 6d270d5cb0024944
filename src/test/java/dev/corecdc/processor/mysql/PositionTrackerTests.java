package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTrackerTests {

    private static final String FILE = "b.000007";
    private static final String SET = ScriptedLog.SERVER + ":1-9";
    private static final BinlogPosition BEGIN = new BinlogPosition("s", SET, FILE, 1126, 3);

    private final PositionTracker tracker = new PositionTracker(BEGIN, Gtids.mysql(SET));
    private final EventGroup group = new EventGroup(ScriptedLog.SERVER + ":10", null, FILE, 1126);

    @Test
    void staysWhereItBeginsWhileTheServerSendsTheHeadOfTheFile() {
        tracker.pass(new Work.Place(FILE, 126));
        tracker.pass(new Work.Place(FILE, 158));

        assertThat(tracker.current()).isEqualTo(BEGIN);
    }

    @Test
    void staysWhereItBeginsUntilItIsPastWhatWasHandedOver() {
        for (int number = 1; number <= 3; number++) {
            tracker.pass(new Work.Excluded(group, number));
            assertThat(tracker.current()).isEqualTo(BEGIN);
        }
        tracker.pass(new Work.Excluded(group, 4));

        assertThat(tracker.current()).isEqualTo(new BinlogPosition("s", SET, FILE, 1126, 4));
    }

    @Test
    void goesOnBehindTheTransaction() {
        tracker.pass(new Work.Excluded(group, 1));
        tracker.pass(new Work.GroupEnd(group, 2000));

        assertThat(tracker.current()).isEqualTo(new BinlogPosition("s", ScriptedLog.SERVER + ":1-10", FILE, 2000, 0));
    }

    private static final PreparedXas PREPARED = PreparedXas.beforeStart(List.of(new Xid("61", "", 1)));

    @Test
    void knowsWhatAGroupLeavesPreparedOnlyBehindIt() {
        group.leavesPrepared(PREPARED);
        tracker.pass(new Work.Excluded(group, 1));
        assertThat(tracker.current().prepared()).isEqualTo(PreparedXas.NONE);

        tracker.pass(new Work.GroupEnd(group, 2000));
        assertThat(tracker.current().prepared()).isEqualTo(PREPARED);
        tracker.pass(new Work.Place("b.000008", 4));
        assertThat(tracker.current().prepared()).isEqualTo(PREPARED);
    }

    @Test
    void keepsWhatIsPreparedAtThePlaceThatItNames() {
        PositionTracker unnumbered = new PositionTracker(new BinlogPosition("s", null, FILE, 4, 0), null);
        EventGroup far = new EventGroup(null, null, FILE, 1L << 33);
        far.leavesPrepared(PREPARED);
        unnumbered.pass(new Work.Excluded(far, 1));
        unnumbered.pass(new Work.GroupEnd(far, (1L << 33) + 100));

        assertThat(unnumbered.current()).isEqualTo(new BinlogPosition("s", null, FILE, 4, 1));
        unnumbered.pass(new Work.Place("b.000008", 4));
        assertThat(unnumbered.current()).isEqualTo(new BinlogPosition("s", null, "b.000008", 4, 0).with(PREPARED));
    }

    @Test
    void goesOnInTheNextFile() {
        tracker.pass(new Work.Place("b.000008", 4));

        assertThat(tracker.current()).isEqualTo(new BinlogPosition("s", SET, "b.000008", 4, 0));
    }
}
