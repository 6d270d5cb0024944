package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.corecdc.event.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged events end in values or in an {@link UndecodableEventException}, never in anything else, and soon. */
class DamagedEventTests {

    private static final int DAMAGES = 400;

    /** Rows with the table map that is theirs. */
    private record Pair(LoggedEvent map, LoggedEvent rows, Flavor flavor) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql-numbers",
                "mysql-temporal",
                "mysql-binary",
                "mysql-texts",
                "mysql-labels",
                "mysql-images",
                "mysql-json",
                "mysql-partial",
                "mysql-special",
                "mariadb-images",
                "mariadb-special",
                "mariadb-old_temporal"
            })
    void damageIsNoticedOrGivesValues(String recording) {
        Random random = new Random(20261101);
        List<Pair> pairs = pairs(recording);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (Pair pair : pairs) {
                for (int i = 0; i < DAMAGES; i++) {
                    decode(damaged(pair.map().body(), random), pair.rows(), pair.flavor());
                    decode(
                            pair.map().body(),
                            new LoggedEvent(
                                    pair.rows().type(), damaged(pair.rows().body(), random)),
                            pair.flavor());
                }
            }
        });
    }

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

    private static void decode(byte[] map, LoggedEvent rows, Flavor flavor) {
        try {
            RowsEvent event = RowsEvent.open(rows.type(), rows.body(), TableMap.parse(map, flavor));
            int count = 0;
            while (event.next()) {
                Row row = event.row();
                assertThat(row.size()).isPositive();
                count++;
            }
            assertThat(count).isEqualTo(event.rows());
        } catch (UndecodableEventException e) {
            assertThat(e).hasMessageNotContaining("null");
        } catch (RuntimeException | OutOfMemoryError e) {
            fail("not the exception that was promised", e);
        }
    }

    private static byte[] damaged(byte[] body, Random random) {
        byte[] damaged = body.clone();
        switch (random.nextInt(4)) {
            case 0 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            case 1 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> damaged[random.nextInt(damaged.length)] = (byte) (random.nextBoolean() ? 0xff : 0);
            default -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
            }
        }
        return damaged;
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
