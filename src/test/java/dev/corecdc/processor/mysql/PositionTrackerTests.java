package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void goesOnInTheNextFile() {
        tracker.pass(new Work.Place("b.000008", 4));

        assertThat(tracker.current()).isEqualTo(new BinlogPosition("s", SET, "b.000008", 4, 0));
    }
}
