package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of damage of certain kinds; damage of any kind is in {@link DamagedLogTests}. */
class DamagedEventTests {

    /** Rows with the table map that is theirs. */
    private record Pair(LoggedEvent map, LoggedEvent rows, Flavor flavor) {}

    @Test
    void anEventThatIsCutOffOrGoesOnGivesNoRow() {
        for (Pair pair : pairs("mysql-numbers")) {
            TableMap map = TableMap.parse(pair.map().body(), pair.flavor());
            byte[] body = pair.rows().body();
            int rows = RowsEvent.open(pair.rows().type(), body, map).rows();
            for (int length = 0; length < body.length; length++) {
                byte[] cut = Arrays.copyOf(body, length);
                try {
                    // Where a row ends, so may an event.
                    assertThat(RowsEvent.open(pair.rows().type(), cut, map).rows())
                            .isLessThan(rows);
                } catch (UndecodableEventException e) {
                    assertThat(e).hasMessageContaining("table shop.");
                }
            }
            byte[] longer = Arrays.copyOf(body, body.length + 1);
            assertThatThrownBy(() -> RowsEvent.open(pair.rows().type(), longer, map))
                    .isInstanceOf(UndecodableEventException.class)
                    .hasMessageContaining("row " + (rows + 1));
        }
    }

    @Test
    void rowsOfAnotherTableAreRefused() {
        List<Pair> pairs = pairs("mysql-images");
        TableMap other = TableMap.parse(pairs("mysql-numbers").get(0).map().body(), Flavor.MYSQL);
        assertThatThrownBy(() -> RowsEvent.open(30, pairs.get(0).rows().body(), other))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("the rows have 9 columns and the table 14");
    }

    @Test
    void rowsWithoutColumnsAreNoEndlessLoop() {
        Pair pair = pairs("mysql-images").get(0);
        TableMap map = TableMap.parse(pair.map().body(), Flavor.MYSQL);
        byte[] empty = Arrays.copyOf(pair.rows().body(), 8 + 2 + 1 + 2 + 3);
        Arrays.fill(empty, 8 + 2 + 1, empty.length, (byte) 0);
        assertThatThrownBy(() -> RowsEvent.open(30, empty, map))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("3 bytes follow rows without columns");
    }

    private static List<Pair> pairs(String recording) {
        Flavor flavor = recording.startsWith("mariadb") ? Flavor.MARIADB : Flavor.MYSQL;
        List<Pair> pairs = new ArrayList<>();
        LoggedEvent map = null;
        for (LoggedEvent event : RecordedEvents.read(recording)) {
            if (event.isTableMap()) {
                map = event;
            } else if (map != null) {
                pairs.add(new Pair(map, event, flavor));
            }
        }
        return pairs;
    }
}
