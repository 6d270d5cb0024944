package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogCursorTests {

    private static final long WRAP = 1L << 32;

    private static LogEvent event(int length, long nextPosition) {
        return new LogEvent(0, EventTypes.QUERY, 1, length, nextPosition, 0, new byte[0]);
    }

    @Test
    void followsWhatEventsTellOfTheirPlace() {
        LogCursor cursor = new LogCursor("b.000001", 4);

        LogEvent event = event(100, 500);
        cursor.pass(event);

        assertThat(cursor.end()).isEqualTo(500);
        assertThat(cursor.startOf(event)).isEqualTo(400);
        assertThat(cursor.file()).isEqualTo("b.000001");
    }

    @Test
    void addsTheLengthOfAnEventThatDoesNotTellItsPlace() {
        LogCursor cursor = new LogCursor("b.000001", 400);

        cursor.pass(event(100, 0));
        cursor.pass(event(50, 0));

        assertThat(cursor.end()).isEqualTo(550);
    }

    @Test
    void followsThePlacePast4GiB() {
        LogCursor cursor = new LogCursor("b.000001", WRAP - 100);

        cursor.pass(event(60, WRAP - 40));
        assertThat(cursor.end()).isEqualTo(WRAP - 40);
        LogEvent across = event(60, 20);
        cursor.pass(across);
        assertThat(cursor.end()).isEqualTo(WRAP + 20);
        assertThat(cursor.startOf(across)).isEqualTo(WRAP - 40);
        cursor.pass(event(80, 100));
        assertThat(cursor.end()).isEqualTo(WRAP + 100);
        cursor.pass(event((int) (WRAP / 4), 100 + WRAP / 4));
        cursor.pass(event((int) (WRAP / 4), 100 + WRAP / 2));
        cursor.pass(event((int) (WRAP / 4), 100 + WRAP / 4 * 3));
        cursor.pass(event((int) (WRAP / 4), 100));
        assertThat(cursor.end()).isEqualTo(2 * WRAP + 100);
    }

    @Test
    void followsAnEventThatEndsExactlyAt4GiB() {
        LogCursor cursor = new LogCursor("b.000001", WRAP - 100);

        cursor.pass(event(100, 0));
        cursor.pass(event(50, 50));

        assertThat(cursor.end()).isEqualTo(WRAP + 50);
    }

    @Test
    void beginsAnewWithANewFile() {
        LogCursor cursor = new LogCursor("b.000001", WRAP + 100);

        cursor.rotate(new ScriptedLog().rotate("b.000002", 4));
        cursor.pass(event(100, 104));

        assertThat(cursor.file()).isEqualTo("b.000002");
        assertThat(cursor.end()).isEqualTo(104);
    }

    @Test
    void findsItsPlaceAgainBehind4GiBOfTheFileItBeganIn() {
        LogCursor cursor = new LogCursor("b.000001", WRAP + 1000);

        cursor.rotate(new ScriptedLog().rotate("b.000001", 4));
        cursor.pass(event(100, 104));
        LogEvent first = event(100, 1100);
        cursor.passFirst(first);

        assertThat(cursor.startOf(first)).isEqualTo(WRAP + 1000);
        assertThat(cursor.end()).isEqualTo(WRAP + 1100);
    }

    @Test
    void findsItsPlaceAgainRightBefore4GiB() {
        LogCursor cursor = new LogCursor("b.000001", WRAP - 50);

        cursor.rotate(new ScriptedLog().rotate("b.000001", 4));
        cursor.pass(event(100, 104));
        cursor.passFirst(event(100, 50));

        assertThat(cursor.end()).isEqualTo(WRAP + 50);
    }

    @Test
    void staysWhereItIsInAnotherFileOrALittleBeforeItsBeginning() {
        LogCursor cursor = new LogCursor("b.000001", WRAP + 1000);

        cursor.rotate(new ScriptedLog().rotate("b.000002", 4));
        cursor.passFirst(event(100, 104));
        assertThat(cursor.end()).isEqualTo(104);

        LogCursor near = new LogCursor("b.000001", 1000);
        near.rotate(new ScriptedLog().rotate("b.000001", 4));
        near.passFirst(event(100, 500));
        assertThat(near.end()).isEqualTo(500);
    }
}
