package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.processor.mysql.TableSchemas.Known;
import dev.corecdc.processor.mysql.TableSchemas.Lost;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableSchemasTests {

    private static TableSchemas schemas() {
        TableSchemas.Changes changes = SchemaFollowerTests.schemas().change();
        changes.put(new TableName("größe", "x"), new Lost("why \ud83d\ude00"));
        return changes.done();
    }

    @Test
    void areReadBackFromTheirText() {
        assertThat(TableSchemasText.parse(schemas().toText())).isEqualTo(schemas());
        assertThat(TableSchemasText.parse(TableSchemas.NONE.toText())).isEqualTo(TableSchemas.NONE);
    }

    @Test
    void theTextIsMadeOnceAndTheSameForTheSame() {
        TableSchemas schemas = schemas();
        assertThat(schemas.toText())
                .isSameAs(schemas.toText())
                .isEqualTo(schemas().toText());
    }

    @Test
    void everyDamageIsNoticed() {
        String text = schemas().toText();
        Random random = new Random(7);
        for (int i = 0; i < text.length(); i++) {
            char other = (char) (' ' + random.nextInt(95));
            if (other != text.charAt(i)) {
                assertRefused(text.substring(0, i) + other + text.substring(i + 1));
            }
            assertRefused(text.substring(0, i));
        }
        assertRefused(text + "AAAA");
        assertRefused(text.replace("2:", "1:"));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> TableSchemasText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingOfThemIsShown() {
        BinlogPosition position = new BinlogPosition("s", null, "b.000001", 4, 0).with(schemas());

        assertThat(schemas()).hasToString("3 tables");
        assertThat(position).hasToString("b.000001:4");
        assertThat(position.describe()).containsOnlyKeys("server", "file", "offset");
        assertThat(position.toMap()).containsKey("schemas");
        assertThat(BinlogPosition.of(position.toMap())).isEqualTo(position);
    }

    @Test
    void onAnotherServerTheirPlacesSayNothing() {
        assertThat(schemas().onAnotherServer().tables().values().stream()
                        .filter(Known.class::isInstance)
                        .map(entry -> ((Known) entry).since()))
                .containsOnly(LogPlace.ELSEWHERE);
    }

    @Test
    void aChangeThatChangesNothingGivesTheSame() {
        TableSchemas schemas = schemas();
        assertThat(schemas.change().done()).isSameAs(schemas);
    }
}
